"""What a person may reach, as a value. Queries take it and never a user.

A scope is the union of three things: division code ranges (by place, 块), unit ids (one's own), and lines (by reporting
line, 条: everything at or below a unit in the reports-to tree). An empty scope reaches nothing.
"""

from dataclasses import dataclass, field

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Scope:
    """Division ranges (inclusive, six-digit codes), unit ids, and line prefixes such as `/3/17/`."""

    ranges: tuple[tuple[int, int], ...] = ()
    units: frozenset[int] = field(default_factory=frozenset)
    lines: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ranges or self.units or self.lines)

    def as_q(self, *, code: str = "division_code", unit: str = "id", line: str = "line") -> Q:
        """The filter for rows whose division code, unit id and line stand in the named columns."""
        q = Q(pk__in=[])
        for low, high in self.ranges:
            q |= Q(**{f"{code}__range": (low, high)})
        if self.units:
            q |= Q(**{f"{unit}__in": self.units})
        for prefix in self.lines:
            q |= Q(**{f"{line}__startswith": prefix})
        return q

    def holds(self, *, code: int, unit: int, line: str) -> bool:
        """The same question as `as_q`, asked of one row in memory."""
        return (
            any(low <= code <= high for low, high in self.ranges)
            or unit in self.units
            or any(line.startswith(prefix) for prefix in self.lines)
        )

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            tuple(sorted({*self.ranges, *other.ranges})),
            self.units | other.units,
            tuple(sorted({*self.lines, *other.lines})),
        )


NOWHERE = Scope()
