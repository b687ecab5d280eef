"""The reader against notices with hand-made answers: our own, and the shared ones where these are at hand."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.notices.reading import Found, read_notice
from sciweek.notices.reading.damage import KINDS
from sciweek.notices.reading.scoring import counts, errors, items, judged, macro_f1
from sciweek.notices.reading.text import even, squeezed
from tests.notices.reading.answers import NOTICES, OWN, SCORER, answered

LEAST = 0.95
DAYS = {"start_date", "end_date", "issue_date", "publish_date"}
ALL = [*answered(OWN), *(answered(NOTICES) if NOTICES.is_dir() else [])]

pytestmark = pytest.mark.once


def test_our_own_notices_are_read_well_enough() -> None:
    read = [(name, read_notice(text).as_record(), answers) for name, text, answers in answered(OWN)]
    wrong = [(name, *error) for name, record, answers in read for error in errors(record, answers)]
    assert len(read) >= 12
    assert macro_f1([counts(record, answers) for _, record, answers in read]) >= LEAST, wrong


@pytest.mark.skipif(not (NOTICES.is_dir() and SCORER.is_file()), reason="no shared notices here")
def test_the_shared_notices_are_read_well_enough_and_our_scores_are_those_of_the_shared_scorer(tmp_path: Path) -> None:
    said = tmp_path / "read.jsonl"
    read = [(name, read_notice(text).as_record(), answers) for name, text, answers in answered(NOTICES)]
    lines = [json.dumps({"file": f"{name}.txt", **record}, ensure_ascii=False) for name, record, _ in read]
    said.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, str(SCORER), str(NOTICES), str(said)]
    scored = subprocess.run(command, capture_output=True, text=True, check=True)
    score = float(scored.stdout.split("macro-F1")[-1])
    assert score >= LEAST, scored.stdout
    assert macro_f1([counts(record, answers) for _, record, answers in read]) == pytest.approx(score, abs=0.001)


def in_its_place(found: Found, text: str) -> bool:
    """Whether every span lies in the text and a value that is a piece of text is cut out by its spans."""
    if not all(0 <= start < end <= len(text) for start, end in found.spans) or not 0 < found.confidence < 1:
        return False
    if not isinstance(found.value, str) or found.field in DAYS:
        return True
    return squeezed(even(found.value)) in squeezed(even("".join(text[start:end] for start, end in found.spans)))


@pytest.mark.parametrize("notice", ALL, ids=lambda notice: notice[0])
def test_every_span_cuts_out_its_value(notice: tuple[str, str, Mapping[str, object]]) -> None:
    assert [found for found in read_notice(notice[1]).found() if not in_its_place(found, notice[1])] == []


@given(st.sampled_from(answered(OWN)), st.sampled_from(sorted(KINDS)), st.randoms())
def test_every_span_lies_in_a_damaged_copy_too(notice: tuple[str, str, object], kind: str, draw: object) -> None:
    copy = KINDS[kind](notice[1], draw)  # type: ignore[arg-type]
    for found in read_notice(copy).found():
        assert all(0 <= start < end <= len(copy) for start, end in found.spans), (kind, found)


def test_a_contact_is_right_when_all_that_it_says_is() -> None:
    answers = {"contacts": [{"name": "林小溪", "phone": "5550101"}, {"name": None, "phone": "5550102"}]}
    right = Found("contacts", {"agency": "某科", "name": "林小溪", "phone": "555 0101", "email": None}, [], "rule")
    wrong = Found("contacts", {"agency": "某科", "name": "周大川", "phone": "5550101", "email": None}, [], "rule")
    assert (judged(right, answers), judged(wrong, answers)) == (True, False)
    assert judged(Found("cited", "某〔2031〕1号", [], "rule"), answers) is None


def test_what_was_missed_and_what_was_found_wrongly_is_told() -> None:
    assert errors({"theme": "甲", "hosts": []}, {"theme": "乙", "hosts": ["丙 丁"]}) == [
        ("-", "theme", "乙"),
        ("+", "theme", "甲"),
        ("-", "hosts", "丙丁"),
    ]
    assert items("deadlines", {"deadlines": [{"date": "2031-05-01", "what": "总结"}]}) == {"2031-05-01"}
