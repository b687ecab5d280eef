"""舍位平衡: rounded parts that still add up to their rounded whole. Pure, over integers; nothing passes through a float.

By largest remainders: each part is rounded down, and those with the largest remainders go up by one until the sum is
right. So the sum is kept, each part moves by less than one unit from its exact value, a part that is exact stays, and
where plain rounding adds up already nothing differs from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Touched:
    """A part that is shown one step away from its plain rounding, so that the sum is right.

    `whole` is the code of the indicator that is added up, `part` the name of the part; `exact` is in smallest units.
    """

    whole: str
    part: str
    exact: int
    plain: int
    shown: int


def rounded(value: int, step: int) -> int:
    """How many steps a value is, halves up."""
    return (2 * value + step) // (2 * step)


def balanced(values: Sequence[int], step: int, whole: int | None = None) -> list[int]:
    """The values in steps, adding up to `whole` (in steps; None: the rounded sum).

    Of equal remainders the larger value goes up first, then the earlier: a step weighs least on a large figure.

    Raises:
        ValueError: `whole` is neither of the two roundings of the sum, so that no part could keep within one step.
    """
    total = sum(values)
    wanted = rounded(total, step) if whole is None else whole
    if not total // step <= wanted <= -(-total // step):
        raise ValueError("the whole is no rounding of the sum of its parts")
    down = [value // step for value in values]
    missing = wanted - sum(down)
    order = sorted(range(len(values)), key=lambda n: (-(values[n] % step), -values[n], n))
    raised = set(order[:missing])
    return [steps + (number in raised) for number, steps in enumerate(down)]


def touched(whole: str, names: Sequence[str], values: Sequence[int], shown: Sequence[int], step: int) -> list[Touched]:
    """The parts that are not shown as plain rounding would show them."""
    rows = zip(names, values, shown, strict=True)
    return [
        Touched(whole, name, value, plain, steps)
        for name, value, steps in rows
        if (plain := rounded(value, step)) != steps
    ]
