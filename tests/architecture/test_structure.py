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
    everything = [*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    assert [str(p) for p in everything if p.read_text(encoding="utf-8").count("\n") > 400] == []


def test_no_function_is_longer_than_forty_lines():
    """From `def` to the last line, whatever the function does: a declaration is read like everything else."""
    long = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > 40:
                    long.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name} ({lines})")
    assert long == []


def test_every_test_asserts_something_itself():
    """In its own lines, where a reader looks for what it promises, and not in what it calls."""
    silent = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_test = isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
            if is_test and not any(_asserts(part) for part in ast.walk(node)):
                silent.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert silent == []


def _asserts(node: ast.AST) -> bool:
    """Whether the node is an `assert` that can fail, or a call of `raises`, `warns`, `fail` or one of Django's `assert…`."""
    if isinstance(node, ast.Assert):
        return not isinstance(node.test, ast.Constant)
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    return name in {"raises", "warns", "fail"} or name.startswith(("assert", "django_assert"))


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
