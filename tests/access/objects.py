"""A province in which everybody and every kind of object stands beside, below and above another: for the access matrix."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client

from sciweek.campaigns.actions.hosting import remark_on
from sciweek.campaigns.actions.notices import campaign_of, circulate_notice, cosign_notice, issue_notice
from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Assignment, Campaign, IssuedNotice, OfficeDate, Placement, Remark
from sciweek.campaigns.queries import CHOSEN
from sciweek.campaigns.queries.notices import notice_of
from sciweek.core import clock
from sciweek.core.archives import Member
from sciweek.mailroom.models import Message
from sciweek.materials.actions.handing import hand_in
from sciweek.materials.actions.reports import add_report
from sciweek.materials.models import MediaReport, Picture
from sciweek.people.actions.invitations import Invitee, invite
from sciweek.people.enums import OFFICER_AT, Level, Role, UnitKind
from sciweek.people.models import Account, Unit
from sciweek.people.person import Person
from sciweek.returns.actions.forms import change_form, ensure_form
from sciweek.returns.actions.importing import take_in
from sciweek.returns.actions.passing import submit_return
from sciweek.returns.actions.saved_views import save_view
from sciweek.returns.actions.signing import attach_paper
from sciweek.returns.actions.summaries import upload_summary
from sciweek.returns.definition.editing import remove_check
from sciweek.returns.enums import FormAct
from sciweek.returns.exports import ask_transcript
from sciweek.returns.importing.gathering import Gathered
from sciweek.returns.models import FormChange, ImportFile, Return, ReturnPaper, Summary
from sciweek.returns.template import shipped
from tests.factories.campaigns import (
    BEFORE,
    PREFECTURE,
    PROVINCE,
    Province,
    host_jointly,
    make_campaign,
    make_person,
    make_unit,
)
from tests.factories.materials import campaign_of_four, photo, pictured, placed, said
from tests.factories.notices import make_notice
from tests.factories.returns import accepted, filled, scan

OTHER_COUNTY, OTHER_PREFECTURE, FAR_COUNTY = 630103, 630200, 630202
SCIENCE = UnitKind.SCIENCE_OFFICE


@dataclass(slots=True)
class World:
    """People by what they are to the school, and what each parameter of an address stands for.

    `near` are the objects of a school in a county; `above` those of the prefecture's own office over it.
    """

    campaign: Campaign
    draft: Campaign
    people: dict[str, Person]
    near: dict[str, dict[str, object]]
    above: dict[str, dict[str, object]]

    def client(self, who: str) -> Client:
        """A client with this person's session, who works on the campaign that has been called."""
        client = Client()
        account = Account.objects.get(pk=self.people[who].account_id)
        client.force_login(account, backend="sciweek.people.signin.SignInBackend")
        self.choose(client, self.campaign)
        return client

    def choose(self, client: Client, campaign: Campaign) -> None:
        """Let the session work on this campaign: pages that edit a form are about a draft, all others about what was called."""
        session = client.session
        if session.get(CHOSEN) != campaign.pk:
            session[CHOSEN] = campaign.pk
            session.save()


def make_world() -> World:
    """Everything, made by the rooms' own actions at their moments."""
    with clock.at(BEFORE):
        province = Province()
        people = _people(province)
        campaign = campaign_of_four(province)
        drafted = make_campaign(province.officer, slug="draft")
        changed = _changed_form(province, drafted)
        notice = make_notice(province.officer)
        offers = {
            unit.pk: invite(
                actor=actor,
                unit_id=unit.pk,
                role=role,
                invitee=Invitee("才让央金", phone),
            ).invitation
            for unit, actor, role, phone in (
                (province.schools[0], province.county_officer, Role.VIEWER, "13900000001"),
                (province.prefecture, province.officer, OFFICER_AT[Level.PREFECTURE], "13900000002"),
            )
        }
        host_jointly(campaign, Unit.objects.get(pk=people["joint host"].unit_id))
        remark_on(actor=people["joint host"], campaign_id=campaign.pk, text="建议延长一天。")
        notices = _issued(people, campaign)
    views = [save_view(actor=people[who], name="常看", query="rows=kind").pk for who in ("county", "prefecture")]
    near = _signed(people["filler"], campaign)
    above = _signed(people["prefecture"], campaign)
    filled(people["sibling"], campaign)
    accepted(people["far filler"], campaign, [people["far county"]])
    own = _parameters(campaign, near, notice.pk, offers[province.schools[0].pk].pk, people["filler"])
    higher = _parameters(campaign, above, notice.pk, offers[province.prefecture.pk].pk, people["prefecture"])
    hosts = {"campaigns:waive_notice": {"slug": campaign.slug, "pk": people["joint host"].unit_id}}
    near_notice, above_notice = (_file_of(campaign, notices[who]) | hosts for who in ("county", "prefecture"))
    draft = {"returns:form_version": {"pk": changed.pk}, "returns:restore_version": {"pk": changed.pk}}
    return World(
        campaign,
        drafted,
        people,
        own
        | near_notice
        | draft
        | _views(views[0])
        | _exports_of(people["county"], campaign)
        | _uploaded(people["county"], campaign),
        higher
        | above_notice
        | draft
        | _views(views[1])
        | _exports_of(people["prefecture"], campaign)
        | _uploaded(people["prefecture"], campaign),
    )


