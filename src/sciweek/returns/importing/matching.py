"""Whose form a file is, by what it says of itself. Pure, and never a guess: what fits two units fits none."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sciweek.core.text import comparable

# A short name of two signs stands in too many file names to say anything.
SHORTEST_IN_NAME = 3
_POINTS = re.compile(r"[\W_]+")
_SEAL = re.compile(r"\((?:盖章|公章|签章|印章|章)\)$")


class How(StrEnum):
    """By what a unit was found."""

    EXACT = "全称"
    NORMAL = "名称"
    SHORT = "简称"


@dataclass(frozen=True, slots=True)
class Known:
    """A unit of the roster as far as its names go. `key` is whatever the caller knows it by."""

    key: int
    name: str
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """The units that a name fits; `how` is None where it fits none."""

    keys: tuple[int, ...]
    how: How | None = None

    @property
    def only(self) -> int | None:
        """The unit, where it is one alone."""
        return self.keys[0] if len(self.keys) == 1 else None


NOBODY = Matched(())


def normal_name(name: str) -> str:
    """A name as names are compared: one width, no blanks, no points, without (盖章) at its end."""
    return _POINTS.sub("", _SEAL.sub("", comparable(name)))


class Roster:
    """Units to be found by name."""

    def __init__(self, units: Iterable[Known]) -> None:
        self._by: dict[How, dict[str, set[int]]] = {how: defaultdict(set) for how in How}
        for unit in units:
            self._by[How.EXACT][unit.name].add(unit.key)
            self._by[How.NORMAL][normal_name(unit.name)].add(unit.key)
            if unit.short_name:
                self._by[How.SHORT][normal_name(unit.short_name)].add(unit.key)

    def find(self, said: str) -> Matched:
        """The units that bear this name: exactly, else but for width and points, else as their short name."""
        normal = normal_name(said)
        for how, name in ((How.EXACT, said), (How.NORMAL, normal), (How.SHORT, normal)):
            if name and (keys := self._by[how].get(name)):
                return Matched(tuple(sorted(keys)), how)
        return NOBODY

    def in_file_name(self, path: str) -> Matched:
        """The units whose name stands in a file's name, else in that of its folder; of two names the one that holds the other."""
        for part in reversed(path.rsplit(".", 1)[0].split("/")):
            text = normal_name(part)
            for how in (How.NORMAL, How.SHORT):
                names = {n for n in self._by[how] if len(n) >= SHORTEST_IN_NAME and n in text}
                longest = {n for n in names if not any(n != other and n in other for other in names)}
                if longest:
                    return Matched(tuple(sorted(set().union(*(self._by[how][n] for n in longest)))), how)
        return NOBODY


def is_name_of(said: str, name: str, short_name: str = "") -> bool:
    """Whether what a file says of its unit is this unit's name."""
    return Roster([Known(1, name, short_name)]).find(said).only == 1
