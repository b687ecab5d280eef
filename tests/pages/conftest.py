"""The room's own addresses stand in for the product's, so that no higher room is needed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from tests.pages import frame

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "sciweek"
STATIC = PACKAGE / "pages" / "static" / "pages"


@pytest.fixture(autouse=True)
def _own_addresses(settings: Any) -> None:
    # Whitenoise warns of a folder that is not there, and a warning fails a test.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.ROOT_URLCONF = frame.__name__
    settings.SCIWEEK_SHELL = f"{frame.__name__}.shell_for"
    where = [str(Path(__file__).parent / "templates")]
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": where}]
    loaders = [
        "django_cotton.cotton_loader.Loader",
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    cached = [("django.template.loaders.cached.Loader", loaders)]
    settings.TEMPLATES[0]["OPTIONS"] = {**settings.TEMPLATES[0]["OPTIONS"], "loaders": cached}


@pytest.fixture
def groups(db: None) -> Callable[..., list[Group]]:
    """Makes groups by name; the list shows them by name."""

    def make(*names: str) -> list[Group]:
        return Group.objects.bulk_create([Group(name=name) for name in names])

    return make


@pytest.fixture
def visitor() -> Client:
    """A browser without a sign-in that shows faults as pages."""
    return Client(raise_request_exception=False)


@pytest.fixture
def home(live_server: Any) -> str:
    """Where the pages are served; by number, since the browser may look up no names."""
    return str(live_server.url).replace("localhost", "127.0.0.1")
