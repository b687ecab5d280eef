"""Writing the parts of a report that a person writes."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.campaigns.desk.drafting import Drafting, drafted
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.report.actions.drafting import save_draft
from sciweek.report.desk.found import reported_campaign
from sciweek.report.forms import DraftForm
from sciweek.report.queries.editions import draft_of, drafts_of, texts_of


@allow(*OFFICERS)
def edit(request: DeskRequest) -> HttpResponse:
    """Highlights, problems, plans, and to whom the report goes."""
    campaign = reported_campaign(request)
    drafting = Drafting(
        title=_("编写报告"),
        paper=_("综合报告"),
        page=reverse("report:report"),
        campaign=campaign,
        drafts=drafts_of(campaign),
        texts=texts_of(draft_of(campaign)),
        form=DraftForm,
        save=save_draft,
    )
    return drafted(request, drafting)
