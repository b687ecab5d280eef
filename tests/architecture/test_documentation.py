"""What is documented is complete: settings, commands, roles, rooms, and the README's two commands."""

import importlib
import pathlib
import pkgutil
import re

import pytest

from sciweek.cli import commands
from sciweek.config.environment import VARIABLES

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PACKAGE = ROOT / "src" / "sciweek"
ROOMS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_a_setting_is_documented(variable):
    assert f"`{variable.name}`" in text("settings.md")


@pytest.mark.parametrize("command", [module.name for module in pkgutil.iter_modules(commands.__path__)])
def test_a_command_is_documented(command):
    assert f"| `{command}` |" in text("commands.md")


def test_a_role_is_documented():
    from sciweek.people.enums import Role

    assert [role.value for role in Role if f"`{role.value}`" not in text("roles.md")] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_documented_and_says_what_it_is_for(room):
    assert (DOCS / "rooms" / f"{room}.md").exists() if room != "locale" else True
    assert importlib.import_module(f"sciweek.{room}").__doc__


def test_the_readme_names_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "./sciweek demo" in readme
    assert "./sciweek test" in readme


def test_links_between_documents_lead_somewhere():
    broken = []
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []
