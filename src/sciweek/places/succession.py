"""What became of a code: changes followed day by day. Pure.

Changes of one day happen at once: a code that a day frees and gives to another place is not followed twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Step:
    """From `on`, the place that bore `old` bears `new`; several of one day and one `old` are a split."""

    old: int
    new: int
    on: date


def successors(codes: Iterable[int], steps: Iterable[Step], *, after: date, until: date) -> dict[int, frozenset[int]]:
    """For each code as it stood at the end of `after`, the codes that its place bears at the end of `until`.

    Never empty: a code that no change names stays itself.
    """
    days: dict[date, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for step in steps:
        if after < step.on <= until:
            days[step.on][step.old].add(step.new)
    borne = {code: frozenset([code]) for code in codes}
    for day in sorted(days):
        borne = {code: _moved(held, days[day]) for code, held in borne.items()}
    return borne


def _moved(held: frozenset[int], changes: Mapping[int, set[int]]) -> frozenset[int]:
    return frozenset(new for code in held for new in changes.get(code, {code}))


def single_successors(
    codes: Iterable[int], steps: Iterable[Step], *, after: date, until: date
) -> dict[int, int | None]:
    """`successors` where there is exactly one; None where the place is divided."""
    return {
        code: next(iter(held)) if len(held) == 1 else None
        for code, held in successors(codes, steps, after=after, until=until).items()
    }
