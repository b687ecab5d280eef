"""Reminders: only who lacks something, only inside one's scope, by mail at most once in twelve hours, each on record."""

from datetime import date, timedelta
from functools import partial

import pytest

from sciweek.campaigns.actions.calling import close_campaign
from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.errors import NotPermitted
from sciweek.core.models import AuditEntry
from sciweek.mailroom.models import Message
from sciweek.people.enums import Role
from sciweek.returns.actions.chasing import chase
from sciweek.returns.actions.passing import send_back_return
from sciweek.returns.actions.summaries import write_summary
from sciweek.returns.enums import ChaseBy
from sciweek.returns.models import Chase
from sciweek.returns.queries.returns import due_of
from sciweek.returns.queries.roster import asked_kinds, lacking, roster_of_four, with_chases
from tests.factories.campaigns import Province, make_person
from tests.factories.materials import handed_back, handed_in, placed
from tests.factories.returns import AFTER, fresh, sent_back, submitted

pytestmark = pytest.mark.django_db


def chased_mails() -> list[str]:
    return list(Message.objects.filter(template="returns/chased").order_by("pk").values_list("to_address", flat=True))


def test_the_missing_are_mailed_and_each_reminder_is_kept(province: Province, campaign: Campaign) -> None:
    submitted(province.filler, campaign)
    second = make_person(province.schools[1])
    sent_back(second, campaign, province.county_officer)
    done = chase(
        actor=province.county_officer,
        campaign=campaign,
        unit_ids=None,
        by=ChaseBy.MAIL,
        note="请今天报齐。",
        kinds=[DutyKind.RETURN],
    )
    assert sorted(done.told) == ["测试县科学技术局", "测试县第二中学"]
    assert (done.without_mail, done.lately) == ([], [])
    mail = Message.objects.filter(template="returns/chased").latest("pk")
    assert "还没有报齐测试省科技活动周的材料，还缺：" in mail.body
    assert "情况统计表（截止时间是 6月8日）" in mail.body
    assert "请今天报齐。" in mail.body
    assert "县科学技术局" in mail.body
    assert Chase.objects.filter(letters=1, note="请今天报齐。", office=province.county).count() == 2
    assert AuditEntry.objects.filter(act="return.chase").count() == 2


def test_who_was_sent_back_is_told_the_date_to_correct_by(province: Province, campaign: Campaign) -> None:
    ret = submitted(province.filler, campaign)
    correct_by = clock.end_of(date(2023, 6, 20))
    send_back_return(
        actor=province.county_officer, ret_id=ret.pk, reason="青少年人次不符，请核实。", correct_by=correct_by
    )
    row = roster_of_four(province.county_officer.scope, campaign).get(unit=province.schools[0])
    assert row.due_at == correct_by == due_of(fresh(ret))
    chase(actor=province.county_officer, campaign=campaign, unit_ids=[row.unit_id], by=ChaseBy.MAIL)
    assert "截止时间是 6月20日" in Message.objects.get(template="returns/chased").body


def test_who_lacks_one_of_the_four_is_told_which_and_where(province: Province, four: Campaign) -> None:
    submitted(province.filler, four)
    placement = handed_in(province.filler, four, DutyKind.PICTURES)
    handed_back(province.filler, four, DutyKind.MEDIA, province.county_officer)
    done = chase(
        actor=province.county_officer, campaign=four, unit_ids=[placement.unit_id], by=ChaseBy.MAIL, note="请补齐。"
    )
    assert done.told == ["测试县第一中学"]
    body = Message.objects.get(template="returns/chased").body
    assert "工作总结（截止时间是 6月8日）\n媒体报道（截止时间是 6月8日）\n请补齐。" in body
    assert f"/desk/materials/{placement.pk}/" in body
    assert "/desk/returns/mine/" not in body
    assert "影像资料" not in body


def test_reminders_narrow_to_who_lacks_one_of_them_and_leave_out_who_is_done(
    province: Province, four: Campaign
) -> None:
    handed_in(province.filler, four, DutyKind.PICTURES)
    remind = partial(chase, actor=province.county_officer, campaign=four, unit_ids=None, by=ChaseBy.GROUP)
    assert sorted(remind(kinds=[DutyKind.PICTURES]).told) == ["测试县科学技术局", "测试县第二中学"]
    assert len(remind().told) == 3
    write_summary(actor=province.filler, placement_id=placed(province.filler, four).pk, text="活动周办得很好。" * 5)
    submitted(province.filler, four)
    handed_in(province.filler, four, DutyKind.SUMMARY, DutyKind.MEDIA)
    assert sorted(remind().told) == ["测试县科学技术局", "测试县第二中学"]


def test_nobody_is_mailed_twice_in_twelve_hours_whoever_asks(province: Province, campaign: Campaign) -> None:
    chosen = [unit.pk for unit in province.schools]
    make_person(province.schools[1])
    chase(actor=province.county_officer, campaign=campaign, unit_ids=chosen, by=ChaseBy.MAIL)
    again = chase(actor=province.officer, campaign=campaign, unit_ids=chosen, by=ChaseBy.MAIL)
    assert (again.told, sorted(again.lately)) == ([], ["测试县第一中学", "测试县第二中学"])
    assert len(chased_mails()) == 2
    with clock.at(AFTER + timedelta(hours=13)):
        later = chase(actor=province.officer, campaign=campaign, unit_ids=chosen, by=ChaseBy.MAIL)
    assert sorted(later.told) == ["测试县第一中学", "测试县第二中学"]


def test_who_has_no_address_is_told_and_not_counted(province: Province, campaign: Campaign) -> None:
    make_person(province.schools[1], email="")
    done = chase(
        actor=province.county_officer, campaign=campaign, unit_ids=[u.pk for u in province.schools], by=ChaseBy.MAIL
    )
    assert (done.told, done.without_mail) == (["测试县第一中学"], ["测试县第二中学"])
    assert Chase.objects.count() == 1


def test_a_reminder_in_the_group_is_kept_without_mail(province: Province, campaign: Campaign) -> None:
    done = chase(actor=province.county_officer, campaign=campaign, unit_ids=None, by=ChaseBy.GROUP)
    assert len(done.told) == 3
    assert chased_mails() == []
    rows = with_chases(lacking(roster_of_four(province.county_officer.scope, campaign), asked_kinds(campaign)))
    assert {row.unit_name: row.chases for row in rows} == dict.fromkeys(done.told, 1)


def test_only_units_inside_the_scope_are_reminded(province: Province, campaign: Campaign) -> None:
    done = chase(actor=province.county_officer, campaign=campaign, unit_ids=[province.institute.pk], by=ChaseBy.MAIL)
    assert done.told == []
    assert not Chase.objects.exists()


@pytest.mark.parametrize(
    "role", [role for role in Role if not role.value.endswith("_officer") or role == Role.UNIT_OFFICER]
)
def test_only_officers_remind(province: Province, campaign: Campaign, role: Role) -> None:
    with pytest.raises(NotPermitted):
        chase(actor=make_person(province.office, role), campaign=campaign, unit_ids=None, by=ChaseBy.MAIL)
    assert not Chase.objects.exists()


def test_nobody_is_reminded_once_the_campaign_is_closed(province: Province, campaign: Campaign) -> None:
    with clock.at(AFTER + timedelta(days=60)):
        closed = close_campaign(actor=province.officer, campaign_id=campaign.pk)
        with pytest.raises(NotPermitted):
            chase(actor=province.officer, campaign=closed, unit_ids=None, by=ChaseBy.GROUP)