def _issued(people: dict[str, Person], campaign: Campaign) -> dict[str, IssuedNotice]:
    """The lead's notice, agreed to by the joint host, and two that forward it: the prefecture's and the county's."""
    made = {}
    for who in ("province", "prefecture", "county"):
        actor = people[who]
        found = notice_of(campaign_of(campaign.pk), Unit.objects.get(pk=actor.unit_id))
        seen = found.fingerprint if found else ""
        if who == "province":
            circulate_notice(actor=actor, campaign_id=campaign.pk, seen=seen)
            cosign_notice(actor=people["joint host"], campaign_id=campaign.pk, seen=seen, agrees=True)
        made[who] = issue_notice(actor=actor, campaign_id=campaign.pk, seen=seen)
    return made


def _file_of(campaign: Campaign, issued: IssuedNotice) -> dict[str, dict[str, object]]:
    """A notice of an office, and its first file."""
    file = issued.files.earliest("pk").pk
    return {"campaigns:notice_file": {"slug": campaign.slug, "pk": issued.pk, "file": file}}


def _exports_of(officer: Person, campaign: Campaign) -> dict[str, dict[str, object]]:
    """A file that the officer asked for, and that stands ready."""
    asked = ask_transcript(actor=officer, campaign=campaign, file_format="csv")
    return {f"desk:{name}": {"pk": asked.pk} for name in ("export_file", "cancel_export", "remove_export")}


def _changed_form(province: Province, draft: Campaign) -> FormChange:
    """The one edit of a draft's form."""
    change_form(
        actor=province.officer,
        campaign_id=draft.pk,
        seen=ensure_form(draft).pk,
        text=remove_check(shipped(), "R32"),
        act=FormAct.REMOVE_CHECK,
    )
    return FormChange.objects.get(campaign=draft)


def _uploaded(officer: Person, campaign: Campaign) -> dict[str, dict[str, object]]:
    """Many files that this officer's office has uploaded: those of the office over the object."""
    gathered = Gathered([Member("表.csv", "代码,指标,本年\nA01,举办科普专题活动,5".encode())])
    batch = take_in(actor=officer, campaign=campaign, gathered=gathered)
    one, file = {"pk": batch.pk}, {"pk": batch.pk, "file": ImportFile.objects.get(batch=batch).pk}
    names = ("import_batch", "import_left", "import_submit", "import_discard")
    return {f"returns:{name}": one for name in names} | {
        f"returns:{name}": file for name in ("import_file", "import_confirm")
    }


def _signed(person: Person, campaign: Campaign) -> Return:
    """The person's return, submitted with a sealed sheet."""
    ret = filled(person, campaign)
    attach_paper(actor=person, ret_id=ret.pk, upload=scan())
    _with_materials(person, campaign)
    return submit_return(actor=person, ret_id=ret.pk)


def _with_materials(person: Person, campaign: Campaign) -> None:
    """A summary, a picture and a media report of the person's unit; the picture is handed in, the others are with it."""
    placement = placed(person, campaign)
    pictured(person, campaign)
    add_report(actor=person, placement_id=placement.pk, facts=said(), proof=photo())
    upload_summary(actor=person, placement_id=placement.pk, upload=scan())
    hand_in(actor=person, placement_id=placement.pk, kinds=[DutyKind.PICTURES])


