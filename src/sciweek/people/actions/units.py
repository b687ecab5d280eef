"""Making, changing, moving and closing units."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from sciweek.core import clock
from sciweek.core.audit import Actor, record
from sciweek.core.errors import BadInput, NotFound, Stale, permit
from sciweek.core.names import clean_name, normal_phone
from sciweek.people.enums import Level, UnitKind
from sciweek.people.lines import check_move, line_under
from sciweek.people.models import Unit
from sciweek.people.person import Person
from sciweek.people.rules import may_change_contact, may_change_unit, may_close_unit, may_make_unit
from sciweek.places.codes import level_of
from sciweek.places.queries import division_by_code

CONTACT = ("contact_name", "contact_phone", "contact_email", "address")
CHANGEABLE = ("name", "short_name", "kind", "level", "credit_code", *CONTACT)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What a unit is, as typed and not yet checked."""

    name: str
    kind: UnitKind
    division_code: int
    level: Level | None = None
    short_name: str = ""
    credit_code: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    address: str = ""


def checked_facts(facts: UnitFacts) -> UnitFacts:
    """The facts made clean.

    Raises:
        BadInput: names the field.
    """
    name = "".join(facts.name.split())
    if not 2 <= len(name) <= 120 or any(sign in name for sign in "<>{}\\"):
        raise BadInput("单位全称要 2 到 120 个字，且不含 < > 等符号。", {"name": "请填写单位全称。"})
    if division_by_code(facts.division_code) is None:
        raise BadInput(f"行政区划代码 {facts.division_code} 不存在。", {"division_code": "请选择所在地。"})
    return UnitFacts(
        name=name,
        kind=facts.kind,
        division_code=facts.division_code,
        level=facts.level or Level(level_of(facts.division_code)),
        short_name="".join(facts.short_name.split())[:40],
        credit_code=facts.credit_code.strip().upper(),
        contact_name=clean_name(facts.contact_name) if facts.contact_name.strip() else "",
        contact_phone=normal_phone(facts.contact_phone) if facts.contact_phone.strip() else "",
        contact_email=facts.contact_email.strip().lower(),
        address=facts.address.strip()[:200],
    )


def new_unit(facts: UnitFacts, parent: Unit | None) -> Unit:
    """A unit not yet saved; its line is written once it has an id."""
    division = division_by_code(facts.division_code)
    if division is None:
        raise BadInput(f"行政区划代码 {facts.division_code} 不存在。")
    return Unit(
        division=division,
        reports_to=parent,
        valid_from=clock.today(),
        **{name: getattr(facts, name) for name in (*CHANGEABLE, "division_code")},
    )


@transaction.atomic
def create_unit(*, actor: Person, facts: UnitFacts, reports_to_id: int | None) -> Unit:
    """Enter a unit in the register.

    Raises:
        NotPermitted: the place is outside the actor's division.
        BadInput: a field is wrong, or an open unit bears the name in this place.
    """
    permit(may_make_unit(actor, division_code=facts.division_code), "只能登记本地区的单位。")
    return _create(actor, facts, reports_to_id)


@transaction.atomic
def found_top_office(*, actor: Actor, facts: UnitFacts) -> Unit:
    """Enter the office at the top of the tree, at set-up, when there is no person yet."""
    return _create(actor, facts, None)


def _create(actor: Actor, facts: UnitFacts, reports_to_id: int | None) -> Unit:
    facts = checked_facts(facts)
    parent = open_unit(reports_to_id) if reports_to_id else None
    unit = new_unit(facts, parent)
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:
        raise _taken(facts) from error
    unit.line = line_under(parent.line if parent else "", unit.pk)
    unit.save(update_fields=["line"])
    record(actor, "unit.create", unit, kind=unit.kind, division=unit.division_code, reports_to=reports_to_id)
    return unit


def _taken(facts: UnitFacts) -> BadInput:
    return BadInput(
        f"“{facts.name}”在同一地区已登记，或统一社会信用代码已被使用。请先查找，避免重复登记。",
        {"name": "已有同名单位。"},
    )


def open_unit(unit_id: int) -> Unit:
    """The open unit with this id, locked.

    Raises:
        NotFound: none, or closed.
    """
    unit = Unit.objects.select_for_update().filter(pk=unit_id, valid_to=None).first()
    if unit is None:
        raise NotFound("没有这个单位，或已停用。请重新选择。")
    return unit


