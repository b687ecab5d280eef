"""How many things a unit has handed in, as checks of the form ask it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one unit: how many pictures, and how many media reports by level and origin; None for what is not handed in."""

    pictures: int | None = None
    media: Mapping[tuple[str, str], int] | None = None


NOTHING = Counts()
