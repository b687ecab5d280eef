"""Tables by any two dimensions: every figure, every sum and what each opens into, against a recount by hand over random data."""

from collections import defaultdict
from dataclasses import replace

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.scope import NOWHERE, Scope
from sciweek.people.enums import Level, UnitKind
from sciweek.people.models import Unit
from sciweek.places.queries import names_around
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.actions.subtotals import rebuild_subtotals
from sciweek.returns.choice import Choice, Key, Narrowing, codes_at
from sciweek.returns.crosstable import CrossTable
from sciweek.returns.enums import Dimension
from sciweek.returns.queries.cells import cells_behind, total_of
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.totals import Question, anchors_of, cross_table, question_of, reporters
from sciweek.returns.rollup import NOTHING, Counting, Source, Total
from tests.factories.campaigns import PROVINCE, Province, make_unit
from tests.factories.returns import AFTER
from tests.returns.test_rollup import NUMBERS, STEP, WHOLE, Reported, empty_campaign, lay_down, reports

__all__ = ["empty_campaign"]
KINDS = (UnitKind.SCHOOL, UnitKind.COMPANY)

reported = st.builds(
    lambda base, kind, level, department: replace(base, kind=kind, level=level, department=department),
    reports(),
    st.sampled_from(KINDS),
    st.sampled_from(Level),
    st.integers(0, 1),
)
choices = st.builds(
    Choice,
    rows=st.sampled_from(Dimension),
    columns=st.none() | st.sampled_from(Dimension),
    by=st.sampled_from([Level.PREFECTURE, Level.COUNTY]),
    narrowing=st.builds(
        Narrowing,
        place=st.sampled_from(["", "", "630100", "630000b"]),
        kind=st.sampled_from(["", "", "school"]),
        level=st.sampled_from([None, None, Level.COUNTY]),
    ),
    shown=st.sampled_from([(), ("A01",), ("A01", "F01")]),
    counting=st.sampled_from(Counting),
)


def usable(choice: Choice) -> bool:
    return choice.rows != choice.columns and (choice.by_indicator or len(choice.shown) == 1)


def keys_of(choice: Choice, each: Reported, code: str, lines: list[int]) -> tuple[Key, Key]:
    """The row and column in which one cell stands."""
    found: dict[Dimension | None, Key] = {
        None: None,
        Dimension.INDICATOR: code,
        Dimension.PLACE: each.place // STEP[choice.by] * STEP[choice.by],
        Dimension.LINE: lines[each.department],
        Dimension.KIND: each.kind.value,
        Dimension.LEVEL: each.level.value,
    }
    return found[choice.rows], found[choice.columns]


def inside(narrowing: Narrowing, each: Reported) -> bool:
    low, high = narrowing.codes or (0, 999_999)
    return (
        each.on_roster
        and low <= each.place <= high
        and (not narrowing.kind or each.kind == narrowing.kind)
        and narrowing.level in {None, each.level}
    )


def recount(choice: Choice, drawn: list[Reported], lines: list[int]) -> dict[tuple[Key, Key], Total]:
    """Every figure and every sum, by hand: a cell counts in its own place and wherever a sum takes it in."""
    sums: dict[tuple[Key, Key], Total] = defaultdict(lambda: NOTHING)
    for each in drawn:
        if not (each.counts(choice.counting) and inside(choice.narrowing, each)):
            continue
        for code, value in each.cells.items():
            if choice.shown and code not in choice.shown:
                continue
            row, column = keys_of(choice, each, code, lines)
            rows = {row} if choice.rows == Dimension.INDICATOR else {row, None}
            columns = {column} if choice.columns == Dimension.INDICATOR else {column, None}
            for place in ((r, c) for r in rows for c in columns):
                sums[place] += Total(value or 0, int(value is not None), int(value is None))
    return dict(sums)


def behind(question: Question, table: CrossTable, place: tuple[Key, Key], code: str) -> Total:
    """What the cells sum to that a figure opens into."""
    narrowing, choice = question.narrowing, table.choice
    for dimension, key in zip((choice.rows, choice.columns), place, strict=True):
        if key is None or dimension in {None, Dimension.INDICATOR}:
            continue
        if dimension == Dimension.PLACE:
            narrowing = replace(narrowing, at=codes_at(int(key), choice.by))
        else:
            narrowing = narrowing.to(Dimension(dimension), key, choice.by)
    cells = cells_behind(
        question.scope,
        question.campaign,
        codes=[code],
        counting=question.counting,
        narrowing=narrowing,
        anchors=question.anchors,
    )
    return total_of(cells)


