"""Reads of what goes on from what between the indicators of two forms."""

from collections.abc import Mapping

from sciweek.returns.enums import LinkKind
from sciweek.returns.links import Comparison, Link, comparisons
from sciweek.returns.models import Form, IndicatorLink
from sciweek.returns.queries.forms import form_text


def all_links() -> list[Link]:
    """Every link, oldest first. They are few: one for a changed indicator, not for a year or a unit."""
    rows = IndicatorLink.objects.order_by("pk").values_list("before__code", "after__code", "kind", "note")
    return [Link(before, after, LinkKind(kind), note) for before, after, kind, note in rows]


def comparable(before: Form | None, now: Form) -> Mapping[str, Comparison]:
    """For each indicator of `now` that goes on from `before`, what it may be compared with; see `links.comparisons`."""
    if before is None:
        return {}
    return comparisons([*form_text(now).kinds], [*form_text(before).kinds], all_links())
