"""The parts that a unit hands in besides the form, each as the room that keeps it has entered it when it was loaded.

The work summary is kept a floor above (`returns`), and is handed in, sent back and counted in the same way.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sciweek.campaigns.enums import DutyKind
from sciweek.materials.enums import PARTS

Count = Callable[[Collection[int]], Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Part:
    """One part: by which icon it is known, the name of the address of its page (which takes the id of the unit's place
    on the roster), how many things there are by that id, and whether a unit may have none."""

    kind: DutyKind
    icon: str
    page: str
    count: Count
    may_be_none: bool = True


_ENTERED: dict[DutyKind, Part] = {}


def enter_part(part: Part) -> None:
    """Enter a part; once when the room is loaded."""
    _ENTERED[part.kind] = part


def part_of(kind: DutyKind) -> Part:
    """The part of this kind."""
    return _ENTERED[kind]


def all_parts() -> list[Part]:
    """Every part, in the order in which the notice asks for them."""
    return [_ENTERED[kind] for kind in PARTS if kind in _ENTERED]
