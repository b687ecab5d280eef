"""Round marks on an axis. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from the first to the last of its marks; always holds 0."""

    marks: tuple[int, ...]

    def share(self, value: int) -> float:
        """Where a value stands between the first mark (0.0) and the last (1.0)."""
        low, high = self.marks[0], self.marks[-1]
        return (value - low) / (high - low)


def scale_of(values: Sequence[int], wanted: int = 4) -> Scale:
    """The scale that holds all values and 0, with about `wanted` steps of 1, 2 or 5 times a power of ten."""
    low, high = min([0, *values]), max([0, *values])
    step = _step(max(1, high - low), wanted)
    first, last = low // step, max(-(-high // step), low // step + 1)
    return Scale(tuple(step * number for number in range(first, last + 1)))


def _step(span: int, wanted: int) -> int:
    power = int(10 ** max(0, len(str(span // wanted)) - 1))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor * wanted >= span)
