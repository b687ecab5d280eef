"""The ministry's own layout: taken in, or taken away."""

from django.db import transaction

from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import WrongState, permit
from sciweek.core.files import MEGABYTE, OFFICE_PARTS, Limits, Upload, keep, label_of, read_within
from sciweek.documents.filling import read_layout
from sciweek.people.person import Person
from sciweek.report.actions.drafting import ONLY_LEAD, campaign_of, lock_reports
from sciweek.report.models import MinistryTemplate
from sciweek.report.queries.editions import template_of
from sciweek.report.rules import may_report

LAYOUTS = Limits(frozenset(OFFICE_PARTS.values()), 5 * MEGABYTE)


@transaction.atomic
def keep_layout(*, actor: Person, campaign_id: int, upload: Upload) -> MinistryTemplate:
    """Take in a layout with marks; marks that nobody knows are told on the page, and it is not filled in before.

    Raises:
        NotPermitted: not the lead office.
        BadInput: see `read_within` and `read_layout`.
    """
    campaign = campaign_of(campaign_id)
    permit(may_report(actor, campaign), ONLY_LEAD)
    data, media_type = read_within(upload, LAYOUTS)
    read_layout(data, label_of(upload.name))
    lock_reports(campaign_id)
    file = keep(data, name=upload.name, media_type=media_type, actor=actor)
    made = MinistryTemplate.objects.create(
        campaign=campaign, file=file, at=clock.now(), account_id=actor.account_id, actor_name=actor.name
    )
    record(actor, "report.template", campaign, sha256=file.sha256)
    return made


@transaction.atomic
def drop_layout(*, actor: Person, campaign_id: int) -> None:
    """Use no layout any more; the file stays on record.

    Raises:
        NotPermitted: not the lead office.
        WrongState: there is none.
    """
    campaign = campaign_of(campaign_id)
    permit(may_report(actor, campaign), ONLY_LEAD)
    lock_reports(campaign_id)
    if template_of(campaign) is None:
        raise WrongState("没有上传过上级版式。")
    MinistryTemplate.objects.create(
        campaign=campaign, at=clock.now(), account_id=actor.account_id, actor_name=actor.name
    )
    record(actor, "report.template", campaign, sha256=None)