@transaction.atomic
def change_unit(*, actor: Person, unit_id: int, version: int, facts: UnitFacts) -> Unit:
    """Correct what the register says of a unit; its place and line are changed by `move_unit`.

    Raises:
        NotPermitted, BadInput: as for `create_unit`.
        Stale: somebody changed the unit meanwhile.
    """
    unit = open_unit(unit_id)
    permit(may_change_unit(actor, unit))
    facts = checked_facts(facts)
    _refuse_stale(unit, version, {name: getattr(facts, name) for name in CHANGEABLE})
    changed = [name for name in CHANGEABLE if getattr(unit, name) != getattr(facts, name)]
    for name in changed:
        setattr(unit, name, getattr(facts, name))
    return _save_changed(actor, unit, changed)


@transaction.atomic
def change_contact(*, actor: Person, unit_id: int, version: int, contact: Mapping[str, str]) -> Unit:
    """A unit keeps its own contact data.

    Raises:
        NotPermitted: neither the unit's own nor an officer above it.
        BadInput, Stale: as for `change_unit`.
    """
    unit = open_unit(unit_id)
    permit(may_change_contact(actor, unit))
    _refuse_stale(unit, version, dict(contact))
    clean = {
        "contact_name": clean_name(contact["contact_name"]) if contact.get("contact_name", "").strip() else "",
        "contact_phone": normal_phone(contact["contact_phone"]) if contact.get("contact_phone", "").strip() else "",
        "contact_email": contact.get("contact_email", "").strip().lower(),
        "address": contact.get("address", "").strip()[:200],
    }
    changed = [name for name in CONTACT if getattr(unit, name) != clean[name]]
    for name in changed:
        setattr(unit, name, clean[name])
    return _save_changed(actor, unit, changed)


def _refuse_stale(unit: Unit, version: int, yours: Mapping[str, object]) -> None:
    if unit.version != version:
        theirs = {name: getattr(unit, name) for name in yours}
        raise Stale("这个单位的资料刚被别人改过。请对照最新内容，再决定是否保存。", theirs=theirs, yours=dict(yours))


def _save_changed(actor: Person, unit: Unit, changed: list[str]) -> Unit:
    if not changed:
        return unit
    unit.version += 1
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:
        raise BadInput("同一地区已有同名单位，或统一社会信用代码已被使用。", {"name": "已有同名单位。"}) from error
    personal = {name: getattr(unit, name) for name in changed if name in CONTACT}
    record(actor, "unit.change", unit, personal=personal, fields=changed)
    return unit


@transaction.atomic
def move_unit(*, actor: Person, unit_id: int, reports_to_id: int) -> Unit:
    """Let a unit report to another one; everything below it moves along.

    Raises:
        NotPermitted: either unit is out of reach.
        BadInput: the new superior is the unit itself or stands below it.
    """
    unit, parent = open_unit(unit_id), open_unit(reports_to_id)
    permit(may_change_unit(actor, unit) and may_change_unit(actor, parent))
    check_move(unit.pk, parent.line)
    old_line, old_parent = unit.line, unit.reports_to_id
    unit.reports_to, unit.version = parent, unit.version + 1
    unit.line = line_under(parent.line, unit.pk)
    unit.save()
    below = list(Unit.objects.filter(line__startswith=old_line).exclude(pk=unit.pk).only("pk", "line"))
    for each in below:
        each.line = unit.line + each.line.removeprefix(old_line)
    Unit.objects.bulk_update(below, ["line"], batch_size=300)
    record(actor, "unit.move", unit, old=old_parent, new=parent.pk, moved_along=len(below))
    return unit


@transaction.atomic
def close_unit(*, actor: Person, unit_id: int) -> Unit:
    """End a unit as of today. What it reported stays; nobody works there any longer.

    Raises:
        NotPermitted: out of reach, or one's own unit.
        BadInput: other open units still report to it.
    """
    unit = open_unit(unit_id)
    permit(may_close_unit(actor, unit))
    below = Unit.objects.filter(reports_to=unit, valid_to=None).count()
    if below:
        raise BadInput(f"还有 {below} 个单位报送至它。请先把这些单位改报其他上级，再停用。")
    unit.valid_to, unit.version = clock.today(), unit.version + 1
    unit.save()
    unit.memberships.filter(to_at=None).update(to_at=clock.now())
    record(actor, "unit.close", unit)
    return unit
