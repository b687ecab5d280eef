"""Totals as a person chooses to see them: sums and numbers of reporters by up to two dimensions beside the indicator.

What is broken down by place alone comes from county subtotals; whatever they do not know (line, kind, level) from the cells.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Count
from django.db.models.expressions import Combinable

from sciweek.campaigns.models import Campaign, Placement
from sciweek.core.scope import Scope
from sciweek.people.enums import Level
from sciweek.people.models import Unit
from sciweek.people.person import Person
from sciweek.places.queries import Names
from sciweek.returns.choice import Choice, Key, Narrowing
from sciweek.returns.crosstable import CrossTable, Keys, Reporters, reporters_by_place, spread, totals_by_place
from sciweek.returns.dimensions import FROM_CELLS, key_column, key_of, narrowed
from sciweek.returns.enums import NUMERIC, Dimension
from sciweek.returns.headings import Headings
from sciweek.returns.rollup import SUMS, Counting, Source, Total, counted_cells, counts, totals
from sciweek.returns.template import FormText


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whose totals, of which returns, broken down by what. `axes` are dimensions of reporters, none to two of them.

    `anchors` are the offices below which lines are told apart; see `anchors_of`.
    """

    scope: Scope
    campaign: Campaign
    counting: Counting
    anchors: tuple[int, ...]
    axes: tuple[Dimension, ...] = ()
    by: Level = Level.COUNTY
    narrowing: Narrowing = field(default_factory=Narrowing)

    @property
    def source(self) -> Source:
        """County subtotals where they know enough."""
        by_place = set(self.axes) <= {Dimension.PLACE} and self.narrowing.by_place_only
        return Source.SUBTOTALS if by_place else Source.CELLS

    def columns(self, to_roster: str = "") -> dict[str, Combinable]:
        """The axes as columns of a query, each under a name of its own."""
        return {
            f"axis_{number}": key_column(axis, self.by, self.anchors, to_roster)
            for number, axis in enumerate(self.axes)
        }

    def keys(self, row: tuple[object, ...]) -> Keys:
        """The keys that such a query gives first in a row."""
        return tuple(key_of(axis, found) for axis, found in zip(self.axes, row, strict=False))


def question_of(choice: Choice, scope: Scope, campaign: Campaign, anchors: tuple[int, ...]) -> Question:
    """What a table of this choice asks."""
    return Question(
        scope=scope,
        campaign=campaign,
        counting=choice.counting,
        anchors=anchors,
        axes=choice.axes,
        by=choice.by,
        narrowing=choice.narrowing,
    )


def anchors_of(person: Person, campaign: Campaign) -> tuple[int, ...]:
    """Lines are told apart below an officer's own office where they pass it, else below the campaign's."""
    own = (person.unit_id,) if person.is_officer and person.unit_id != campaign.office_id else ()
    return (*own, campaign.office_id)


def reporters(question: Question) -> Mapping[Keys, Reporters]:
    """Keys of the axes to how many are expected and counted; always live. One query."""
    inside = question.scope.as_q(code="division_code", unit="unit_id", line="line")
    rows = Placement.objects.filter(inside, campaign=question.campaign, removed_at=None)
    rows = narrowed(rows, question.narrowing, question.anchors)
    by_place = Scope(ranges=question.scope.ranges).as_q(code="division_code")
    numbers = {
        "expected": Count("pk"),
        "counted": Count("pk", filter=counts(question.counting, "return_row__track")),
        "beyond": Count("pk", filter=~by_place),
    }
    columns = question.columns()
    if not columns:
        return {(): Reporters(**rows.aggregate(**numbers))}
    found = rows.annotate(**columns).values_list(*columns).annotate(**numbers).order_by()
    return {question.keys(row): Reporters(*row[-3:]) for row in found}


def sums(question: Question, codes: Collection[str] | None, *, beyond: bool = True) -> Mapping[tuple[Keys, str], Total]:
    """Keys of the axes and indicator code to total. `codes` narrows to some indicators; None takes all.

    From subtotals as many queries as `rollup.totals`, which see for `beyond`; from cells one.
    """
    if question.source == Source.SUBTOTALS:
        by = question.by if question.axes else None
        summed = totals(
            question.scope,
            question.campaign,
            by=by,
            counting=question.counting,
            codes=codes,
            within=question.narrowing.codes,
            beyond=beyond,
        )
        return {((place,) if by else (), code): total for (place, code), total in summed.items()}
    cells = counted_cells(question.scope, question.campaign, question.counting).filter(indicator__kind__in=NUMERIC)
    cells = narrowed(cells, question.narrowing, question.anchors, FROM_CELLS)
    if codes is not None:
        cells = cells.filter(indicator__code__in=codes)
    columns = question.columns(FROM_CELLS)
    rows = cells.annotate(**columns).values_list(*columns, "indicator__code").annotate(**SUMS).order_by()
    return {(question.keys(row), row[-4]): Total(int(row[-3] or 0), row[-2], row[-1]) for row in rows}


def line_names(ids: Collection[int]) -> dict[int, str]:
    """Names of the units that lines are called by, by level, place and name. One query, none for no ids."""
    if not ids:
        return {}
    rows = Unit.objects.filter(pk__in=ids).order_by("level", "division_code", "name")
    return {pk: short or name for pk, short, name in rows.values_list("pk", "short_name", "name")}


def lines_to_choose(scope: Scope, office_id: int) -> dict[int, str]:
    """The open units inside `scope` that report to an office, for a select field. One query."""
    rows = Unit.objects.filter(scope.as_q(), reports_to=office_id, valid_to=None)
    rows = rows.order_by("level", "division_code", "name")
    return {pk: short or name for pk, short, name in rows.values_list("pk", "short_name", "name")}


def cross_table(
    question: Question, choice: Choice, form: FormText, names: Names, also: Collection[Key] = ()
) -> CrossTable:
    """The table that somebody chose. Two queries at least, those of `rollup.totals`; one more where lines are on it.

    `also` are rows that it has even if nobody is expected there now: a campaign before it had them.
    """
    items = choice.items(form)
    every = sum(kind in NUMERIC for kind in form.kinds.values())
    found = reporters(question)
    beyond = any(each.beyond for each in found.values())
    summed = sums(question, None if len(items) == every else [item.code for item in items], beyond=beyond)
    on_rows, on_columns = spread(choice, summed, found)
    on_rows |= {*also}
    headings = Headings(names, line_names(_lines(choice, on_rows, on_columns)))
    return CrossTable(
        choice=choice,
        item=None if choice.by_indicator or not items else items[0],
        rows=headings.entries(choice.rows, on_rows, choice.by, items),
        columns=headings.entries(choice.columns, on_columns, choice.by, items),
        totals=totals_by_place(choice, summed),
        reporters=reporters_by_place(choice, found),
    )


def _lines(choice: Choice, on_rows: set[Key], on_columns: set[Key]) -> list[int]:
    """The ids of units that the table's lines are called by."""
    sides = ((choice.rows, on_rows), (choice.columns, on_columns))
    return [int(key) for side, keys in sides if side == Dimension.LINE for key in keys if key]
