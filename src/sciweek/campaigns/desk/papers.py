"""The notice of a campaign: the lead's own with 会签, and that of an office that forwards it; what has gone out, for all."""

import io
from collections.abc import Iterable

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.campaigns.actions import notices
from sciweek.campaigns.cosigning import from_data
from sciweek.campaigns.desk.campaigns import READERS
from sciweek.campaigns.desk.chosen import found_campaign
from sciweek.campaigns.desk.cosigning import (
    PaperPages,
    Step,
    carried,
    host_rows,
    host_step,
    lead_step,
    own_standing,
    seen_by,
    stages_of,
    waiver_posted,
    word_posted,
)
from sciweek.campaigns.desk.drafting import Drafting, drafted
from sciweek.campaigns.enums import Stage
from sciweek.campaigns.forms.papers import ForwardForm, NoticeDraftForm
from sciweek.campaigns.models import Campaign
from sciweek.campaigns.queries.cosigning import hosts_without_unit
from sciweek.campaigns.queries.notices import (
    OwnNotice,
    drafts_of,
    file_of,
    is_before_hosts,
    notice_of,
    readable_editions,
    stage_for,
)
from sciweek.campaigns.rules import SPEAKERS, leads, may_cosign_notice, may_edit, may_forward, may_write_notice
from sciweek.core.files import content_of
from sciweek.documents.packages import MadeFile
from sciweek.documents.papers.pdf import unprintable
from sciweek.documents.papers.telling import Told, told
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.people.models import Unit


def page_of(campaign: Campaign) -> str:
    """The address of the notice's page."""
    return reverse("campaigns:own_notice", args=[campaign.slug])


def _pages(campaign: Campaign) -> PaperPages:
    def seen() -> str:
        found = notice_of(campaign, campaign.office)
        return found.fingerprint if found else ""

    return PaperPages(
        campaign,
        _("通知"),
        page_of(campaign),
        reverse("campaigns:cosign_notice", args=[campaign.slug]),
        lambda host_id: reverse("campaigns:waive_notice", args=[campaign.slug, host_id]),
        seen,
    )


def _shown(request: DeskRequest, campaign: Campaign) -> OwnNotice | None:
    """The notice that would go out now, for who writes it, and for joint hosts once it is before them.

    A joint host that also forwards finds the lead's while its word is asked for, its own otherwise.
    """
    if leads(request.person, campaign):
        return notice_of(campaign, campaign.office)
    hosts = may_cosign_notice(request.person, campaign) and is_before_hosts(campaign)
    asked = hosts and stage_for(campaign, campaign.office_id) == Stage.COSIGNING
    if may_forward(request.person, campaign) and not asked:
        return notice_of(campaign, Unit.objects.get(pk=request.person.unit_id))
    return notice_of(campaign, campaign.office) if hosts else None


@allow(*READERS)
def own_notice(request: DeskRequest, slug: str) -> HttpResponse:
    """Where the notice stands, what comes next, its text, and what has gone out."""
    campaign = found_campaign(request, slug)
    shown = _shown(request, campaign)
    editions = readable_editions(campaign, request.person.unit_id, request.person.line)
    context: dict[str, object] = {
        "title": _("通知"),
        "campaign": campaign,
        "editions": editions,
        "forwards": may_forward(request.person, campaign),
        "notice": shown,
    }
    if shown is not None:
        context |= _standing(request, shown)
    return render(request, "campaigns/own_notice.html", context)


def _standing(request: DeskRequest, shown: OwnNotice) -> dict[str, object]:
    """Stages, the next step, 会签 and text of a notice, as this person sees them."""
    campaign = shown.campaign
    pages = _pages(campaign)
    writes = may_write_notice(request.person, campaign) and request.person.works_at(shown.office.pk)
    circulates = writes and may_edit(request.person, campaign)
    mine = own_standing(request, shown) if may_cosign_notice(request.person, campaign) else None
    issued = shown.stage == Stage.ISSUED
    last = readable_editions(campaign, shown.office.pk, "").filter(office=shown.office).first() if issued else None
    hosts = from_data(last.cosigning) if last else shown.hosts
    changed = issued and not shown.unchanged
    main, parts = _parts(told(shown.paper))
    written = _("第 %(number)s 稿") % {"number": shown.draft.number} if shown.draft else _("可以修改的部分还没有写")
    return {
        "seen": shown.fingerprint,
        "paper": main,
        "parts": parts,
        "stages": stages_of(shown, hosts, written=written, changed=changed),
        "step": _step(shown) if writes else host_step(shown, mine),
        "hosts": host_rows(hosts, pages.waive if circulates and not last else None),
        "on_paper": [] if shown.forwards else hosts_without_unit(campaign),
        "mine": mine,
        "cosign": pages.cosign,
        "writes": writes,
        "unprintable": unprintable(shown.paper),
    }


def _parts(blocks: Iterable[Told]) -> tuple[list[Told], list[tuple[Told, list[Told]]]]:
    """The notice itself with its imprint, and each attachment with what stands in it."""
    main: list[Told] = []
    parts: list[tuple[Told, list[Told]]] = []
    for each in blocks:
        if each.kind == "attachment":
            parts.append((each, []))
        else:
            (parts[-1][1] if parts and each.kind != "imprint" else main).append(each)
    return main, parts