def departments(province: Province) -> list[Unit]:
    """The prefecture's office, and a department of the province with an office of its own below it."""
    department = make_unit("测试省教育厅", code=PROVINCE, under=province.office, kind=UnitKind.DEPARTMENT)
    return [province.county, make_unit("测试省招生办", code=PROVINCE, under=department, kind=UnitKind.DEPARTMENT)]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(reported, max_size=8), chosen=st.lists(choices.filter(usable), min_size=4, max_size=4))
def test_every_figure_of_any_table_equals_a_recount_by_hand(
    province: Province, empty_campaign: Campaign, drawn: list[Reported], chosen: list[Choice]
) -> None:
    with clock.at(AFTER), transaction.atomic():
        offices = departments(province)
        lay_down(empty_campaign, province.office.pk, drawn, offices)
        rebuild_subtotals(empty_campaign.pk)
        form, names = form_text(ensure_form(empty_campaign)), names_around(PROVINCE)
        lines = [province.prefecture.pk, offices[1].reports_to_id or 0]
        for choice in chosen:
            question = question_of(choice, WHOLE, empty_campaign, (empty_campaign.office_id,))
            table = cross_table(question, choice, form, names)
            by_hand = recount(choice, drawn, lines)
            assert {place: total for place, total in table.totals.items() if total != NOTHING} == by_hand
            assert {row.key for row in table.rows} >= {row for row, _column in by_hand} - {None}
            assert {each.key for each in table.columns} >= {column for _row, column in by_hand} - {None}
            for place, total in by_hand.items():
                code = next(str(key) for key in (*place, *choice.shown) if key in NUMBERS)
                assert behind(question, table, place, code) == total
            expected = [each for each in drawn if inside(choice.narrowing, each)]
            assert sum(each.expected for each in reporters(question).values()) == len(expected)
            assert table.reporters_at(None, None).counted == sum(each.counts(choice.counting) for each in expected)
        transaction.set_rollback(True)


def test_only_what_subtotals_know_comes_from_them(campaign: Campaign) -> None:
    def source(axes: tuple[Dimension, ...], **narrowed: object) -> Source:
        narrowing = Narrowing(**narrowed)  # type: ignore[arg-type]
        return Question(
            scope=WHOLE, campaign=campaign, counting=Counting.SUBMITTED, anchors=(), axes=axes, narrowing=narrowing
        ).source

    assert source(()) == source((Dimension.PLACE,), place="630100") == Source.SUBTOTALS
    assert source((Dimension.KIND,)) == source((Dimension.PLACE, Dimension.LEVEL)) == Source.CELLS
    assert (
        source((), line=7)
        == source((Dimension.PLACE,), kind="school")
        == source((), level=Level.COUNTY)
        == Source.CELLS
    )


def test_an_empty_scope_has_no_rows(province: Province, campaign: Campaign) -> None:
    choice = Choice(rows=Dimension.KIND, columns=Dimension.INDICATOR, by=Level.COUNTY)
    question = question_of(choice, NOWHERE, campaign, (campaign.office_id,))
    table = cross_table(question, choice, form_text(ensure_form(campaign)), names_around(PROVINCE))
    assert (table.rows, table.totals, table.reporters) == ([], {}, {})


def lines_seen(province: Province, campaign: Campaign, scope: Scope, anchors: tuple[int, ...]) -> dict[str, int]:
    """The lines of a table by name, with how many units report in each."""
    choice = Choice(rows=Dimension.LINE, columns=None, by=Level.COUNTY, shown=("D01",))
    question = question_of(choice, scope, campaign, anchors)
    table = cross_table(question, choice, form_text(ensure_form(campaign)), names_around(PROVINCE))
    return {row.name: table.reporters_at(row.key, None).expected for row in table.rows}


def test_lines_are_told_apart_below_the_campaigns_office_and_for_an_officer_below_his_own(
    province: Province, campaign: Campaign
) -> None:
    officer, below = province.officer, province.prefecture_officer
    assert anchors_of(officer, campaign) == (province.office.pk,)
    assert lines_seen(province, campaign, officer.scope, anchors_of(officer, campaign)) == {
        "测试省研究所": 1,
        province.prefecture.short_name: 4,
    }
    # Its own return stands under its own name.
    assert lines_seen(province, campaign, below.scope, anchors_of(below, campaign)) == {
        province.prefecture.short_name: 1,
        province.county.short_name: 3,
    }
