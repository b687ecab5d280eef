"""Totals as tables of indicators by place, for commands; cells, amounts and the blank form as sheets hold them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from sciweek.campaigns.models import Campaign
from sciweek.core.scope import Scope
from sciweek.documents.sheets.writing import SheetOut, Value
from sciweek.people.enums import Level
from sciweek.places.codes import range_of
from sciweek.places.queries import names_around
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.enums import DECIMALS, NUMERIC, SMALLEST, CellState
from sciweek.returns.models import Return
from sciweek.returns.naming import own_name
from sciweek.returns.queries.forms import form_text
from sciweek.returns.rollup import NOTHING, Counting, Total, over_all, totals
from sciweek.returns.template import FormText, ItemText
from sciweek.returns.values import CellContent, show


def sheet_value(content: CellContent | None, item: ItemText) -> int | Decimal | str | None:
    """A cell as a sheet holds it: a number as an exact number, `-` as text, blank as nothing."""
    if content is None:
        return None
    if content.state == CellState.NONE:
        return "-"
    if item.kind in NUMERIC and content.value is not None:
        return exact(content.value, item)
    return show(content, item.kind)


def exact(value: int, item: ItemText) -> int | Decimal:
    """An amount of smallest units as the number that the form asks for; one with decimals keeps all its places."""
    if not DECIMALS[item.kind]:
        return value
    return (Decimal(value) / SMALLEST[item.kind]).quantize(Decimal(1).scaleb(-DECIMALS[item.kind]))


@dataclass(frozen=True, slots=True)
class Table:
    """The totals of a campaign by place, and over all places."""

    form: FormText
    level: Level
    places: list[int]
    by_place: Mapping[tuple[int, str], Total]
    whole: Mapping[str, Total]

    @property
    def items(self) -> list[ItemText]:
        """The indicators that can be summed, in the form's order."""
        return [item for item in self.form.items if item.kind in NUMERIC]

    def at(self, place: int, code: str) -> Total:
        """One place's total; nothing where nobody reported."""
        return self.by_place.get((place, code), NOTHING)

    def over_all(self, code: str) -> Total:
        """The total over all places."""
        return self.whole.get(code, NOTHING)


def table_of(scope: Scope, campaign: Campaign, *, by: Level, counting: Counting) -> Table:
    """The totals inside `scope`. The queries of `rollup.totals`, and those of the form."""
    by_place = totals(scope, campaign, by=by, counting=counting)
    return Table(
        form=form_text(ensure_form(campaign)),
        level=by,
        places=sorted({place for place, _code in by_place}),
        by_place=by_place,
        whole=over_all(by_place),
    )


def whole_scope(campaign: Campaign) -> Scope:
    """Everything that reports to the campaign's office, by place and by line: for commands and the lead's report."""
    return Scope(ranges=(range_of(campaign.division_code),), lines=(campaign.office.line,))


def by_indicator(table: Table, name: Callable[[int], str]) -> tuple[list[str], Iterator[list[Value]]]:
    """Head and rows of a sheet with a row an indicator and a column a place."""
    head = [_("代码"), _("指标"), _("单位"), _("合计"), _("填报数"), _("不存在"), *map(name, table.places)]

    def rows() -> Iterator[list[Value]]:
        for item in table.items:
            total = table.over_all(item.code)
            yield [
                *(item.code, item.name, item.unit, exact(total.value, item), total.answered, total.none),
                *[exact(table.at(place, item.code).value, item) for place in table.places],
            ]

    return head, rows()


def by_division(table: Table, name: Callable[[int], str]) -> tuple[list[str], Iterator[list[Value]]]:
    """Head and rows of a sheet with a row a place and a column an indicator; the last row is the sum."""
    head = [_("区划代码"), _("地区"), *[f"{item.code} {item.name}" for item in table.items]]

    def rows() -> Iterator[list[Value]]:
        for place in table.places:
            yield [str(place), name(place), *[exact(table.at(place, i.code).value, i) for i in table.items]]
        yield ["", _("合计"), *[exact(table.over_all(i.code).value, i) for i in table.items]]

    return head, rows()


# The form is an official one and read back by its titles: Chinese, whatever language its reader chose.
FORM_HEAD = ("代码", "指标", "单位", "上年", "本年")
BLANK_HEAD = ("代码", "指标", "单位", "本年", "指标解释")
SIGNERS = ("填表人", "联系电话", "审核人", "单位负责人（签字、盖章）")
TO_WRITE = "＿" * 6
# Instead of last year's figure where it means something else now.
REDEFINED = "口径变化"


def whose(campaign: Campaign, unit: str) -> list[str]:
    """The lines by which an uploaded form is told from another unit's or another year's; read again in `layout`."""
    return [f"活动周：{campaign.name}", f"填报单位：{unit}"]


def asked_in(item: ItemText) -> str:
    """In what unit a cell is filled in; where there is none, of which choices."""
    return item.unit or (f"选：{'、'.join(item.options)}" if item.options else "")


def signed_by(ret: Return | None = None) -> list[tuple[str, str]]:
    """Who answers for a form, by what the cover calls them; empty on a blank one."""
    names = (ret.filler_name, ret.filler_phone, ret.checker_name, ret.head_name) if ret else ("",) * len(SIGNERS)
    return list(zip(SIGNERS, names, strict=True))


def blank_sheet(campaign: Campaign, text: FormText, unit: str = "") -> SheetOut:
    """The blank form: its cover with room for names, codes, names, units, an empty column to fill, definitions.

    It says whose it is, if it is known. Explanations stand below: the head has to be near the top to be read again.
    """
    rows: list[list[Value]] = [
        [item.code, ("　" if item.parent else "") + item.name, asked_in(item), None, item.definition]
        for item in text.items
    ]
    rows += [[line] for line in (*([] if not text.notes else ["填报说明"]), *text.notes.splitlines())]
    people = "　".join(f"{label}：{TO_WRITE}" for label, _name in signed_by())
    notes = [text.title, *whose(campaign, unit), *text.cover_lines, people]
    return SheetOut(text.title, BLANK_HEAD, rows, notes=notes, widths=[8, 30, 10, 14, 60])


def names_of(campaign: Campaign, level: Level) -> Callable[[int], str]:
    """How a table by `level` calls its places, asked for once."""
    names = names_around(campaign.division_code)
    return lambda place: own_name(place, level, names)
