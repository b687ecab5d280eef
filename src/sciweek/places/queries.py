"""Reads of divisions. The open tree is small (some 400 rows) and asked for on every page: each process keeps it.

A list names the place of each row, so a look-up costs no query. The kept tree is dropped by `forget_tree`, which the
import action calls; other processes look for a newer edition every few seconds.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Model, Q, QuerySet, Value

from sciweek.core import clock
from sciweek.places.codes import (
    COUNTY,
    PREFECTURE,
    holder_of,
    holds,
    level_of,
    parent_of,
    prefecture_of,
    province_of,
    range_of,
)
from sciweek.places.models import Division, DivisionAlias, DivisionChange
from sciweek.places.naming import bare_form, normal, short_form
from sciweek.places.succession import Step, single_successors, successors

LOOK_AGAIN_AFTER = 10.0


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several divisions bear the name; which one is meant has to be asked."""

    candidates: tuple[Division, ...]

    @property
    def sentence(self) -> str:
        """The question, with the full path of each candidate."""
        names = "、".join(path_name(division.code) for division in self.candidates)
        return f"这个地名有几处：{names}。请写全上级名称。"


@dataclass(frozen=True, slots=True)
class _Tree:
    version: tuple[object, ...]
    by_code: dict[int, Division]
    by_name: dict[str, tuple[int, ...]]
    steps: tuple[Step, ...]

    def named(self, wanted: str) -> list[Division]:
        """The divisions that bear exactly this name, in its compared form."""
        return [self.by_code[code] for code in self.by_name.get(wanted, ())]

    def by_path(self, wanted: str) -> list[Division]:
        """Split the text into a name above and a name below at every place; the longest name below wins."""
        for cut in range(1, len(wanted)):
            below = self.named(wanted[cut:])
            above = (self.named(wanted[:cut]) or self.by_path(wanted[:cut])) if below else []
            found = [
                low for low in below if any(high.code != low.code and holds(high.code, low.code) for high in above)
            ]
            if found:
                return found
        return []


@dataclass(slots=True)
class _Kept:
    tree: _Tree | None = None
    looked_at: float = 0.0


_kept = _Kept()


def divisions_at(day: date) -> QuerySet[Division]:
    """The divisions that were valid on a day."""
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return Division.objects.filter(begun, Q(valid_to=None) | Q(valid_to__gte=day))


def division_by_code(code: int) -> Division | None:
    """The division that bears the code today."""
    return _tree().by_code.get(code)


def children_of(code: int) -> list[Division]:
    """The divisions directly under a code, by code."""
    return [division for division in _tree().by_code.values() if parent_of(division.code) == code]


def subtree_of(code: int) -> list[Division]:
    """The division with this code and everything under it, by code."""
    low, high = range_of(code)
    return [division for each, division in _tree().by_code.items() if low <= each <= high]


def name_of(code: int) -> str:
    """The short name; for a code that no open division bears, the code itself as text."""
    division = _tree().by_code.get(code)
    return division.short_name if division else str(code)


def path_name(code: int) -> str:
    """The full name from the province down, as 青海省西宁市城东区."""
    codes = [province_of(code)]
    if level_of(code) >= PREFECTURE:
        codes.append(prefecture_of(code) or code)
    if level_of(code) == COUNTY:
        codes.append(code)
    by_code = _tree().by_code
    return "".join(by_code[c].name for c in codes if c in by_code)


def find_division(text: str, within: int | None = None) -> Division | Ambiguous | None:
    """The division that people mean by `text`: full or short names, a path of them, an alias, a former name, or a code.

    `within` prefers divisions in the subtree of that code; a name that several bear there is never guessed.
    """
    wanted = normal(text)
    if wanted.isdecimal() and len(wanted) == 6:
        return division_by_code(int(wanted))
    tree = _tree()
    found = tree.named(wanted) or tree.by_path(wanted)
    inside = [division for division in found if within is not None and holds(within, division.code)]
    found = inside or list(found)
    if not found:
        return None
    return found[0] if len(found) == 1 else Ambiguous(tuple(found))


