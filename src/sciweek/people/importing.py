"""Taking a list of units from a sheet: a dry run first, conflicts row by row, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from sciweek.core.audit import Fact, record_all
from sciweek.core.errors import BadInput, NotPermitted, Refused, permit
from sciweek.core.names import clean_name
from sciweek.documents.sheets.columns import Wanted, find_columns
from sciweek.documents.sheets.reading import Sheet
from sciweek.documents.sheets.trial import Outcome, Trial, TriedRow
from sciweek.people.actions.units import UnitFacts, checked_facts, new_unit
from sciweek.people.enums import UnitKind
from sciweek.people.lines import line_under
from sciweek.people.models import Unit
from sciweek.people.person import Person
from sciweek.people.queries import units_in
from sciweek.people.rules import may_make_unit, may_manage_units
from sciweek.places.codes import parent_of
from sciweek.places.queries import Ambiguous, find_division

WANTED = (
    Wanted("name", ("单位全称", "单位名称", "单位"), required=True),
    Wanted("kind", ("类型", "单位类型"), required=True),
    Wanted("place", ("所在地", "行政区划", "地区"), required=True),
    Wanted("short_name", ("简称",)),
    Wanted("reports_to", ("报送至", "上级单位", "主管单位")),
    Wanted("credit_code", ("统一社会信用代码", "信用代码")),
    Wanted("contact_name", ("联系人", "姓名")),
    Wanted("contact_phone", ("联系电话", "电话", "手机")),
    Wanted("contact_email", ("邮箱", "联系邮箱", "电子邮箱")),
    Wanted("address", ("地址",)),
)
KINDS = {str(label): UnitKind(value) for value, label in UnitKind.choices}


@dataclass(frozen=True, slots=True)
class RowReport(TriedRow):
    """What is known of a row beside what becomes of it."""

    facts: UnitFacts | None = None
    reports_to: str = ""
    typed: Mapping[str, str] | None = None


def preview(*, actor: Person, sheet: Sheet) -> Trial[RowReport]:
    """What an import would do; nothing is written.

    Raises:
        NotPermitted: the actor keeps no register.
        UnreadableSheet: the sheet as a whole cannot be used.
    """
    permit(may_manage_units(actor), "只有科技主管部门可以导入单位。")
    columns = find_columns(sheet, WANTED)
    known = {(unit.name, unit.division_code): unit for unit in units_in(actor.scope)}
    codes = {unit.credit_code for unit in known.values() if unit.credit_code}
    names: dict[str, int] = {}
    for name, _code in known:
        names[name] = names.get(name, 0) + 1
    typed = [{wanted.key: columns.text(row, wanted.key) for wanted in WANTED} for row in columns.rows]
    in_sheet = {"".join(each["name"].split()) for each in typed}
    reports: list[RowReport] = []
    seen: dict[tuple[str, int], int] = {}
    for row, values in zip(columns.rows, typed, strict=True):
        report = _judge(actor, row.number, values, known, codes, seen, set(names) | in_sheet)
        reports.append(report)
        if report.facts is not None and report.outcome == Outcome.NEW:
            seen[report.facts.name, report.facts.division_code] = row.number
            codes |= {report.facts.credit_code} - {""}
    return Trial(_refuse_circles(reports))


def _judge(
    actor: Person,
    number: int,
    typed: Mapping[str, str],
    known: Mapping[tuple[str, int], Unit],
    codes: set[str],
    seen: Mapping[tuple[str, int], int],
    names: set[str],
) -> RowReport:
    name = "".join(typed["name"].split())
    try:
        facts = _facts(actor, typed)
        if (facts.name, facts.division_code) in known:
            return RowReport(number, name, Outcome.SAME, facts=facts, typed=typed)
        if first := seen.get((facts.name, facts.division_code)):
            raise BadInput(f"与第 {first} 行重复，请删去一行。")
        if facts.credit_code and facts.credit_code in codes:
            raise BadInput("统一社会信用代码已被另一单位使用，请核对。")
        superior = "".join(typed["reports_to"].split())
        if superior == facts.name:
            raise BadInput("单位不能报送至自己，请改填上级单位或留空。")
        if superior and superior not in names:
            raise BadInput(f"报送至“{superior}”：没有登记这个单位。请改为已登记的全称，或先登记它。")
    except Refused as refusal:
        return RowReport(number, name or "（空）", Outcome.CONFLICT, refusal.sentence, typed=typed)
    return RowReport(number, name, Outcome.NEW, facts=facts, reports_to=superior, typed=typed)


def _facts(actor: Person, typed: Mapping[str, str]) -> UnitFacts:
    kind = KINDS.get(typed["kind"].strip())
    if kind is None:
        raise BadInput(f"类型“{typed['kind'][:20]}”不认识，请填：{'、'.join(KINDS)}。")
    place = find_division(typed["place"], within=actor.division_code) if typed["place"].strip() else None
    if place is None:
        raise BadInput(f"所在地“{typed['place'][:20]}”查不到，请写成“西宁市城东区”或 6 位代码。")
    if isinstance(place, Ambiguous):
        raise BadInput(place.sentence)
    if not may_make_unit(actor, division_code=place.code):
        raise NotPermitted(f"{place.name}不在本地区，请由当地科技主管部门登记。")
    if typed["contact_name"].strip():
        clean_name(typed["contact_name"])
    return checked_facts(
        UnitFacts(
            name=typed["name"],
            kind=kind,
            division_code=place.code,
            short_name=typed["short_name"],
            credit_code=typed["credit_code"],
            contact_name=typed["contact_name"],
            contact_phone=typed["contact_phone"],
            contact_email=typed["contact_email"],
            address=typed["address"],
        )
    )


def _refuse_circles(reports: Sequence[RowReport]) -> list[RowReport]:
    """Rows of one sheet that report to each other in a circle become conflicts."""
    above = {row.name: row.reports_to for row in reports if row.outcome == Outcome.NEW and row.reports_to}
    made = []
    for row in reports:
        name, steps = above.get(row.name, ""), 0
        while name and name != row.name and steps < len(above):
            name, steps = above.get(name, ""), steps + 1
        circle = row.outcome == Outcome.NEW and name == row.name
        made.append(
            replace(row, outcome=Outcome.CONFLICT, sentence="报送关系形成循环，请改正其中一个单位的上级。")
            if circle
            else row
        )
    return made


@transaction.atomic
def import_units(*, actor: Person, sheet: Sheet) -> Trial[RowReport]:
    """Enter all new units of the sheet, or none.

    Raises:
        NotPermitted, UnreadableSheet: as for `preview`.
        BadInput: a row has a conflict; nothing was entered.
    """
    report = preview(actor=actor, sheet=sheet)
    report.refuse_conflicts()
    _enter(actor, report.new)
    return report


def _enter(actor: Person, rows: Sequence[RowReport]) -> None:
    superiors = {unit.name: unit for unit in units_in(actor.scope).order_by("-pk")}
    offices = {unit.division_code: unit for unit in superiors.values() if unit.kind == UnitKind.SCIENCE_OFFICE}
    waiting = list(rows)
    while waiting:
        inside = {row.name for row in waiting}
        coming = {
            row.facts.division_code: row.number
            for row in waiting
            if row.facts is not None and row.facts.kind == UnitKind.SCIENCE_OFFICE
        }
        ready = [
            row
            for row in waiting
            if row.reports_to not in inside
            and (row.reports_to or coming.get(_place_above(row) or 0, row.number) == row.number)
        ]
        ready = ready or waiting
        made = [_made(row, superiors, offices, actor) for row in ready]
        Unit.objects.bulk_create(made, batch_size=300)
        for unit in made:
            unit.line = line_under(unit.reports_to.line if unit.reports_to else "", unit.pk)
            superiors[unit.name] = unit
            if unit.kind == UnitKind.SCIENCE_OFFICE:
                offices[unit.division_code] = unit
        Unit.objects.bulk_update(made, ["line"], batch_size=300)
        record_all(actor, [Fact("unit.import", unit, {"division": unit.division_code}) for unit in made])
        done = {row.number for row in ready}
        waiting = [row for row in waiting if row.number not in done]


def _facts_in(row: RowReport) -> UnitFacts:
    """The facts of a row that is to be entered; rows without any are conflicts and never get here."""
    if row.facts is None:
        raise ValueError(f"row {row.number} has no facts")
    return row.facts


def _place_above(row: RowReport) -> int | None:
    """The division whose science office the row reports to when it names no superior."""
    facts = _facts_in(row)
    code = facts.division_code
    return parent_of(code) if facts.kind == UnitKind.SCIENCE_OFFICE else code


def _made(row: RowReport, superiors: Mapping[str, Unit], offices: Mapping[int, Unit], actor: Person) -> Unit:
    facts = _facts_in(row)
    if row.reports_to:
        return new_unit(facts, superiors[row.reports_to])
    place: int | None = _place_above(row)
    while place is not None and place not in offices:
        place = parent_of(place)
    office = offices.get(place) if place is not None else None
    return new_unit(facts, office or offices[actor.division_code])


def blank_columns() -> list[str]:
    """The head of the blank sheet."""
    return [wanted.titles[0] for wanted in WANTED]
