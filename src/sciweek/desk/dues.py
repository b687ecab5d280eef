"""What is due from a person's unit or office, where each is done, and whether it is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.campaigns.queries import Due, due_from
from sciweek.core import clock
from sciweek.materials.enums import PARTS
from sciweek.materials.parts import part_of
from sciweek.materials.queries.deliveries import handed_in_kinds
from sciweek.people.person import Person
from sciweek.returns.models import Return
from sciweek.review.transitions import Stage

ARRIVED = frozenset({Stage.SUBMITTED.value, Stage.ACCEPTED.value})


@dataclass(frozen=True, slots=True)
class ShownDue:
    """Something that is due: the page on which it is done, and whether the unit has done it."""

    due: Due
    href: str
    done: bool

    @property
    def overdue(self) -> bool:
        """Whether the unit should have done it by now. An office's date to collect by is nothing that it does."""
        return not self.done and not self.due.for_office and self.due.due_at < clock.now()


def shown_dues(person: Person, campaign: Campaign, placement: Placement | None, ret: Return | None) -> list[ShownDue]:
    """All that is due, soonest first. Three queries at most."""
    done = handed_in_kinds(placement) if placement else set()
    if ret is not None and ret.track.stage in ARRIVED:
        done.add(DutyKind.RETURN.value)
    return [
        ShownDue(due, _href(due, placement), not due.for_office and due.duty.kind in done)
        for due in due_from(person, campaign)
    ]


def _href(due: Due, placement: Placement | None) -> str:
    kind = DutyKind(due.duty.kind)
    if kind == DutyKind.OTHER:
        return reverse("campaigns:dates")
    if due.for_office or placement is None:
        return f"{reverse('returns:roster')}?{urlencode({'lacks': kind.value})}"
    return reverse(part_of(kind).page, args=[placement.pk]) if kind in PARTS else reverse("returns:mine")
