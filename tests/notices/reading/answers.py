"""Notices with known answers: our own made-up ones, and the shared ones where these are at hand."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

OWN = Path(__file__).parents[1] / "data"
SHARED = Path(os.environ.get("SCIWEEK_SHARED", Path(__file__).resolve().parents[3].parent / "shared"))
NOTICES, SCORER = SHARED / "corpus" / "notices", SHARED / "tools" / "score_notices.py"

Answered = list[tuple[str, str, Mapping[str, object]]]


def answered(folder: Path) -> Answered:
    """Name, text and answers of each notice in the folder."""
    return [
        (path.stem, path.with_suffix(".txt").read_text(encoding="utf-8"), json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.json"))
    ]
