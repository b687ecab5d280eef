"""印发: an edition goes out, frozen with everything behind it.

The files take a second or more to make and are made outside of any transaction, so that nobody waits to save meanwhile;
what they were made of is compared once more under the lock before it is kept.
"""

from dataclasses import replace

from sciweek.campaigns.actions.cosigning import tell
from sciweek.campaigns.cosigning import as_data as cosigned
from sciweek.campaigns.queries import people_to_tell
from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.audit.acts import seal
from sciweek.core.errors import WrongState, permit
from sciweek.core.files import keep
from sciweek.core.models import AuditSeal
from sciweek.documents.packages import MadeFile
from sciweek.people.person import Person
from sciweek.places.codes import level_of
from sciweek.report.actions.cosigning import held, looked_at
from sciweek.report.actions.drafting import ONLY_LEAD, campaign_of
from sciweek.report.content import Imprint
from sciweek.report.files.data_files import as_data
from sciweek.report.files.package import files_of, zip_of
from sciweek.report.freezing import START, edition_hash
from sciweek.report.models import Snapshot, SnapshotFile
from sciweek.report.queries.editions import REPORT, Report, layout_of
from sciweek.report.queries.lists import lists_of
from sciweek.report.rules import may_report


def issue_report(*, actor: Person, campaign_id: int, seen: str) -> Snapshot:
    """Issue the report as the actor looked at it: every total proven against the cells, every joint host heard.

    Raises:
        NotPermitted: not the lead office, or the campaign is not called.
        Stale: the content has changed since the actor looked, or while the files were made.
        WrongState: a joint host has not agreed (see `cosigning.hindrance`), nothing has changed since the last edition,
            or totals and cells differ.
    """
    campaign = campaign_of(campaign_id)
    permit(may_report(actor, campaign), ONLY_LEAD)
    report = looked_at(campaign, seen, proven=True)
    if report.blocked:
        raise WrongState(report.blocked)
    printed = replace(report, content=replace(report.content, imprint=_imprint(report)))
    files = files_of(printed.content, lists_of(campaign), layout_of(campaign))
    files.append(zip_of(printed.content, files))
    with held(report):
        snapshot = _kept(actor, printed, files)
        hosts = people_to_tell([host.host_id for host in report.hosts])
        tell(REPORT, "issued", campaign, snapshot.number, hosts)
    return snapshot


def _imprint(report: Report) -> Imprint:
    """What the papers say of themselves. Everything that led here is sealed first, so that the seal covers it."""
    seal()
    last = AuditSeal.objects.order_by("-number").first()
    return Imprint(report.next_number, report.fingerprint, last.number if last else 0, last.code if last else "")


def _kept(actor: Person, report: Report, files: list[MadeFile]) -> Snapshot:
    campaign, imprint = report.campaign, report.content.imprint
    snapshot = Snapshot(
        campaign=campaign,
        number=report.next_number,
        level=level_of(campaign.division_code),
        division_code=campaign.division_code,
        content=as_data(report.content),
        versions=list(report.state.versions),
        cosigning=cosigned(report.hosts),
        fingerprint=report.fingerprint,
        previous=report.last.hash if report.last else START,
        seal_number=imprint.seal_number,
        seal_code=imprint.seal_code,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    snapshot.hash = edition_hash(snapshot)
    snapshot.save()
    for position, made in enumerate(files):
        stored = keep(made.data, name=made.name, media_type=made.media_type, actor=actor)
        SnapshotFile.objects.create(snapshot=snapshot, position=position, file=stored, title=made.title)
    record(
        actor,
        "report.issue",
        campaign,
        edition=snapshot.number,
        hash=snapshot.hash,
        files={made.name: made.sha256 for made in files},
    )
    return snapshot
