"""Reads of drafts, 会签 and editions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from sciweek.campaigns.cosigning import GoingOut
from sciweek.campaigns.models import Campaign
from sciweek.campaigns.queries import roster_counts
from sciweek.campaigns.queries.cosigning import Matter, stands_of
from sciweek.core.files import content_of as stored_bytes
from sciweek.core.models import AuditEntry, AuditLeaf, AuditSeal
from sciweek.documents.filling import Layout, read_layout
from sciweek.report.content import Content, Texts, content_of
from sciweek.report.files.data_files import as_data
from sciweek.report.freezing import Version, fingerprint
from sciweek.report.models import Circulation, CosignWord, Draft, MinistryTemplate, Snapshot, SnapshotFile
from sciweek.report.pictures import ChosenPicture
from sciweek.report.queries.facts import COUNTED, facts_of
from sciweek.report.queries.pictures import chosen_of, media_count, selection_of
from sciweek.returns.models import ReturnVersion
from sciweek.returns.rollup import counts

REPORT = Matter("report", "报告", Circulation, CosignWord)


def draft_of(campaign: Campaign) -> Draft | None:
    """What the lead office wrote last."""
    return Draft.objects.filter(campaign=campaign).first()


def drafts_of(campaign: Campaign) -> QuerySet[Draft]:
    """Everything that was written, newest first."""
    return Draft.objects.filter(campaign=campaign).order_by("-number")


def texts_of(draft: Draft | None) -> Texts:
    """The same as the content takes it."""
    if draft is None:
        return Texts()
    return Texts(
        draft.recipient, draft.doc_number, draft.highlights, draft.problems, draft.plans, draft.head, draft.copies
    )


def versions_of(campaign: Campaign) -> list[Version]:
    """Return id, number and hash of the newest version of each return that counts, by id. One query."""
    rows = ReturnVersion.objects.filter(
        counts(COUNTED, "ret__track"), ret__campaign=campaign, ret__placement__removed_at=None
    )
    newest = {row[0]: row for row in rows.order_by("ret_id", "number").values_list("ret_id", "number", "hash")}
    return [list(row) for row in newest.values()]


def editions_of(campaign: Campaign) -> QuerySet[Snapshot]:
    """The editions, newest first, without their long lists."""
    return Snapshot.objects.filter(campaign=campaign).defer("content", "versions").order_by("-number")


def edition_of(campaign: Campaign, pk: int) -> Snapshot | None:
    """One edition of the campaign."""
    return Snapshot.objects.filter(campaign=campaign, pk=pk).first()


def files_of(snapshot: Snapshot) -> QuerySet[SnapshotFile]:
    """The files of an edition, as they were issued."""
    return SnapshotFile.objects.filter(snapshot=snapshot).select_related("file").order_by("position")


def seal_of(snapshot: Snapshot) -> AuditSeal | None:
    """The seal over the issue itself; None until the next sealing."""
    entries = AuditEntry.objects.filter(
        subject_type="campaigns.campaign", subject_id=str(snapshot.campaign_id), act="report.issue"
    )
    mine = next((entry for entry in entries if entry.detail.get("hash") == snapshot.hash), None)
    leaf = AuditLeaf.objects.filter(entry=mine).select_related("seal").first() if mine else None
    return leaf.seal if leaf else None


def template_of(campaign: Campaign) -> MinistryTemplate | None:
    """The ministry's layout as it was uploaded last; None where there is none, or it was taken away."""
    found = MinistryTemplate.objects.filter(campaign=campaign).select_related("file").first()
    return found if found is not None and found.file_id else None


def layout_of(campaign: Campaign) -> Layout | None:
    """The same, read."""
    kept = template_of(campaign)
    return read_layout(stored_bytes(kept.file), kept.file.name) if kept is not None and kept.file is not None else None


@dataclass(frozen=True, slots=True)
class State:
    """What a report is made of, as numbers that are cheap to compare: nothing of it changes while these stay."""

    campaign: int
    roster: tuple[int, ...]
    draft: int
    edition: int
    round: int
    word: int
    layout: int
    versions: Sequence[Version]
    pictures: Sequence[ChosenPicture]


def state_of(campaign: Campaign) -> State:
    """How everything stands that a report is made of. Eight queries, and two for the picked pictures."""

    def newest(model: type[Circulation | CosignWord | MinistryTemplate]) -> int:
        return model.objects.filter(campaign=campaign).aggregate(newest=Max("pk"))["newest"] or 0

    draft, last = draft_of(campaign), editions_of(campaign).first()
    return State(
        campaign=campaign.version,
        roster=tuple(roster_counts(campaign).values()),
        draft=draft.number if draft else 0,
        edition=last.number if last else 0,
        round=newest(Circulation),
        word=newest(CosignWord),
        layout=newest(MinistryTemplate),
        versions=versions_of(campaign),
        pictures=chosen_of(campaign, selection_of(campaign)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(GoingOut):
    """The report as it would go out now, and how everybody stands to it. `state` is older than what was read."""

    campaign: Campaign
    state: State
    content: Content
    data: dict[str, object]
    draft: Draft | None
    last: Snapshot | None


def report_of(campaign: Campaign, *, proven: bool = True) -> Report:
    """The report as it would go out now.

    Raises:
        WrongState: see `facts_of`.
    """
    state = state_of(campaign)
    draft, last = draft_of(campaign), editions_of(campaign).first()
    content = content_of(
        facts_of(campaign, proven=proven), texts_of(draft), pictures=state.pictures, media=media_count(campaign)
    )
    data = as_data(content)
    now = fingerprint(data, state.versions)
    asked, hosts = stands_of(REPORT, campaign, edition=last.number + 1 if last else 1, now=now)
    return Report(
        fingerprint=now,
        last_number=last.number if last else 0,
        last_fingerprint=last.fingerprint if last else "",
        asked=asked,
        hosts=hosts,
        campaign=campaign,
        state=state,
        content=content,
        data=data,
        draft=draft,
        last=last,
    )


def is_before_hosts(campaign: Campaign) -> bool:
    """Whether joint hosts find a report: it was sent round, or has gone out."""
    return Circulation.objects.filter(campaign=campaign).exists() or Snapshot.objects.filter(campaign=campaign).exists()
