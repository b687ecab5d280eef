"""Reads of returns on their way through the offices; all that list them take a `Scope`."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.db.models import OuterRef, QuerySet, Subquery

from sciweek.campaigns.enums import CampaignState, DutyKind
from sciweek.campaigns.models import Assignment, Campaign, ChainOffice, Extension
from sciweek.campaigns.queries import extension_for
from sciweek.core.scope import Scope
from sciweek.people.person import Person
from sciweek.people.queries import officers_of
from sciweek.returns.models import (
    DisputeWord,
    Return,
    ReturnPaper,
    ReturnVersion,
)
from sciweek.returns.rules import may_stand_in
from sciweek.returns.versions import first_broken
from sciweek.review.transitions import Stage


def returns_that_arrived() -> QuerySet[Return]:
    """Every return of every campaign that stands as submitted or accepted: for the installation's self-check."""
    return Return.objects.filter(track__stage__in=[Stage.SUBMITTED.value, Stage.ACCEPTED.value]).order_by("pk")


def returns_in(scope: Scope, campaign: Campaign) -> QuerySet[Return]:
    """Returns of units inside `scope`."""
    inside = scope.as_q(code="placement__division_code", unit="unit_id", line="placement__line")
    return Return.objects.filter(inside, campaign=campaign, placement__removed_at=None)


def return_in(scope: Scope, pk: int) -> Return | None:
    """One return inside `scope`, of whichever campaign, with what its pages show; None outside."""
    inside = scope.as_q(code="placement__division_code", unit="unit_id", line="placement__line")
    rows = Return.objects.filter(inside, placement__removed_at=None)
    beside = ("track", "unit", "campaign", "form", "placement", "entered_by")
    return rows.select_related(*beside).filter(pk=pk).first()


def returns_for_review(office_id: int, scope: Scope, campaign: Campaign) -> QuerySet[Return]:
    """Returns that wait for this office, oldest first, with what the queue shows. One query whatever its length.

    Nothing waits once the campaign is closed.
    """
    return (
        returns_in(scope, campaign)
        .filter(track__waiting_for_id=office_id, campaign__state=CampaignState.CALLED)
        .select_related("unit", "track", "placement", "entered_by")
        .annotate(due_at=_due())
        .order_by("track__submitted_at")
    )


def _due() -> Subquery:
    due = Assignment.objects.filter(
        duty__campaign=OuterRef("campaign"), duty__kind=DutyKind.RETURN, unit=OuterRef("unit")
    )
    return Subquery(due.values("due_at")[:1])


def count_waiting_for(office_id: int, campaign: Campaign) -> int:
    """How many returns wait for this office; none once the campaign is closed."""
    if campaign.state != CampaignState.CALLED:
        return 0
    return Return.objects.filter(campaign=campaign, track__waiting_for_id=office_id, placement__removed_at=None).count()


def due_of(ret: Return) -> datetime | None:
    """By when the return is due: the date to correct by when it was sent back, else the unit's assignment."""
    if ret.track.stage == Stage.SENT_BACK.value and ret.track.correct_by:
        return ret.track.correct_by
    own = Assignment.objects.filter(duty__campaign=ret.campaign_id, duty__kind=DutyKind.RETURN, unit=ret.unit_id)
    return own.values_list("due_at", flat=True).first()


def extension_of(ret: Return) -> Extension | None:
    """The extension (补报许可) by which the unit's present date stands, with the office that gave it."""
    return extension_for(ret.unit_id, ret.campaign_id, DutyKind.RETURN)


def chain_of(ret: Return) -> tuple[int, ...]:
    """The unit ids of the offices that accept, nearest first."""
    rows = ChainOffice.objects.filter(placement_id=ret.placement_id).order_by("position")
    return tuple(rows.values_list("office_id", flat=True))


def is_unattended(unit_id: int) -> bool:
    """Whether the unit has nobody with an account who could fill its return."""
    return not officers_of(unit_id).exists()


def stands_in(person: Person, ret: Return) -> bool:
    """Whether the person's office may enter for the unit now; see `rules.may_stand_in`."""
    return may_stand_in(person, ret, chain_of(ret), unattended=is_unattended(ret.unit_id))


def next_number(ret: Return) -> int:
    """The number that the next submission of the return will have."""
    return ReturnVersion.objects.filter(ret=ret).count() + 1


def papers_of(ret: Return) -> QuerySet[ReturnPaper]:
    """The scans that were attached, newest first."""
    return ReturnPaper.objects.filter(ret=ret).select_related("file", "office")


def dispute_of(ret: Return) -> list[DisputeWord]:
    """What the unit objected and offices answered, oldest first."""
    return list(DisputeWord.objects.filter(ret=ret).select_related("unit"))


def version_seen_by(ret: Return, office_id: int) -> int:
    """The version that the office saw when it last accepted or sent back; 0 when it never did."""
    steps = ret.track.steps.filter(unit_id=office_id, act__in=["accept", "send_back"])
    return steps.order_by("-at", "-pk").values_list("version", flat=True).first() or 0


def broken_versions() -> Iterator[tuple[int, int]]:
    """Return id and number of the first version that does not fit its chain, of each return that has one."""
    versions = ReturnVersion.objects.select_related("ret").order_by("ret_id", "number").iterator(500)
    for ret_id, own in groupby(versions, key=lambda version: version.ret_id):
        rows = list(own)
        number = first_broken(rows[0].ret.unit_id, rows)
        if number is not None:
            yield ret_id, number


def versions_of(ret: Return) -> QuerySet[ReturnVersion]:
    """What was submitted, newest first."""
    return ReturnVersion.objects.filter(ret=ret).order_by("-number")
