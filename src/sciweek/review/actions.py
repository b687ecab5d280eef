"""The acts on a track. Only rooms' own actions call these, in their transaction and after their permission check.

Audit and messages are the calling room's: it knows what is on the track. Each act locks the track's row first.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sciweek.core import clock
from sciweek.core.audit import Actor
from sciweek.core.errors import BadInput, NotPermitted
from sciweek.review.models import Act, Step, Track, TrackOffice
from sciweek.review.queries import position_of
from sciweek.review.transitions import Stage, TrackState, accepted, sent_back, submitted, withdrawn

SHORTEST_REASON = 6


def open_track(*, offices: Sequence[int]) -> Track:
    """A new track in draft through these offices (unit ids, the nearest first)."""
    return open_tracks(chains=[offices])[0]


@transaction.atomic
def open_tracks(*, chains: Sequence[Sequence[int]]) -> list[Track]:
    """Many new tracks at once, one for each chain, in a handful of queries."""
    tracks = Track.objects.bulk_create([Track(offices=len(chain)) for chain in chains])
    TrackOffice.objects.bulk_create(
        [
            TrackOffice(track=track, position=position, office_id=office)
            for track, chain in zip(tracks, chains, strict=True)
            for position, office in enumerate(chain)
        ],
        batch_size=500,
    )
    return tracks


@transaction.atomic
def submit(*, actor: Actor, track_id: int, version: int) -> Track:
    """The unit submits `version` of its thing.

    Raises:
        WrongState: see `transitions.submitted`.
    """
    track = _locked(track_id)
    now = clock.now()
    track.submitted_at = now
    track.first_submitted_at = track.first_submitted_at or now
    track.correct_by = None
    return _move(actor, track, submitted(track.state), Act.SUBMIT, version=version)


@transaction.atomic
def withdraw(*, actor: Actor, track_id: int) -> Track:
    """The unit takes its thing back.

    Raises:
        WrongState: see `transitions.withdrawn`.
    """
    track = _locked(track_id)
    return _move(actor, track, withdrawn(track.state), Act.WITHDRAW)


@transaction.atomic
def accept(*, actor: Actor, track_id: int, version: int = 0, note: str = "") -> Track:
    """The actor's office accepts.

    Raises:
        NotPermitted: the office is not in the chain.
        WrongState: see `transitions.accepted`.
    """
    track = _locked(track_id)
    position = _place(track, actor)
    return _move(actor, track, accepted(track.state, position), Act.ACCEPT, position, reason=note, version=version)


@transaction.atomic
def send_back(
    *,
    actor: Actor,
    track_id: int,
    reason: str,
    correct_by: datetime | None = None,
    marks: Sequence[str] = (),
    version: int = 0,
) -> Track:
    """The actor's office sends back with a reason, marked places and a date by which to correct.

    Raises:
        BadInput: the reason is shorter than six characters, or the date has passed.
        NotPermitted: the office is not in the chain.
        WrongState: see `transitions.sent_back`.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise BadInput("请写明退回原因，至少 6 个字，让填报单位知道改哪里。", {"reason": "至少 6 个字。"})
    if correct_by is not None and correct_by <= clock.now():
        raise BadInput("更正期限已过。请选择今天之后的日期。", {"correct_by": "请选择今天之后的日期。"})
    track = _locked(track_id)
    position = _place(track, actor)
    track.correct_by = correct_by
    state = sent_back(track.state, position)
    return _move(
        actor, track, state, Act.SEND_BACK, position, reason=reason, correct_by=correct_by, marks=marks, version=version
    )


def _locked(track_id: int) -> Track:
    return Track.objects.select_for_update().get(pk=track_id)


def _place(track: Track, actor: Actor) -> int:
    position = position_of(track.pk, actor.unit_id) if actor.unit_id is not None else None
    if position is None:
        raise NotPermitted("本单位不在这份材料的审批链上，不能办理。")
    return position


def _move(
    actor: Actor,
    track: Track,
    state: TrackState,
    act: Act,
    position: int | None = None,
    *,
    reason: str = "",
    correct_by: datetime | None = None,
    marks: Sequence[str] = (),
    version: int = 0,
) -> Track:
    if actor.unit_id is None:
        raise NotPermitted("只有单位的人员可以办理，系统不能代办。")
    now = clock.now()
    track.stage, track.accepted, track.decided_at = state.stage.value, state.accepted, now
    waiting = state.stage == Stage.SUBMITTED
    track.waiting_for_id = (
        TrackOffice.objects.values_list("office_id", flat=True).get(track=track, position=state.accepted)
        if waiting
        else None
    )
    track.save()
    Step.objects.create(
        track=track,
        act=act,
        position=position,
        unit_id=actor.unit_id,
        account_id=actor.account_id,
        actor_name=getattr(actor, "name", actor.label),
        at=now,
        reason=reason,
        correct_by=correct_by,
        marks=list(marks),
        version=version,
    )
    return track
