"""The ground all tests stand on: settings, the race fixture, a browser where there is one."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.signals import setting_changed
from django.db import connection, connections
from django.db.models.signals import post_migrate
from django.test import Client
from hypothesis import settings as drawing

if TYPE_CHECKING:
    from sciweek.people.person import Person

ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
CHROMIUM = os.environ.get("SCIWEEK_CHROMIUM") or next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
NOTHING_SKIPPED = os.environ.get("SCIWEEK_NOTHING_SKIPPED") == "1"
FLAGS = (
    (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync "
        "--disable-component-update --disable-dev-shm-usage --host-resolver-rules=MAP~*~~NOTFOUND"
    )
    .replace("MAP~*~~NOTFOUND", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1")
    .split(" --")
)


def pytest_configure(config: pytest.Config) -> None:
    """Fast hashes and plain static files: what is tested is not how slow a password is."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.AXES_ENABLED = True
    # No test asserts wall time, and neither does Hypothesis: an example is as slow as the machine is busy.
    drawing.register_profile("sciweek", deadline=None)
    drawing.load_profile("sciweek")
    # A task runs where it is enqueued; tests of the worker itself use the queue.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    # Whoever imported a task before this has made the backend of the settings already.
    setting_changed.send(sender=None, setting="TASKS", value=settings.TASKS, enter=True)
    # A transactional test empties every table at its end; the shipped divisions are put back for the next one.
    post_migrate.connect(_put_divisions_back, dispatch_uid="divisions")
    if not ON_POSTGRES:
        # A file: in memory, threads share one cache, whose locks answer at once with an error instead of waiting.
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = os.environ["SCIWEEK_DATA"] + "/test.sqlite3"


def _put_divisions_back(sender: Any, **kwargs: Any) -> None:
    from django.apps import apps

    division = apps.get_model("places", "Division")
    if sender.label == "places" and not division.objects.exists():
        import_module("sciweek.places.migrations.0002_shipped_divisions").load(apps, None)
        import_module("sciweek.places.migrations.0003_confirmed_changes").confirm(apps, None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only tests that use the database run; those of browsers (which need Chromium) and of access run once.

    Browser tests come first, the story before all others: two workers end together when the long files begin early.
    """
    left = []
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        browser = item.get_closest_marker("browser") is not None
        database = item.get_closest_marker("django_db") is not None or names & {"db", "transactional_db", "live_server"}
        if ON_POSTGRES and (browser or not database or item.get_closest_marker("once") is not None):
            continue
        if browser and not CHROMIUM and not NOTHING_SKIPPED:
            item.add_marker(pytest.mark.skip(reason="没有 Chromium：浏览器测试没有运行"))
        left.append(item)
    items[:] = sorted(left, key=lambda item: (item.get_closest_marker("browser") is None, "story" not in item.nodeid))


@pytest.fixture(autouse=True)
def _forget_caches() -> None:
    """What processes keep between requests is forgotten between tests."""
    from sciweek.places.queries import forget_tree
    from sciweek.returns.queries.public import forget_forms

    forget_tree()
    forget_forms()


@pytest.fixture
def queue(settings: Any) -> None:
    """Tasks wait in the database until a worker comes."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def race(transactional_db: None) -> Callable[..., list[Any]]:
    """Run callables at the same moment, each with its own connection; their results, or the exceptions they raised."""

    def run(*acts: Callable[[], Any]) -> list[Any]:
        start = threading.Barrier(len(acts))
        results: list[Any] = [None] * len(acts)

        def one(number: int, act: Callable[[], Any]) -> None:
            try:
                start.wait()
                results[number] = act()
            except Exception as error:  # noqa: BLE001 -- the race's outcome is what is looked at
                results[number] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    return run


@pytest.fixture
def signed_in() -> "Callable[[Person], Client]":
    """A client with a session of this person."""

    def sign_in(person: "Person") -> Client:
        client = Client()
        account = get_user_model().objects.get(pk=person.account_id)
        client.force_login(account, backend="sciweek.people.signin.SignInBackend")
        return client

    return sign_in


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the whole run."""
    from playwright.sync_api import sync_playwright

    words = [word if word.startswith("--") else f"--{word}" for word in FLAGS]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=words)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of a desk's width."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    """A page of a phone's width."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True)
    yield context.new_page()
    context.close()


def vendor() -> str:
    """Which database the tests run on."""
    return connection.vendor
