"""Reads of tracks. What is on a track is scoped by the room that owns it."""

from django.db.models import QuerySet

from sciweek.review.models import Step, Track, TrackOffice


def position_of(track_id: int, unit_id: int) -> int | None:
    """At which place of the track's chain an office stands; None when it is not in the chain."""
    return TrackOffice.objects.filter(track_id=track_id, office_id=unit_id).values_list("position", flat=True).first()


def steps_of(track_id: int) -> QuerySet[Step]:
    """All steps, oldest first, with the unit that took each."""
    return Step.objects.filter(track_id=track_id).select_related("unit").order_by("at", "pk")


def last_step(track_id: int, act: str) -> Step | None:
    """The newest step of one kind."""
    return steps_of(track_id).filter(act=act).last()


def waiting_for(unit_id: int) -> QuerySet[Track]:
    """Tracks whose turn it is at this office, oldest first."""
    return Track.objects.filter(waiting_for_id=unit_id).order_by("submitted_at", "pk")