def _people(province: Province) -> dict[str, Person]:
    other = make_unit("测试乙县科学技术局", code=OTHER_COUNTY, under=province.prefecture, kind=SCIENCE)
    far_prefecture = make_unit("测试乙市科学技术局", code=OTHER_PREFECTURE, under=province.office, kind=SCIENCE)
    far_county = make_unit("测试丙县科学技术局", code=FAR_COUNTY, under=far_prefecture, kind=SCIENCE)
    far_school = make_unit("测试丙县第一中学", code=FAR_COUNTY, under=far_county)
    host = make_unit("测试省科学技术协会", code=PROVINCE, under=province.office, kind=UnitKind.ASSOCIATION)
    desk = make_unit("测试市档案室", code=PREFECTURE, under=province.prefecture, kind=UnitKind.OTHER)
    people = {
        "province": province.officer,
        "prefecture": province.prefecture_officer,
        "county": province.county_officer,
        "filler": province.filler,
        "head": make_person(province.schools[0], Role.UNIT_HEAD),
        "sibling": make_person(province.schools[1]),
        "other county": make_person(other),
        "far prefecture": make_person(far_prefecture),
        "far county": make_person(far_county),
        "far filler": make_person(far_school),
        "joint host": make_person(host, Role.JOINT_HOST),
        "viewer": make_person(desk, Role.VIEWER),
    }
    rest = [role for role in Role if role not in {person.role for person in people.values()}]
    return people | {role.value: make_person(province.office, role) for role in rest}


def _views(pk: int) -> dict[str, dict[str, object]]:
    """A saved view of the county's officer, and one of the prefecture's."""
    return {f"returns:{act}_view": {"pk": pk} for act in ("rename", "share", "delete")}


def _parameters(
    campaign: Campaign, ret: Return, notice: int, offer: int, filler: Person
) -> dict[str, dict[str, object]]:
    """For each space of names, or name, what its parameters stand for."""
    placement = Placement.objects.get(campaign=campaign, unit=ret.unit_id)
    office: Unit = ret.unit if ret.unit.kind == SCIENCE else ret.unit.reports_to  # type: ignore[assignment]
    week = {"slug": campaign.slug, "pk": placement.pk}
    picture = {"pk": Picture.objects.get(placement=placement).pk}
    report = {"pk": MediaReport.objects.get(placement=placement).pk}
    draft = {"pk": Summary.objects.get(placement=placement).pk}
    return {
        "people:": {"pk": ret.unit_id},
        "materials:": {"pk": placement.pk},
        **{f"materials:{name}": picture for name in ("picture", "remove_picture", "thumb", "web", "original")},
        **{f"materials:{name}": report for name in ("report", "remove_report", "proof")},
        "returns:summary": {"pk": placement.pk},
        "returns:upload_summary": {"pk": placement.pk},
        "returns:summary_draft": draft,
        "returns:summary_file": draft,
        "people:invitation": {"pk": offer},
        "people:revoke": {"pk": offer},
        "people:membership": {"pk": filler.membership_id},
        "people:end": {"pk": filler.membership_id},
        "people:lock": {"pk": filler.membership_id},
        "desk:": {"pk": Message.objects.filter(division_code=ret.placement.division_code).latest("pk").pk},
        "campaigns:": week,
        "campaigns:extend": {**week, "assignment": Assignment.objects.filter(unit=ret.unit_id).earliest("pk").pk},
        "campaigns:set_date": {**week, "pk": OfficeDate.objects.filter(office=office).earliest("pk").pk},
        "campaigns:answer": {"slug": campaign.slug, "pk": Remark.objects.get(campaign=campaign).pk},
        "campaigns:stream": {"slug": campaign.slug, "pk": campaign.streams.earliest("pk").pk},
        "campaigns:notice_draft": {**week, "ending": "docx"},
        "campaigns:notice": {"pk": notice},
        "campaigns:check_notice": {"pk": notice},
        "returns:": {"pk": ret.pk, "code": "D01"},
        "returns:enter": {"pk": placement.pk},
        "returns:paper_file": {"pk": ret.pk, "paper": ReturnPaper.objects.get(ret=ret).pk},
        "returns:check": {"pk": ret.pk, "code": "R05"},
        "returns:exempt": {"pk": ret.pk, "code": "R05"},
        "returns:edit_group": {"code": "D"},
        "returns:edit_check": {"code": "R05"},
        "report:": {"key": "totals.csv", "pk": ret.unit_id, "file": 1, "ending": "docx"},
        "site:": {"slug": campaign.slug},
        "invitation": {"token": "no-such-token"},
    }


def status(client: Client, method: str, address: str) -> int:
    """What the address answers."""
    answer: HttpResponse = getattr(client, method)(address)
    return answer.status_code
