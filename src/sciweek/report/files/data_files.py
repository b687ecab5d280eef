"""The same figures for programs: csv and json. Described field by field in docs/guide/report-files.md.

Amounts with decimals are written as text, exact to the last place: a program that reads them as binary fractions would
round them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from sciweek.documents.papers import blocks as b
from sciweek.documents.sheets.writing import Value, write_csv
from sciweek.report.content import Content
from sciweek.report.facts import Figure, PlaceRow
from sciweek.report.files.data_book import UNIT_HEAD, units
from sciweek.report.lists import UnitRow
from sciweek.report.papers.report import chapters
from sciweek.report.shown import exact_text
from sciweek.returns.rollup import Total

FORMAT = 1
TOTALS_HEAD = (
    *("level", "division_code", "place", "code", "indicator", "unit"),
    *("value", "answered", "not_applicable", "before", "redefined"),
)


def totals_csv(content: Content) -> bytes:
    """A row for each place and indicator: the whole, the places below it, the counties."""
    return b"".join(write_csv(TOTALS_HEAD, _totals(content)))


def units_csv(rows: Iterable[UnitRow]) -> bytes:
    """The list of units."""
    return b"".join(write_csv(UNIT_HEAD, units(rows)))


def report_json(content: Content) -> bytes:
    """Everything of the report but the lists of units."""
    return json.dumps(as_data(content), ensure_ascii=False, indent=1).encode()


def _levels(content: Content) -> Iterator[tuple[str, PlaceRow]]:
    facts = content.facts
    yield "whole", facts.whole
    yield from (("place", row) for row in facts.places)
    if len(facts.places) < len(facts.counties):
        yield from (("county", row) for row in facts.counties)


def _totals(content: Content) -> Iterator[list[Value]]:
    for level, row in _levels(content):
        for figure in content.facts.figures:
            total, before = row.total(figure.code), row.before.get(figure.code)
            yield [
                *(level, str(row.code), row.name, figure.code, figure.name, figure.unit),
                *(_value(total, figure), total.answered, total.none),
                "" if before is None else exact_text(before, figure.kind),
                "true" if figure.redefined else "false",
            ]


def _value(total: Total, figure: Figure) -> str:
    return exact_text(total.value, figure.kind) if total.answered else ""


def as_data(content: Content) -> dict[str, object]:
    """The report as plain data; also what a snapshot freezes."""
    facts, imprint = content.facts, content.imprint
    return {
        "format": FORMAT,
        "campaign": {
            "slug": facts.slug,
            "name": facts.campaign,
            "theme": facts.theme,
            "start": facts.start.isoformat(),
            "end": facts.end.isoformat(),
            "previous": facts.before_name or None,
        },
        "office": facts.office,
        "division_code": facts.division_code,
        "written": facts.written.isoformat(),
        "edition": imprint.edition or None,
        "fingerprint": imprint.fingerprint or None,
        "seal": {"number": imprint.seal_number, "code": imprint.seal_code} if imprint.seal_number else None,
        "counting": f"accepted by {'this office' if facts.own else 'every office of the chain'}",
        "figures": [_figure(content, each) for each in facts.figures],
        "sums": [{"whole": each.whole, "parts": list(each.parts)} for each in facts.sums],
        "places": [{"level": level, **_place(row, facts.figures)} for level, row in _levels(content)],
        "rounded": [
            {"code": each.whole, "part": each.part, "exact": str(each.exact), "plain": each.plain, "shown": each.shown}
            for each in content.shown.touched
        ],
        "texts": content.texts.as_data(),
        "pictures": [each.as_data() for each in content.pictures],
        "chapters": _chapters(content),
    }


def _figure(content: Content, figure: Figure) -> dict[str, object]:
    same = figure.same
    return {
        "code": figure.code,
        "name": figure.name,
        "unit": figure.unit,
        "group": figure.group,
        "part_of": figure.parent or None,
        "value": _value(figure.total, figure) or None,
        "answered": figure.answered,
        "not_applicable": figure.none,
        "before": None if figure.before is None else exact_text(figure.before, figure.kind),
        "redefined": figure.redefined,
        "matched_units": same.units if same else None,
        "matched": exact_text(same.now, figure.kind) if same else None,
        "matched_before": exact_text(same.before, figure.kind) if same else None,
        "printed": content.shown.amount(figure.code),
    }


def _place(row: PlaceRow, figures: Iterable[Figure]) -> Mapping[str, object]:
    return {
        "division_code": row.code,
        "name": row.name,
        "expected": row.expected,
        "expected_at_call": row.frozen,
        "submitted": row.submitted,
        "on_time": row.on_time,
        "sent_back": row.sent_back,
        "counted": row.counted,
        "values": {each.code: _value(row.total(each.code), each) or None for each in figures},
    }


def _chapters(content: Content) -> list[dict[str, object]]:
    told: list[dict[str, object]] = []
    for block in chapters(content):
        if isinstance(block, b.Heading):
            told.append({"heading": block.text, "level": block.level, "texts": []})
        else:
            told[-1]["texts"].append(block.text)  # type: ignore[attr-defined]
    return told