def present_codes(codes: Iterable[int], day: date) -> Mapping[int, int | None]:
    """For each code as it stood at the end of `day`, the code that the same place bears today.

    None where the place was divided and no single code follows it. A code that no recorded change names stays itself.
    """
    return single_successors(codes, _tree().steps, after=day, until=clock.today())


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a place: the code that it stands under now, and if it was divided its former name and its parts.

    Nobody can tell in which part something lay, so a divided place stands under the lowest division that holds them all.
    """

    old: int
    code: int
    old_name: str = ""
    parts: tuple[int, ...] = ()


def followed_since(codes: Iterable[int], day: date) -> Mapping[int, Followed]:
    """For each code as it stood at the end of `day`, where it stands today. One query where places were divided, else none."""
    held = successors(codes, _tree().steps, after=day, until=clock.today())
    divided = [code for code, parts in held.items() if len(parts) > 1]
    names = (
        dict(DivisionChange.objects.filter(old_code__in=divided).values_list("old_code", "old_name")) if divided else {}
    )
    found = {}
    for code, parts in held.items():
        if len(parts) == 1:
            found[code] = Followed(code, next(iter(parts)))
        else:
            found[code] = Followed(
                code, holder_of(parts) or province_of(code), names.get(code, ""), tuple(sorted(parts))
            )
    return found


def _tree() -> _Tree:
    tree, now = _kept.tree, time.monotonic()
    if tree is not None and now - _kept.looked_at < LOOK_AGAIN_AFTER:
        return tree
    version = _version()
    if tree is None or tree.version != version:
        tree = _read_tree(version)
    _kept.tree, _kept.looked_at = tree, now
    return tree


def _version() -> tuple[object, ...]:
    """Another one whenever any of the tables is: editions add rows or end them, sheets add rows or take them away."""
    marks = [_mark(Division, "valid_to"), _mark(DivisionAlias, "pk"), _mark(DivisionChange, "pk")]
    return tuple(sorted(marks[0].union(*marks[1:], all=True)))


def _mark(model: type[Model], counted: str) -> QuerySet[Any, Any]:
    rows = model._default_manager.order_by().values(table=Value(model.__name__))
    mark: QuerySet[Any, Any] = rows.annotate(newest=Max("pk"), many=Count(counted))
    return mark.values_list("table", "newest", "many")


def _read_tree(version: tuple[object, ...]) -> _Tree:
    divisions = {division.code: division for division in Division.objects.filter(valid_to=None).order_by("code")}
    names: dict[str, set[int]] = {}
    for division in divisions.values():
        for name in (division.name, division.short_name, short_form(division.name), bare_form(division.name)):
            names.setdefault(normal(name), set()).add(division.code)
    changes = list(DivisionChange.objects.all())
    named_otherwise = [
        *DivisionAlias.objects.values_list("code", "name"),
        *((change.new_code, change.old_name) for change in changes),
    ]
    for code, name in named_otherwise:
        if code in divisions:
            names.setdefault(normal(name), set()).add(code)
    steps = tuple(Step(change.old_code, change.new_code, change.on) for change in changes)
    return _Tree(version, divisions, {name: tuple(sorted(codes)) for name, codes in names.items()}, steps)


def forget_tree() -> None:
    """Drop the kept tree of this process, so that the next look-up reads it anew."""
    _kept.tree = None


def choices_within(code: int) -> Sequence[tuple[int, str]]:
    """Code and short name of a division and its subtree, for a select field."""
    return [(division.code, division.short_name) for division in subtree_of(code)]


class Names(dict[int, str]):
    """Short names by division code; a code that no open division bears is its own name."""

    def __missing__(self, code: int) -> str:
        """The code as text."""
        return str(code)


def names_around(code: int) -> Names:
    """The names of every division in the province that holds `code`, asked for once a page."""
    return Names(choices_within(province_of(code)))
