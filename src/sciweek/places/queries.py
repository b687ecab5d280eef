"""Reads of divisions. The open tree is small (some 400 rows) and asked for on every page: each process keeps it.

The kept tree is dropped by `forget_tree`, which the import action calls; other processes notice by the newest row id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Max, Q, QuerySet

from sciweek.places.codes import COUNTY, PREFECTURE, holds, level_of, parent_of, prefecture_of, province_of
from sciweek.places.models import Division, DivisionAlias
from sciweek.places.naming import bare_form, normal, short_form


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
    by_code: dict[int, Division]
    by_name: dict[str, tuple[int, ...]]


def divisions_at(day: date) -> QuerySet[Division]:
    """The divisions that were valid on a day."""
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return Division.objects.filter(begun, Q(valid_to=None) | Q(valid_to__gt=day))


def division_by_code(code: int) -> Division | None:
    """The division that bears the code today."""
    return _tree().by_code.get(code)


def children_of(code: int) -> list[Division]:
    """The divisions directly under a code, by code."""
    return [division for division in _tree().by_code.values() if parent_of(division.code) == code]


def subtree_of(code: int) -> list[Division]:
    """The division with this code and everything under it, by code."""
    return [division for division in _tree().by_code.values() if holds(code, division.code)]


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
    return "".join(division.name for c in codes if (division := _tree().by_code.get(c)))


def find_division(text: str, within: int | None = None) -> Division | Ambiguous | None:
    """The division that people mean by `text`: full or short names, a path of them, an alias, or a code.

    `within` prefers divisions in the subtree of that code; a name that several bear there is never guessed.
    """
    wanted = normal(text)
    if wanted.isdigit() and len(wanted) == 6:
        return division_by_code(int(wanted))
    found = _named(wanted) or _by_path(wanted)
    inside = [division for division in found if within is not None and holds(within, division.code)]
    found = inside or list(found)
    if not found:
        return None
    return found[0] if len(found) == 1 else Ambiguous(tuple(found))


def _named(wanted: str) -> list[Division]:
    tree = _tree()
    return [tree.by_code[code] for code in tree.by_name.get(wanted, ())]


def _by_path(wanted: str) -> list[Division]:
    """Split the text into a name above and a name below at every place; the longest name below wins."""
    for cut in range(1, len(wanted)):
        below = _named(wanted[cut:])
        above = _named(wanted[:cut]) or (_by_path(wanted[:cut]) if below else [])
        found = [low for low in below if any(high.code != low.code and holds(high.code, low.code) for high in above)]
        if found:
            return found
    return []


def _tree() -> _Tree:
    newest = Division.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return _tree_at(newest)


@lru_cache(maxsize=2)
def _tree_at(newest: int) -> _Tree:
    divisions = list(Division.objects.filter(valid_to=None).order_by("code"))
    names: dict[str, list[int]] = {}
    for division in divisions:
        for name in {division.name, division.short_name, short_form(division.name), bare_form(division.name)}:
            names.setdefault(normal(name), []).append(division.code)
    for code, alias in DivisionAlias.objects.values_list("code", "name"):
        names.setdefault(normal(alias), []).append(code)
    return _Tree(
        {division.code: division for division in divisions},
        {name: tuple(sorted(set(codes))) for name, codes in names.items()},
    )


def forget_tree() -> None:
    """Drop the kept tree of this process; needed after a change that adds no row."""
    _tree_at.cache_clear()


def choices_within(code: int) -> Sequence[tuple[int, str]]:
    """Code and short name of a division and its subtree, for a select field."""
    return [(division.code, division.short_name) for division in subtree_of(code)]
