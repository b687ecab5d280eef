"""Tracks through a chain of offices, and every step taken on them. Knows nothing of what is on the track."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sciweek.people.models import Unit
from sciweek.review.transitions import Stage, TrackState


class StageChoice(models.TextChoices):
    """`Stage` with the words of the screen."""

    DRAFT = Stage.DRAFT.value, _("填报中")
    SUBMITTED = Stage.SUBMITTED.value, _("已上报")
    SENT_BACK = Stage.SENT_BACK.value, _("已退回")
    ACCEPTED = Stage.ACCEPTED.value, _("已验收")


class Act(models.TextChoices):
    """What can be done on a track."""

    SUBMIT = "submit", _("上报")
    WITHDRAW = "withdraw", _("撤回")
    ACCEPT = "accept", _("验收")
    SEND_BACK = "send_back", _("退回")


class Track(models.Model):
    """One thing's way through its chain. The chain is frozen when the track opens."""

    stage = models.CharField(max_length=20, choices=StageChoice, default=StageChoice.DRAFT)
    offices = models.PositiveSmallIntegerField()
    accepted = models.PositiveSmallIntegerField(default=0)
    waiting_for = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    first_submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    correct_by = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted__lte=models.F("offices")), name="no_more_acceptances_than_offices"
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.SUBMITTED.value, waiting_for__isnull=False)
                | (~Q(stage=Stage.SUBMITTED.value) & Q(waiting_for=None)),
                name="submitted_waits_for_an_office",
            ),
        ]
        indexes = [models.Index(fields=["waiting_for", "submitted_at"])]

    def __str__(self) -> str:
        return f"track {self.pk} {self.stage}"

    @property
    def state(self) -> TrackState:
        """The state that the pure rules speak of."""
        return TrackState(Stage(self.stage), self.offices, self.accepted)


class TrackOffice(models.Model):
    """An office of the chain; position 0 is the first above the unit."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="chain")
    position = models.PositiveSmallIntegerField()
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track", "position"], name="one_office_a_position"),
            models.UniqueConstraint(fields=["track", "office"], name="an_office_once_a_chain"),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.track_id} {self.position} {self.office_id}"


class Step(models.Model):
    """One act on a track: who, at which place of the chain, why, and until when to correct. Never changed."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=20, choices=Act)
    position = models.PositiveSmallIntegerField(null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=1000, blank=True)
    correct_by = models.DateTimeField(null=True)
    marks = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.track_id} {self.act}"
