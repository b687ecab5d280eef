"""Limits that keep the house readable, and promises that are easily broken by a hasty hand."""

import ast
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "sciweek"
MODULES = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
PAGES = [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("static/**/*.css"), *PACKAGE.rglob("static/**/*.js")]


def test_no_module_is_longer_than_four_hundred_lines():
    assert [str(p) for p in MODULES if p.read_text(encoding="utf-8").count("\n") > 400] == []


def test_no_function_is_longer_than_forty_lines():
    long = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 40:
                long.append(f"{path.relative_to(PACKAGE)}:{node.name}")
    # Lists are declared, not programmed: a list of ten columns and five filters is one declaration.
    assert [name for name in long if not name.startswith(DECLARATIONS)] == []


DECLARATIONS = (
    "people/desk/units.py:unit_list",
    "people/desk/invitations.py:invitations",
    "people/desk/invitations.py:people",
    "desk/upkeep.py:changes",
    "desk/records.py:outbox",
    "desk/records.py:audit",
    "desk/records.py:sign_ins",
    "returns/desk/",
    "campaigns/desk/",
    "materials/desk/pictures.py:_gallery",
    "pages/lists.py:list_response",
)


@pytest.mark.parametrize("name", ["utils", "helpers", "misc", "common"])
def test_no_module_has_a_name_that_says_nothing(name):
    assert [p for p in MODULES if p.stem == name] == []


def test_nothing_on_a_page_comes_from_another_host():
    found = []
    for path in PAGES:
        for address in re.findall(r"https?://[^\s\"')]+", path.read_text(encoding="utf-8")):
            if "www.w3.org" not in address:
                found.append(f"{path.name}: {address}")
    assert found == []


def test_no_year_of_a_campaign_stands_in_code():
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, int) and 2015 <= node.value <= 2025:
                found.append(f"{path.relative_to(PACKAGE)}: {node.value}")
    assert found == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-uv.lock"])
def test_a_lock_file_names_no_host_and_hashes_everything(name):
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in lock
    assert lock.count("==") <= lock.count("--hash=sha256:")


@pytest.mark.django_db
def test_no_migration_is_missing():
    from io import StringIO

    from django.core.management import call_command

    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert "No changes" in out.getvalue()
