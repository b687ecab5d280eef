"""Reads the long lists of a package: who the units are, and what each that counts reported."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from django.db.models import F
from django.utils.translation import override

from sciweek.campaigns.models import Campaign, Placement
from sciweek.core import clock
from sciweek.documents.sheets.writing import Value
from sciweek.people.enums import Level, UnitKind
from sciweek.people.models import Unit
from sciweek.report.files.data_book import amount
from sciweek.report.lists import Lists, UnitRow
from sciweek.report.queries.facts import COUNTED
from sciweek.report.queries.pictures import media_of
from sciweek.report.queries.places import names_of
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.beneath import placed_beneath, returns_accepted_by
from sciweek.returns.enums import NUMERIC, CellState, ValueKind
from sciweek.returns.models import Cell, Indicator, Return
from sciweek.returns.queries.forms import form_text
from sciweek.returns.rollup import counts
from sciweek.returns.template import ItemText
from sciweek.returns.values import CellContent, show
from sciweek.review.transitions import Stage

NOT_BEGUN = "未填报"
CHUNK = 500
_NONE = CellState.NONE.value
HEAD = ("单位名称", "区划代码", "所在地", "类型")


def lists_of(campaign: Campaign, office: Unit | None = None) -> Lists:
    """All lists, read as they are written; of the whole campaign, or of one office of the chain."""
    items = form_text(ensure_form(campaign)).items
    head = (*HEAD, *[f"{item.code} {item.name}" for item in items])
    transcript = partial(_transcript, campaign, items, office)
    return Lists(partial(units_of, campaign, office), head, transcript, partial(media_of, campaign, office))


def units_of(campaign: Campaign, office: Unit | None = None) -> Iterator[UnitRow]:
    """Everybody expected, by place and name: who is counted, and how far the others are. One query."""
    track = "return_row__track__"
    whole = Placement.objects.filter(campaign=campaign).annotate(place_in_chain=F(f"{track}offices") - 1)
    rows = (
        (placed_beneath(campaign, office.pk) if office else whole)
        .filter(removed_at=None)
        .order_by("division_code", "level", "unit_name", "pk")
        .values_list(
            *("unit_name", "division_code", "kind", "level", f"{track}stage", f"{track}accepted", f"{track}offices"),
            *(f"{track}submitted_at", "return_row__on_time", "return_row__entered_by__name", "place_in_chain"),
        )
    )
    names, words = names_of(campaign), _words()
    for name, code, kind, level, stage, accepted, offices, *rest in rows.iterator(CHUNK):
        submitted_at, on_time, entered_by, place_in_chain = rest
        arrived = stage in {Stage.SUBMITTED.value, Stage.ACCEPTED.value}
        yield UnitRow(
            name=name,
            division_code=code,
            place=names.get(code, str(code)),
            kind=words[kind],
            level=words[level],
            state=_state(stage, accepted, offices),
            counted=arrived and accepted > place_in_chain,
            submitted_at=submitted_at.astimezone(clock.SHANGHAI) if arrived and submitted_at else None,
            on_time=on_time if arrived else None,
            entered_by=entered_by or "",
        )


def _state(stage: str | None, accepted: int | None, offices: int | None) -> str:
    """How far a return is, always in Chinese: it goes into papers."""
    if stage is None:
        return NOT_BEGUN
    if stage == Stage.SUBMITTED.value and accepted:
        return f"已验收{accepted}级，共{offices}级"
    return {
        Stage.DRAFT.value: "填报中",
        Stage.SUBMITTED.value: "已上报",
        Stage.SENT_BACK.value: "已退回",
        Stage.ACCEPTED.value: "已验收",
    }[stage]


def _words() -> Mapping[object, str]:
    """Kinds and levels in Chinese, whatever language the reader chose."""
    with override("zh-hans"):
        return {
            **{kind.value: str(kind.label) for kind in UnitKind},
            **{level.value: str(level.label) for level in Level},
        }


def _transcript(campaign: Campaign, items: Sequence[ItemText], office: Unit | None) -> Iterator[Sequence[Value]]:
    """One row a return that counts, one column an indicator; a query for every 500."""
    whole = Return.objects.filter(counts(COUNTED, "track"), campaign=campaign, placement__removed_at=None)
    rows = (
        (returns_accepted_by(campaign, office.pk) if office else whole)
        .order_by("placement__division_code", "placement__level", "placement__unit_name", "pk")
        .values_list("pk", "placement__unit_name", "placement__division_code", "placement__kind")
    )
    found, names, words = list(rows), names_of(campaign), _words()
    places = _places(items)
    for start in range(0, len(found), CHUNK):
        part = found[start : start + CHUNK]
        cells = _cells([row[0] for row in part], places)
        for ret_id, name, code, kind in part:
            yield [name, str(code), names.get(code, str(code)), words[kind], *cells[ret_id]]


def _places(items: Sequence[ItemText]) -> dict[int, tuple[int, ValueKind]]:
    """Indicator id to its column and kind."""
    ids = dict(Indicator.objects.filter(code__in=[item.code for item in items]).values_list("code", "pk"))
    return {ids[item.code]: (column, item.kind) for column, item in enumerate(items)}


def _cells(ret_ids: Sequence[int], places: Mapping[int, tuple[int, ValueKind]]) -> dict[int, list[Value]]:
    """Return id to its cells as a sheet holds them, blank where nothing was answered."""
    found: dict[int, list[Value]] = {ret_id: [None] * len(places) for ret_id in ret_ids}
    rows = Cell.objects.filter(ret__in=ret_ids, indicator__in=places)
    for ret_id, indicator_id, state, value, text in rows.values_list(
        "ret_id", "indicator_id", "state", "value", "text"
    ):
        column, kind = places[indicator_id]
        if state == _NONE:
            found[ret_id][column] = "-"
        elif value is not None and kind in NUMERIC:
            found[ret_id][column] = amount(value, kind)
        else:
            found[ret_id][column] = show(CellContent(CellState.VALUE, value, text), kind)
    return found
