"""The notice that an office writes: drafted, agreed to by the joint hosts, issued, forwarded by the offices below."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from sciweek.campaigns.actions.calling import close_campaign, set_office_date
from sciweek.campaigns.actions.drafting import change_campaign
from sciweek.campaigns.actions.notices import (
    circulate_notice,
    cosign_notice,
    issue_notice,
    save_notice,
    waive_notice,
)
from sciweek.campaigns.checking import issued_notices
from sciweek.campaigns.enums import Standing
from sciweek.campaigns.models import IssuedNotice, NoticeDraft, NoticeWord, OfficeDate
from sciweek.campaigns.papers.facts import Cited, NoticeTexts
from sciweek.campaigns.papers.freezing import fingerprint
from sciweek.campaigns.queries import campaigns_for
from sciweek.campaigns.queries.notices import cited_by, default_texts, notice_of, readable_editions, stage_for
from sciweek.campaigns.rules import may_cosign_notice, may_forward, may_write_notice
from sciweek.core import clock
from sciweek.core.errors import BadInput, NotFound, NotPermitted, Stale, WrongState
from sciweek.core.files import content_of
from sciweek.core.models import AuditEntry
from sciweek.mailroom.models import Message
from sciweek.notices.models import Notice as Source
from sciweek.people.enums import Role
from sciweek.people.models import Unit
from sciweek.people.person import Person
from tests.campaigns.hosted import HostedWeek, hosted_week
from tests.factories.campaigns import campaign_facts, make_person

REASON = "时间与省运会冲突，请改期。"
TEXTS = NoticeTexts(recipients="各市（州）科技局", background="为让科学走近群众。", requirements="精心组织。要有方案。")


@pytest.fixture
def week(db: None) -> HostedWeek:
    return hosted_week()


def change(week: HostedWeek, **facts: object) -> None:
    now = week.campaign
    change_campaign(actor=week.lead, campaign_id=week.pk, version=now.version, facts=campaign_facts(**facts))


def issue(week: HostedWeek, actor: Person | None = None, seen: str | None = None) -> IssuedNotice:
    actor = actor or week.lead
    seen = week.now(Unit.objects.get(pk=actor.unit_id)).fingerprint if seen is None else seen
    return issue_notice(actor=actor, campaign_id=week.pk, seen=seen)


def words_in(issued: IssuedNotice) -> str:
    with zipfile.ZipFile(
        io.BytesIO(content_of(issued.files.get(file__name__endswith=f"{issued.title}.docx").file))
    ) as z:
        return z.read("word/document.xml").decode()


def everybody(week: HostedWeek) -> dict[str, Person]:
    host = Unit.objects.get(pk=week.host.unit_id)
    return {
        **week.province.everybody,
        "host": week.host,
        "head of the host": make_person(host, Role.UNIT_HEAD),
        "viewer of the host": make_person(host, Role.VIEWER),
        "joint host in the lead office": make_person(week.province.office, Role.JOINT_HOST),
        "auditor": make_person(week.province.office, Role.AUDITOR),
    }


HOSTS = {"host", "head of the host"}


@pytest.mark.parametrize(
    ("called", "rule", "allowed"),
    [
        (False, may_write_notice, {"province"}),
        (False, may_forward, set()),
        (False, may_cosign_notice, HOSTS),
        (True, may_write_notice, {"province", "prefecture", "county"}),
        (True, may_forward, {"prefecture", "county"}),
        (True, may_cosign_notice, HOSTS),
    ],
)
def test_who_may_what(week: HostedWeek, called: bool, rule: Callable[..., bool], allowed: set[str]) -> None:
    if called:
        week.call()
    assert {who for who, person in everybody(week).items() if rule(person, week.campaign)} == allowed


def test_a_draft_is_seen_by_the_lead_and_by_all_who_speak_for_a_joint_host(week: HostedWeek) -> None:
    found = {who for who, person in everybody(week).items() if week.campaign in campaigns_for(person)}
    assert found == {"province"} | HOSTS


def test_who_may_not_is_refused_and_nothing_is_kept(week: HostedWeek) -> None:
    week.call()
    seen = week.now().fingerprint
    for who, person in everybody(week).items():
        if who not in {"province", "prefecture", "county"}:
            with pytest.raises(NotPermitted):
                save_notice(actor=person, campaign_id=week.pk, version=0, texts=TEXTS)
            with pytest.raises(NotPermitted):
                issue_notice(actor=person, campaign_id=week.pk, seen=seen)
        if who != "province":
            with pytest.raises(NotPermitted):
                circulate_notice(actor=person, campaign_id=week.pk, seen=seen)
            with pytest.raises(NotPermitted):
                waive_notice(actor=person, campaign_id=week.pk, host_id=week.host.unit_id, seen=seen, reason=REASON)
        if who not in HOSTS:
            with pytest.raises(NotPermitted):
                cosign_notice(actor=person, campaign_id=week.pk, seen=seen, agrees=True)
    assert not NoticeDraft.objects.exists()
    assert not IssuedNotice.objects.exists()


def test_a_notice_goes_out_with_the_hosts_word_and_stays_as_it_went(week: HostedWeek) -> None:
    save_notice(actor=week.lead, campaign_id=week.pk, version=0, texts=replace(TEXTS, doc_number="测科发〔2023〕8号"))
    issued = week.issued()
    assert (issued.number, issued.title, issued.doc_number) == (
        1,
        "关于举办测试省科技活动周的通知",
        "测科发〔2023〕8号",
    )
    assert issued.issuers == ["测试省科学技术厅", "测试省科学技术协会", "没有登记的主办单位"]
    assert issued.cosigning[0]["standing"] == "agreed"
    issued.refresh_from_db()
    assert fingerprint(issued.content) == issued.fingerprint
    names = [each.file.name for each in issued.files.all()]
    assert names == [f"{issued.title}.docx", f"{issued.title}.pdf"]
    said = words_in(issued)
    assert all(part in said for part in ("为让科学走近群众。", "测试省科技活动周总体方案", "附件2", "A01", "4月12日"))
    entry = AuditEntry.objects.get(act="notice.issue")
    assert entry.detail["files"] == {each.file.name: each.file.sha256 for each in issued.files.all()}
    subjects = list(Message.objects.order_by("pk").values_list("to_name", "subject"))
    assert [name for name, _subject in subjects] == [week.host.name, week.lead.name, week.host.name]
    assert subjects[2][1] == "测试省科技活动周通知已印发"
    for change_of in (IssuedNotice.objects.filter(pk=issued.pk), NoticeDraft.objects.all()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change_of.update(doc_number="别的号")


def test_the_check_finds_a_notice_whose_words_were_exchanged(week: HostedWeek) -> None:
    issued = week.issued()
    assert issued_notices().ok
    issued.pk, issued.number, issued.content = None, 2, []
    issued._state.adding = True
    issued.save()
    assert not issued_notices().ok


def test_nothing_goes_out_before_every_joint_host_is_heard(week: HostedWeek) -> None:
    with pytest.raises(WrongState, match="请先送会签"):
        issue(week)
    seen = week.now().fingerprint
    circulate_notice(actor=week.lead, campaign_id=week.pk, seen=seen)
    with pytest.raises(WrongState, match="还没有会签"):
        issue(week)
    with pytest.raises(BadInput, match="理由"):
        cosign_notice(actor=week.host, campaign_id=week.pk, seen=seen, agrees=False, reason="不行")
    cosign_notice(actor=week.host, campaign_id=week.pk, seen=seen, agrees=False, reason=REASON)
    with pytest.raises(WrongState, match="不同意"):
        issue(week)
    with pytest.raises(WrongState, match="不能免会签"):
        waive_notice(actor=week.lead, campaign_id=week.pk, host_id=week.host.unit_id, seen=seen, reason=REASON)
    cosign_notice(actor=week.host, campaign_id=week.pk, seen=seen, agrees=True)
    assert issue(week).number == 1


def test_a_word_lapses_with_any_change_of_the_campaign_or_the_text(week: HostedWeek) -> None:
    seen = week.agreed()
    change(week, theme="另一个主题")
    assert week.now().hosts[0].standing == Standing.OUTDATED
    with pytest.raises(Stale):
        issue(week, seen=seen)
    with pytest.raises(WrongState, match="还没有会签现在的内容"):
        issue(week)
    again = week.agreed()
    save_notice(actor=week.lead, campaign_id=week.pk, version=0, texts=TEXTS)
    for act in (circulate_notice, issue_notice):
        with pytest.raises(Stale):
            act(actor=week.lead, campaign_id=week.pk, seen=again)
    with pytest.raises(Stale):
        cosign_notice(actor=week.host, campaign_id=week.pk, seen=again, agrees=True)


def test_a_missing_word_is_waived_with_a_reason_that_is_kept(week: HostedWeek) -> None:
    seen = week.now().fingerprint
    circulate_notice(actor=week.lead, campaign_id=week.pk, seen=seen)
    with pytest.raises(NotFound):
        waive_notice(actor=week.lead, campaign_id=week.pk, host_id=week.province.county.pk, seen=seen, reason=REASON)
    waive_notice(actor=week.lead, campaign_id=week.pk, host_id=week.host.unit_id, seen=seen, reason="已有书面意见。")
    assert issue(week).cosigning[0]["reason"] == "已有书面意见。"
    assert NoticeWord.objects.get().word == "waived"


def test_the_same_notice_goes_out_once_and_a_changed_one_is_another_edition(week: HostedWeek) -> None:
    first = week.issued()
    with pytest.raises(WrongState, match="与第1版相同"):
        issue(week)
    change(week, theme="另一个主题")
    assert week.now().hosts[0].standing == Standing.NOT_ASKED
    assert (week.issued().number, first.number) == (2, 1)


def test_a_draft_is_kept_with_those_before_and_a_stale_one_is_refused(week: HostedWeek) -> None:
    first = save_notice(actor=week.lead, campaign_id=week.pk, version=0, texts=TEXTS)
    assert save_notice(actor=week.lead, campaign_id=week.pk, version=1, texts=TEXTS) == first
    second = save_notice(actor=week.lead, campaign_id=week.pk, version=1, texts=replace(TEXTS, background="另写。"))
    assert [each.number for each in NoticeDraft.objects.all()] == [2, 1]
    with pytest.raises(Stale) as refused:
        save_notice(actor=week.lead, campaign_id=week.pk, version=1, texts=TEXTS)
    assert refused.value.theirs == replace(TEXTS, background="另写。").as_data()
    assert second.number == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"recipients": "  "}, "请填写主送单位"),
        ({"background": "长" * 4001}, "“背景”超过 4,000 个字"),
        ({"requirements": "见附件机密★一年"}, "涉密"),
    ],
)
def test_a_text_that_cannot_be_taken_is_refused_with_the_mend(
    week: HostedWeek, changes: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        save_notice(actor=week.lead, campaign_id=week.pk, version=0, texts=replace(TEXTS, **changes))


def test_after_the_end_nothing_is_written_any_more(week: HostedWeek) -> None:
    week.call()
    close_campaign(actor=week.lead, campaign_id=week.pk)
    for person in (week.lead, week.province.prefecture_officer):
        with pytest.raises(NotPermitted, match="归档"):
            save_notice(actor=person, campaign_id=week.pk, version=0, texts=TEXTS)


def test_an_office_forwards_with_its_own_earlier_dates_and_no_word_is_needed(week: HostedWeek) -> None:
    week.call()
    prefecture = week.province.prefecture_officer
    assert notice_of(week.campaign, week.province.prefecture) is None
    with pytest.raises(WrongState, match="上级还没有印发"):
        issue_notice(actor=prefecture, campaign_id=week.pk, seen="")
    above = week.issued()
    before = week.now(week.province.prefecture).fingerprint
    own = OfficeDate.objects.get(office=week.province.prefecture, duty__kind="return")
    set_office_date(actor=prefecture, office_date_id=own.pk, due_at=clock.end_of(date(2023, 6, 5)))
    assert week.now(week.province.prefecture).fingerprint != before
    texts = replace(TEXTS, contact_name="马云岚", contact_phone="0971-5550188", contact_email="sk@example.cn")
    save_notice(actor=prefecture, campaign_id=week.pk, version=0, texts=texts)
    issued = issue(week, prefecture)
    assert issued.title == "关于转发《关于举办测试省科技活动周的通知》的通知"
    assert issued.cosigning == []
    kept = [each.file for each in issued.files.select_related("file")]
    assert kept[2:] == [each.file for each in above.files.select_related("file")]
    said = words_in(issued)
    assert all(part in said for part in ("2023年6月5日前", "2023年6月13日前", "马云岚", "sk@example.cn"))
    assert "安若水" not in said


def test_the_county_forwards_what_the_nearest_office_above_it_issued(week: HostedWeek) -> None:
    week.call()
    week.issued()
    county = week.province.county
    assert week.now(county).title == "关于转发《关于举办测试省科技活动周的通知》的通知"
    seen = week.now(county).fingerprint
    forwarded = issue(week, week.province.prefecture_officer)
    assert week.now(county).forwards == forwarded
    assert week.now(county).title == "关于转发《关于转发〈关于举办测试省科技活动周的通知〉的通知》的通知"
    with pytest.raises(Stale):
        issue(week, week.province.county_officer, seen)


def test_who_finds_which_of_the_issued_notices(week: HostedWeek) -> None:
    week.call()
    lead = week.issued()
    prefecture = issue(week, week.province.prefecture_officer)
    county = issue(week, week.province.county_officer)

    def found(person: Person) -> set[IssuedNotice]:
        return set(readable_editions(week.campaign, person.unit_id, person.line))

    assert found(week.lead) == found(week.host) == {lead}
    assert found(make_person(week.province.institute)) == {lead}
    assert found(week.province.prefecture_officer) == {lead, prefecture}
    assert found(week.province.filler) == {lead, prefecture, county}


def test_where_a_notice_stands_is_told_without_reading_it(week: HostedWeek) -> None:
    def stage() -> str:
        return str(stage_for(week.campaign, week.province.office.pk))

    stages = [stage()]
    seen = week.agreed()
    stages.append(stage())
    issue(week, seen=seen)
    assert [*stages, stage()] == ["draft", "cosigning", "issued"]


@pytest.mark.parametrize(
    ("record", "text", "cited", "number"),
    [
        ({"issuing_agencies": ["科技部"]}, "", Cited("关于举办全国活动周的通知", "国科〔2023〕6号"), ""),
        ({"issuing_agencies": []}, "", None, ""),
        ({"issuing_agencies": ["测试省科学技术厅"], "cited": []}, "", None, "测科〔2023〕1号"),
        (
            {"issuing_agencies": ["测试省科学技术厅"], "cited": ["国科〔2023〕6号"]},
            "根据《科技部通知》（国科〔2023〕6号）",
            Cited("科技部通知", "国科〔2023〕6号"),
            "测科〔2023〕1号",
        ),
    ],
)
def test_the_superior_notice_is_the_one_that_the_campaign_came_from_or_that_its_own_cites(
    week: HostedWeek, record: dict[str, object], text: str, cited: Cited | None, number: str
) -> None:
    source = Source.objects.create(
        title="关于举办全国活动周的通知",
        doc_number="国科〔2023〕6号",
        text=text,
        fields={"record": record, "marks": []},
        division_code=630000,
        taken_at=clock.now(),
    )
    campaign = week.campaign
    campaign.notice, campaign.doc_number = source, "测科〔2023〕1号"
    assert cited_by(campaign) == cited
    assert default_texts(campaign, week.province.office).doc_number == number