def _step(shown: OwnNotice) -> Step:
    """What the office that writes the notice does next."""
    slug = shown.campaign.slug
    if shown.unchanged and not shown.asked:
        title = _("第 %(number)s 版已印发") % {"number": shown.last_number}
        return Step(title, _("印发之后内容没有变动。"), _("下载"), "#issued")
    return lead_step(
        shown,
        first=_("会签的是现在的内容；之后有变化要重新会签。"),
        circulate=reverse("campaigns:circulate_notice", args=[slug]),
        issue=reverse("campaigns:issue_notice", args=[slug]),
    )


def _written(request: DeskRequest, slug: str) -> OwnNotice:
    """The notice that this person writes; 404 for who writes none."""
    campaign = found_campaign(request, slug)
    if not may_write_notice(request.person, campaign):
        raise Http404
    found = notice_of(campaign, Unit.objects.get(pk=request.person.unit_id))
    if found is None:
        raise Http404
    return found


@allow(*OFFICERS)
def edit_notice(request: DeskRequest, slug: str) -> HttpResponse:
    """Write what the campaign's own facts do not say."""
    found = _written(request, slug)
    drafting = Drafting(
        title=_("编写转发通知") if found.forwards else _("编写通知"),
        paper=_("通知"),
        page=page_of(found.campaign),
        campaign=found.campaign,
        drafts=drafts_of(found.campaign, found.office.pk),
        texts=found.texts,
        form=ForwardForm if found.forwards else NoticeDraftForm,
        save=notices.save_notice,
    )
    return drafted(request, drafting)


@allow(*OFFICERS)
@require_POST
def circulate_notice(request: DeskRequest, slug: str) -> HttpResponse:
    """Send the notice to the joint hosts."""
    campaign = found_campaign(request, slug)
    if not may_edit(request.person, campaign):
        raise Http404
    return carried(
        request,
        lambda: notices.circulate_notice(actor=request.person, campaign_id=campaign.pk, seen=seen_by(request)),
        _("已送会签，并发邮件通知联合主办单位。"),
        page_of(campaign),
    )


@allow(*SPEAKERS)
@require_POST
def cosign_notice(request: DeskRequest, slug: str) -> HttpResponse:
    """A joint host's word."""
    campaign = found_campaign(request, slug)
    if not may_cosign_notice(request.person, campaign) or not is_before_hosts(campaign):
        raise Http404
    return word_posted(request, _pages(campaign), notices.cosign_notice)


@allow(*OFFICERS)
@require_POST
def waive_notice(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Go on without a joint host's word."""
    campaign = found_campaign(request, slug)
    if not may_edit(request.person, campaign):
        raise Http404
    return waiver_posted(request, _pages(campaign), pk, notices.waive_notice)


@allow(*OFFICERS)
def issue_notice(request: DeskRequest, slug: str) -> HttpResponse:
    """What will go out, once more, and the act itself."""
    found = _written(request, slug)
    if request.method == "POST":
        return carried(
            request,
            lambda: notices.issue_notice(actor=request.person, campaign_id=found.campaign.pk, seen=seen_by(request)),
            _("已印发。文件原样保存，在本页下载。"),
            page_of(found.campaign),
        )
    context = {
        "title": _("印发第 %(number)s 版") % {"number": found.next_number},
        "campaign": found.campaign,
        "notice": found,
        "seen": found.fingerprint,
        "hosts": [] if found.unchanged else host_rows(found.hosts),
        "on_paper": [] if found.forwards or found.unchanged else hosts_without_unit(found.campaign),
        "back": page_of(found.campaign),
        "unprintable": unprintable(found.paper),
    }
    return render(request, "campaigns/issue_notice.html", context)


@allow(*SPEAKERS)
def notice_draft(request: DeskRequest, slug: str, ending: str) -> FileResponse:
    """The notice as it would be printed now, as docx or pdf."""
    shown = _shown(request, found_campaign(request, slug))
    made = (
        next((file for file in notices.notice_files(shown) if file.name.endswith(f".{ending}")), None)
        if shown
        else None
    )
    if made is None:
        raise Http404
    return downloaded(made)


@allow(*READERS)
def notice_file(request: DeskRequest, slug: str, pk: int, file: int) -> FileResponse:
    """One file of a notice that has gone out, as it was issued."""
    campaign = found_campaign(request, slug)
    edition = readable_editions(campaign, request.person.unit_id, request.person.line).filter(pk=pk).first()
    found = file_of(edition, file) if edition else None
    if found is None:
        raise Http404
    return downloaded(MadeFile(found.file.name, found.title, found.file.media_type, content_of(found.file)))


def downloaded(made: MadeFile) -> FileResponse:
    """A file to save, never run by the browser as a page of ours."""
    return FileResponse(io.BytesIO(made.data), as_attachment=True, filename=made.name, content_type=made.media_type)
