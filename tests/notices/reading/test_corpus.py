"""The reader against the shared notices with hand-made answers, where these are at hand."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sciweek.notices.reading import read_notice
from sciweek.notices.reading.text import even, squeezed

SHARED = Path(os.environ.get("SCIWEEK_SHARED", Path(__file__).resolve().parents[3].parent / "shared"))
NOTICES, SCORER = SHARED / "corpus" / "notices", SHARED / "tools" / "score_notices.py"
LEAST = 0.90
DAYS = {"start_date", "end_date", "issue_date", "publish_date"}

pytestmark = pytest.mark.skipif(not (NOTICES.is_dir() and SCORER.is_file()), reason=f"no shared notices at {SHARED}")


def test_the_shared_notices_are_read_well_enough(tmp_path: Path) -> None:
    said = tmp_path / "read.jsonl"
    lines = [
        json.dumps({"file": path.name, **read_notice(path.read_text(encoding="utf-8")).as_record()}, ensure_ascii=False)
        for path in sorted(NOTICES.glob("*.txt"))
    ]
    said.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, str(SCORER), str(NOTICES), str(said)]
    scored = subprocess.run(command, capture_output=True, text=True, check=True)
    assert float(scored.stdout.split("macro-F1")[-1]) >= LEAST, scored.stdout


def test_every_span_in_the_shared_notices_cuts_out_its_value() -> None:
    for path in sorted(NOTICES.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for found in read_notice(text).found():
            if isinstance(found.value, str) and found.field not in DAYS:
                cut = squeezed(even("".join(text[start:end] for start, end in found.spans)))
                assert squeezed(even(found.value)) in cut, (path.name, found)
