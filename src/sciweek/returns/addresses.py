"""What an address asks for of totals: a table, or one figure of it.

Whatever an address says, an answer comes out of it: what cannot be had is left out and named, so that an old link or a
saved view still opens.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from sciweek.people.enums import Level, UnitKind
from sciweek.places.codes import PREFECTURE, level_of
from sciweek.returns.choice import NO_COLUMNS, Choice, Narrowing, codes_at, items_shown, tokens_of
from sciweek.returns.enums import Dimension
from sciweek.returns.rollup import Counting
from sciweek.returns.template import FormText

Parameters = Mapping[str, Sequence[str]]
NAMES = ("rows", "columns", "by", "place", "line", "kind", "level", "show", "counting", "answers")
LARGEST_ID = 2**31 - 1
LONGEST_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a person may choose from: the form's indicators, places by name; and by what a table is broken down at first."""

    form: FormText
    places: Mapping[str, str]
    by: Level
    columns: Dimension | None

    @property
    def levels(self) -> list[Level]:
        """The levels of places to break down by."""
        return [level for level in (Level.PREFECTURE, Level.COUNTY) if level >= self.by]


@dataclass(frozen=True, slots=True)
class Reading:
    """A choice as it was read. `left_out`: what was asked for and cannot be had, by name; `picked`: an indicator was chosen
    because the table would have added several."""

    choice: Choice
    left_out: tuple[tuple[str, str], ...] = ()
    picked: bool = False


class _Asked:
    """Parameters, each taken once; remembers what cannot be had."""

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters
        self.left_out: list[tuple[str, str]] = []

    def one(self, name: str, label: str, allowed: Collection[str]) -> str:
        """The value if it is allowed, else empty."""
        value = next(iter(self.parameters.get(name, [])[-1:]), "")
        if value and value not in allowed:
            self.leave(label, value)
            return ""
        return value

    def many(self, name: str, label: str, allowed: Collection[str]) -> tuple[str, ...]:
        """All allowed values, each once."""
        asked = list(dict.fromkeys(value for value in self.parameters.get(name, []) if value))
        for value in asked:
            if value not in allowed:
                self.leave(label, value)
        return tuple(value for value in asked if value in allowed)

    def number(self, name: str, label: str) -> int | None:
        """A positive whole number that a key can be."""
        value = next(iter(self.parameters.get(name, [])[-1:]), "")
        if value and not (value.isascii() and value.isdigit() and len(value) <= 10 and int(value) <= LARGEST_ID):
            self.leave(label, value)
            return None
        return int(value) if value else None

    def leave(self, label: str, value: str) -> None:
        """Remember that this was asked for in vain."""
        shown = "".join(sign if sign.isprintable() else "�" for sign in value)
        self.left_out.append((label, shown if len(shown) <= LONGEST_TOLD else shown[:LONGEST_TOLD] + "…"))


def read_choice(parameters: Parameters, offered: Offered, *, beside: Collection[str] = ()) -> Reading:
    """The choice that an address asks for. `beside` are parameters that a page has besides those of a choice."""
    asked = _Asked(parameters)
    rows, columns = _dimensions(asked, offered)
    shown = asked.many("show", _("指标"), tokens_of(offered.form))
    items = items_shown(offered.form, shown)
    alone = Dimension.INDICATOR not in {rows, columns}
    if alone and not items:
        # A form of words only: there is nothing to add up, on whichever side.
        rows, columns, alone = Dimension.INDICATOR, None, False
    picked = alone and len(items) > 1
    narrowing = _narrowing(asked, offered)
    level = asked.one("by", _("地区级别"), [str(each.value) for each in offered.levels])
    by = Level(int(level)) if level else offered.by
    inside = narrowing.place and level_of(narrowing.codes[0]) >= PREFECTURE  # type: ignore[index]
    choice = Choice(
        rows=rows,
        columns=columns,
        by=Level.COUNTY if inside else by,
        narrowing=narrowing,
        shown=(items[0].code,) if picked else shown,
        counting=_counting(asked),
        answers=asked.one("answers", _("填报数"), ["1"]) == "1",
    )
    for name in parameters:
        if name not in NAMES and name not in beside:
            asked.leave(_("参数"), name)
    return Reading(choice, tuple(asked.left_out), picked)


def _dimensions(asked: _Asked, offered: Offered) -> tuple[Dimension, Dimension | None]:
    rows = Dimension(asked.one("rows", _("行"), Dimension.values) or Dimension.INDICATOR)
    word = asked.one("columns", _("列"), [*Dimension.values, NO_COLUMNS])
    if word == NO_COLUMNS:
        return rows, None
    if not word:
        return rows, offered.columns if rows == Dimension.INDICATOR else Dimension.INDICATOR
    if word == rows:
        asked.leave(_("列"), str(Dimension(word).label))
        return rows, None
    return rows, Dimension(word)


@dataclass(frozen=True, slots=True)
class FigureReading:
    """A figure as it was read: whose it is, which returns count, and in which place of which table it stands."""

    narrowing: Narrowing
    counting: Counting
    at: tuple[int, Level] | None = None
    left_out: tuple[tuple[str, str], ...] = ()


def read_figure(parameters: Parameters, offered: Offered, *, beside: Collection[str] = ()) -> FigureReading:
    """The figure that an address asks for. `beside` are parameters that a page has besides those of a figure."""
    asked = _Asked(parameters)
    at = _at(parameters)
    narrowing = replace(_narrowing(asked, offered), at=codes_at(*at) if at else None)
    counting = _counting(asked)
    if not at and (parameters.get("at") or parameters.get("by")):
        asked.leave(_("地区"), " ".join([*parameters.get("at", []), *parameters.get("by", [])]))
    for name in parameters:
        if name not in NAMES and name != "at" and name not in beside:
            asked.leave(_("参数"), name)
    return FigureReading(narrowing, counting, at, tuple(asked.left_out))


def _narrowing(asked: _Asked, offered: Offered) -> Narrowing:
    level = asked.one("level", _("单位级别"), [str(value) for value in Level.values])
    return Narrowing(
        place=asked.one("place", _("地区"), offered.places),
        line=asked.number("line", _("条线")),
        kind=asked.one("kind", _("单位类型"), UnitKind.values),
        level=Level(int(level)) if level else None,
    )


def _counting(asked: _Asked) -> Counting:
    return Counting(asked.one("counting", _("计入口径"), list(Counting)) or Counting.FIRST_OFFICE)


def _at(parameters: Parameters) -> tuple[int, Level] | None:
    """The place of a table by divisions of a level; None where the address says none that could be."""
    at, by = (next(iter(parameters.get(name, [])[-1:]), "") for name in ("at", "by"))
    if not (at.isascii() and at.isdigit() and len(at) == 6) or by not in {str(level.value) for level in Level}:
        return None
    place, level = int(at), Level(int(by))
    low, high = codes_at(place, level)
    # The first code of what a row shows is what the row is called by.
    return (place, level) if 110000 <= place <= 829999 and place % (high - low + 1) == 0 else None
