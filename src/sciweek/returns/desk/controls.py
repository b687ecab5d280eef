"""The controls of a table of totals: a plain form, and chips for what is set. Options are drawn here: there are some 200."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.people.enums import Level, UnitKind
from sciweek.people.person import Person
from sciweek.returns.addresses import Offered
from sciweek.returns.choice import NO_COLUMNS, WHOLE_GROUP, Choice, Narrowing
from sciweek.returns.enums import NUMERIC, Dimension
from sciweek.returns.naming import place_choices
from sciweek.returns.rollup import Counting
from sciweek.returns.template import FormText

COUNTING_NAMES = {
    Counting.FIRST_OFFICE: gettext_lazy("首级主管部门已验收"),
    Counting.SUBMITTED: gettext_lazy("已上报"),
    Counting.ALL_OFFICES: gettext_lazy("各级全部验收"),
}


@dataclass(frozen=True, slots=True)
class Control:
    """One select field: its parameter, its label, its options as HTML."""

    name: str
    label: str
    options: SafeString


def offered_to(person: Person, form: FormText, below: Level) -> Offered:
    """What the person may choose from; tables begin one level below the person's place, a county's with kinds of unit."""
    reads_places = bool(person.scope.ranges) or person.is_officer
    columns = Dimension.KIND if person.level == Level.COUNTY else Dimension.PLACE
    places = dict(place_choices(person.division_code))
    return Offered(form=form, places=places, by=below, columns=columns if reads_places else None)


def options(pairs: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """Options of a select field."""
    return _drawn_options(tuple(pairs), chosen)


@lru_cache(maxsize=256)
def _drawn_options(pairs: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """Drawn once for the same options: a page has some 200, and most are those of the page before."""
    return SafeString(
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
            for value, label in pairs
        )
    )


def main_controls(choice: Choice, offered: Offered) -> list[Control]:
    """Rows, columns, indicators, place."""
    rows = [(each.value, _("行：%(name)s") % {"name": each.label}) for each in Dimension]
    columns = [(each.value, _("列：%(name)s") % {"name": each.label}) for each in Dimension]
    columns.append((NO_COLUMNS, _("列：不分列")))
    return [
        Control("rows", _("行"), options(rows, choice.rows.value)),
        Control("columns", _("列"), options(columns, choice.columns.value if choice.columns else NO_COLUMNS)),
        Control("show", _("指标"), _indicators(choice, offered.form)),
        Control("place", _("地区"), options([("", _("地区：全部")), *offered.places.items()], choice.narrowing.place)),
    ]


def more_controls(choice: Choice, offered: Offered, lines: Mapping[int, str]) -> list[Control]:
    """Level of places, line, kind and level of unit."""
    narrowing = choice.narrowing
    levels = [(str(each.value), _("地区分到：%(name)s") % {"name": each.label}) for each in offered.levels]
    known = {str(key): name for key, name in lines.items()}
    kinds = [(value, str(label)) for value, label in UnitKind.choices]
    line = "" if narrowing.line is None else str(narrowing.line)
    return [
        Control("by", _("地区级别"), options(levels, str(choice.by.value))),
        Control("line", _("条线"), options([("", _("条线：全部")), *known.items()], line)),
        Control("kind", _("单位类型"), options([("", _("单位类型：全部")), *kinds], narrowing.kind)),
        Control(
            "level",
            _("单位级别"),
            options(
                [("", _("单位级别：全部")), *((str(value), str(label)) for value, label in Level.choices)],
                "" if narrowing.level is None else str(narrowing.level.value),
            ),
        ),
    ]


def _indicators(choice: Choice, form: FormText) -> SafeString:
    """All, whole groups, single ones; a choice of several is said and kept by the boxes."""
    several = len(choice.shown) > 1
    every = _("指标：所选 %(count)s 项") % {"count": len(choice.items(form))} if several else _("指标：全部")
    pairs = [("", every)]
    for group in form.groups:
        items = [item for item in group.items if item.kind in NUMERIC]
        if items:
            pairs.append((f"{group.letter}{WHOLE_GROUP}", f"{group.letter} {group.name}"))
            pairs += [(item.code, f"　{item.code} {item.name}") for item in items]
    return options(pairs, "" if several else next(iter(choice.shown), ""))


def boxes(choice: Choice, form: FormText) -> list[tuple[str, SafeString, bool]]:
    """Each group with a box for every indicator, to choose several, and whether some of it are chosen."""
    checked = {item.code for item in choice.items(form)} if len(choice.shown) > 1 else set()
    drawn = []
    for group in form.groups:
        pairs = tuple((item.code, item.name) for item in group.items if item.kind in NUMERIC)
        if pairs:
            own = frozenset(code for code, _name in pairs if code in checked)
            drawn.append((f"{group.letter} {group.name}", _drawn_boxes(pairs, own), bool(own)))
    return drawn


@lru_cache(maxsize=256)
def _drawn_boxes(pairs: tuple[tuple[str, str], ...], checked: frozenset[str]) -> SafeString:
    return SafeString(
        "".join(
            f'<label class="check"><input type="checkbox" name="show" value="{code}"'
            f"{' checked' if code in checked else ''}> {code} {escape(name)}</label>"
            for code, name in pairs
        )
    )


def told(choice: Choice, offered: Offered) -> str:
    """What a table shows, in words."""
    words = [_("行：%(name)s") % {"name": choice.rows.label}]
    if choice.columns:
        words.append(_("列：%(name)s") % {"name": choice.columns.label})
    words += [label for label, _rest in chips(choice, offered)]
    return "，".join([*words, str(COUNTING_NAMES[choice.counting])])


def chips(choice: Choice, offered: Offered, line: str = "") -> list[tuple[str, str]]:
    """What the table is narrowed to, each with the address without it. `line` is the name of its line."""
    narrowing = choice.narrowing
    without: list[tuple[str, Narrowing]] = []
    if narrowing.place:
        without.append((offered.places[narrowing.place], replace(narrowing, place="")))
    if narrowing.line is not None:
        without.append((line or _("条线 %(id)s") % {"id": narrowing.line}, replace(narrowing, line=None)))
    if narrowing.kind:
        without.append((str(UnitKind(narrowing.kind).label), replace(narrowing, kind="")))
    if narrowing.level is not None:
        without.append((str(narrowing.level.label), replace(narrowing, level=None)))
    found = [(label, replace(choice, narrowing=rest).address) for label, rest in without]
    if not choice.shown:
        return found
    names = {item.code: f"{item.code} {item.name}" for item in offered.form.items}
    names |= {f"{group.letter}{WHOLE_GROUP}": f"{group.letter} {group.name}" for group in offered.form.groups}
    for token in choice.shown:
        rest = tuple(each for each in choice.shown if each != token)
        found.append((names[token], replace(choice, shown=rest).address))
    return found
