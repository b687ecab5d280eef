"""State of the floor everything stands on: the audit trail, files from outside, when jobs last ran, and exports."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AppendOnly(models.Model):
    """A row that is written once. Changing or deleting it is refused here; PostgreSQL and SQLite refuse changes too."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a second save is refused."""
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError(f"{type(self).__name__} is append-only")


class Deed(AppendOnly):
    """What somebody did or said, written once, with when and who. `account_id` is empty where the system acted itself."""

    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True


class AuditChain(models.Model):
    """The head of one subject's chain; the row that writers of this subject queue at."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_type", "subject_id"], name="one_chain_a_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class AuditEntry(AppendOnly):
    """One act: who did what to which subject when, in ids and digests."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    account_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True, db_index=True)
    act = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)
    personal_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "number"], name="one_entry_a_place_in_chain")
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} #{self.number} {self.act}"


class AuditPersonal(models.Model):
    """Personal values that belong to an entry. Erasing the row leaves the chain whole: it holds only a salted digest."""

    entry = models.OneToOneField(AuditEntry, models.CASCADE, primary_key=True, related_name="+")
    salt = models.CharField(max_length=32)
    values = models.JSONField()

    def __str__(self) -> str:
        return f"personal values of entry {self.entry_id}"


class AuditSeal(AppendOnly):
    """A Merkle root over entries not sealed before, with a code whose key lives outside the database."""

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    code = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seal {self.number}"


class AuditLeaf(AppendOnly):
    """Which seal holds an entry, and at which place."""

    entry = models.OneToOneField(AuditEntry, models.PROTECT, primary_key=True, related_name="leaf")
    seal = models.ForeignKey(AuditSeal, models.PROTECT, related_name="leaves")
    position = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"entry {self.entry_id} in seal {self.seal_id}"


class StoredFile(models.Model):
    """A file from outside, kept under its own hash. Which room may hand it out is that room's rule."""

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    taken_at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return self.name


class JobRun(models.Model):
    """When a periodic job last ran, and how it went. Its row is what two ticks at once queue at."""

    name = models.CharField(max_length=60, unique=True)
    next_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=300, blank=True)
    failed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class ExportState(models.TextChoices):
    """How far an export is. One that waits or runs is open; the others have ended."""

    WAITING = "waiting", _("等待生成")
    RUNNING = "running", _("正在生成")
    DONE = "done", _("可以下载")
    FAILED = "failed", _("没有生成")
    CANCELLED = "cancelled", _("已取消")
    EXPIRED = "expired", _("已过期删除")


OPEN_STATES = (ExportState.WAITING, ExportState.RUNNING)


class Export(models.Model):
    """A large file that somebody asked for and a worker writes; see `core.exports`. `rows` counts those written so far.

    `attempt` and `beat_at` tell whether a worker still is at it: only the worker of the newest attempt may write here, and
    `beat_at` is when something last happened, by the real clock.
    """

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    # Of kind, arguments and language: two exports with one digest would be the same file.
    digest = models.CharField(max_length=64)
    title = models.CharField(_("名称"), max_length=200)
    file_name = models.CharField(max_length=150)
    language = models.CharField(max_length=10)
    account_id = models.BigIntegerField()
    membership_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    state = models.CharField(_("状态"), max_length=10, choices=ExportState, default=ExportState.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    of_rows = models.PositiveIntegerField(null=True)
    file = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership_id", "digest"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_open_export_of_the_same_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(file="") & Q(expires_at__isnull=False)),
                name="an_export_that_is_done_has_a_file",
            ),
        ]
        indexes = [models.Index(fields=["account_id", "membership_id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN_STATES
