"""What tests of exports stand on: a folder, and a kind of export of their own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from pytest_django import Settings

from sciweek.core.exports import KINDS, Kind, Progress
from sciweek.core.models import Export


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where this test's exports lie."""
    settings.EXPORTS = tmp_path / "exports"
    return tmp_path / "exports"


@pytest.fixture
def made_by(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Callable[..., None]:
    """Let exports of the kind `tests.rows` be written by a function that gets each row's number before it is written."""

    def enter(before_row: Callable[[int], Any] = lambda number: None, *, rows: int = 3, personal: bool = False) -> None:
        def write(export: Export, out: BinaryIO, progress: Progress) -> None:
            for number in progress.follow(range(rows), rows):
                before_row(number)
                out.write(f"{number}\n".encode())

        monkeypatch.setitem(KINDS, "tests.rows", Kind("tests.rows", write, personal))

    return enter
