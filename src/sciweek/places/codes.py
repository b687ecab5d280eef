"""Six-digit division codes (GB/T 2260) as integers: level, parent, and the range that a code's subtree takes.

Pure arithmetic: a province ends in four zeros, a prefecture in two. Counties stand directly under a prefecture.
"""

from collections.abc import Iterable

from sciweek.core.errors import BadInput

PROVINCE, PREFECTURE, COUNTY = 1, 2, 3


def checked(code: int) -> int:
    """The code itself.

    Raises:
        BadInput: not a six-digit code that begins with a province (11 to 82).
    """
    if not 110000 <= code <= 829999:
        raise BadInput(f"行政区划代码 {code} 不对，应为 6 位数字，如 630100。")
    return code


def level_of(code: int) -> int:
    """1 for a province, 2 for a prefecture, 3 for a county."""
    checked(code)
    if code % 10000 == 0:
        return PROVINCE
    return PREFECTURE if code % 100 == 0 else COUNTY


def province_of(code: int) -> int:
    """The code of the province that holds this code."""
    return checked(code) // 10000 * 10000


def prefecture_of(code: int) -> int | None:
    """The code of the prefecture that holds this code, or is it; None for a province."""
    return None if level_of(code) == PROVINCE else code // 100 * 100


def parent_of(code: int) -> int | None:
    """The next code above; None above a province."""
    level = level_of(code)
    if level == PROVINCE:
        return None
    return province_of(code) if level == PREFECTURE else code // 100 * 100


def range_of(code: int) -> tuple[int, int]:
    """First and last code of the subtree, both included."""
    span = {PROVINCE: 9999, PREFECTURE: 99, COUNTY: 0}[level_of(code)]
    return code, code + span


def holds(outer: int, inner: int) -> bool:
    """Whether `inner` is `outer` or lies in its subtree."""
    low, high = range_of(outer)
    return low <= inner <= high


def holder_of(codes: Iterable[int]) -> int | None:
    """The prefecture that holds all of these, else the province; None where they lie in several provinces."""
    wanted = set(codes)
    for above in (prefecture_of, province_of):
        held = {above(code) for code in wanted}
        if len(held) == 1 and None not in held:
            return held.pop()
    return None
