"""The notice's pages as the lead office, a joint host, an office below and a unit use them."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from sciweek.campaigns.actions.notices import issue_notice, save_notice
from sciweek.campaigns.models import Campaign, IssuedNotice, NoticeDraft, NoticeRound, NoticeWord
from sciweek.campaigns.papers.facts import NoticeTexts
from sciweek.core import clock
from sciweek.people.person import Person
from tests.campaigns.hosted import HostedWeek, hosted_week
from tests.factories.campaigns import BEFORE, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.once


@pytest.fixture
def week(db: None) -> HostedWeek:
    return hosted_week()


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_way_from_draft_to_issue(week: HostedWeek, signed_in: SignIn) -> None:
    lead, host = signed_in(week.lead), signed_in(week.host)
    overview = f"/desk/campaigns/{week.campaign.slug}/"
    assert "通知还没有印发：写好后送" in text(lead.get(overview))
    assert host.get(week.page).status_code == 200
    assert "通知还没有印发" in text(host.get(week.page))
    typed = {"recipients": "各市（州）科技局", "background": "为让科学走近群众。", "version": "0"}
    assert "已保存为第 1 稿" in text(lead.post(f"{week.page}edit/", typed, follow=True))
    shown = text(lead.get(week.page))
    assert "送 1 家会签" in shown
    assert "为让科学走近群众。" in shown
    assert "没有登记单位，请线下会签" in shown
    seen = week.now().fingerprint
    lead.post(f"{week.page}circulate/", {"seen": seen})
    assert "请您单位会签" in text(host.get(week.page))
    assert "去会签" in text(host.get(overview))
    assert host.get(f"{week.page}draft.docx").status_code == 200
    assert "已会签：同意" in text(host.post(f"{week.page}cosign/", {"seen": seen, "word": "agrees"}, follow=True))
    assert "印发第 1 版" in text(lead.get(f"{week.page}issue/"))
    done = text(lead.post(f"{week.page}issue/", {"seen": seen}, follow=True))
    assert "第 1 版已印发" in done
    assert "印发之后内容没有变动" in done
    assert "通知已经印发。" in text(host.get(overview))
    change = Campaign.objects.filter(pk=week.pk)
    change.update(theme="另一个主题")
    assert "之后有变动" in text(lead.get(week.page))


def test_a_refused_word_keeps_what_was_typed(week: HostedWeek, signed_in: SignIn) -> None:
    lead, host = signed_in(week.lead), signed_in(week.host)
    seen = week.now().fingerprint
    lead.post(f"{week.page}circulate/", {"seen": seen})
    answer = host.post(f"{week.page}cosign/", {"seen": seen, "word": "objects", "reason": "不行"})
    assert (answer.status_code, "不行</textarea>" in text(answer)) == (400, True)
    refused = lead.post(f"{week.page}waive/{week.host.unit_id}/", {"seen": seen, "reason": "短"})
    assert (refused.status_code, "短</textarea>" in text(refused)) == (400, True)
    assert not NoticeWord.objects.exists()


def test_a_stale_draft_shows_both_versions_and_keeps_what_was_typed(week: HostedWeek, signed_in: SignIn) -> None:
    lead = signed_in(week.lead)
    lead.post(f"{week.page}edit/", {"recipients": "甲局", "version": "0"})
    stale = lead.post(f"{week.page}edit/", {"recipients": "乙局", "version": "0"})
    assert stale.status_code == 409
    assert "甲局" in text(stale)
    assert 'value="乙局"' in text(stale)
    again = lead.post(f"{week.page}edit/", {"recipients": "乙局", "version": "1"})
    assert (again.status_code, NoticeDraft.objects.count()) == (302, 2)


def test_an_office_below_forwards_and_its_units_find_both(week: HostedWeek, signed_in: SignIn) -> None:
    week.call()
    prefecture, unit = signed_in(week.province.prefecture_officer), signed_in(week.province.filler)
    assert "还没有可以转发的通知" in text(prefecture.get(week.page))
    assert prefecture.get(f"{week.page}edit/").status_code == 404
    week.issued()
    assert "写转发通知" in text(prefecture.get(f"/desk/campaigns/{week.campaign.slug}/"))
    wrong = prefecture.post(f"{week.page}edit/", {"recipients": "各县局", "contact_email": "不是邮箱", "version": "0"})
    assert "不是邮箱" in text(wrong)
    typed = {"recipients": "各县局", "contact_name": "马云岚", "contact_email": "sk@example.cn", "version": "0"}
    prefecture.post(f"{week.page}edit/", typed)
    assert "联系人：马云岚" in text(prefecture.get(week.page))
    seen = week.now(week.province.prefecture).fingerprint
    done = text(prefecture.post(f"{week.page}issue/", {"seen": seen}, follow=True))
    assert "第 1 版已印发" in done
    found = text(unit.get(week.page))
    assert found.count("关于转发《关于举办测试省科技活动周的通知》的通知.docx") == 1
    for edition in IssuedNotice.objects.all():
        for each in edition.files.select_related("file"):
            answer = unit.get(f"{week.page}{edition.pk}/files/{each.pk}/")
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == each.file.sha256  # type: ignore[arg-type]
    assert unit.get(f"{week.page}{IssuedNotice.objects.latest('pk').pk}/files/987654/").status_code == 404


def test_who_may_open_what(week: HostedWeek, signed_in: SignIn) -> None:
    week.call()
    issued = week.issued()
    seen = week.now(week.province.county).fingerprint
    county = issue_notice(actor=week.province.county_officer, campaign_id=week.pk, seen=seen)
    people = {**week.province.everybody, "host": week.host, "institute": make_person(week.province.institute)}
    addresses = {
        "": set(people),
        "edit/": {"province", "prefecture", "county"},
        "issue/": {"province", "prefecture", "county"},
        "draft.docx": {"province", "prefecture", "county", "host"},
        "draft.exe": set(),
        f"{issued.pk}/files/{issued.files.first().pk}/": set(people),  # type: ignore[union-attr]
        f"{county.pk}/files/{county.files.first().pk}/": {"county", "unit"},  # type: ignore[union-attr]
    }
    for who, person in people.items():
        client = signed_in(person)
        for address, allowed in addresses.items():
            assert client.get(week.page + address).status_code == (200 if who in allowed else 404), (who, address)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("circulate/", {}),
        ("cosign/", {"word": "agrees"}),
        ("waive/{host}/", {"reason": "已有书面意见。"}),
        ("issue/", {}),
        ("edit/", {"recipients": "某局", "version": "0"}),
    ],
)
def test_who_is_not_concerned_changes_nothing(
    week: HostedWeek, signed_in: SignIn, address: str, data: dict[str, str]
) -> None:
    seen = week.now().fingerprint
    week.call()
    for person in (week.province.filler, make_person(week.province.institute)):
        answer = signed_in(person).post(week.page + address.format(host=week.host.unit_id), {"seen": seen, **data})
        assert answer.status_code == 404
    assert not any(model.objects.exists() for model in (NoticeDraft, NoticeRound, NoticeWord, IssuedNotice))


@pytest.mark.parametrize("editions", [1, 3])
def test_the_page_costs_the_same_for_one_and_three_editions(
    week: HostedWeek, signed_in: SignIn, django_assert_num_queries: Any, editions: int
) -> None:
    for number in range(editions):
        with clock.at(BEFORE + timedelta(hours=number)):
            texts = NoticeTexts(recipients=f"各局{number}")
            save_notice(actor=week.lead, campaign_id=week.pk, version=number, texts=texts)
            week.issued()
    client = signed_in(week.lead)
    client.get(week.page)
    with django_assert_num_queries(25):
        assert "各局" in text(client.get(week.page))


def test_the_day_of_the_paper_is_the_day_of_issue(week: HostedWeek, signed_in: SignIn) -> None:
    seen = week.agreed()
    with clock.at(BEFORE + timedelta(days=2)):
        assert issue_notice(actor=week.lead, campaign_id=week.pk, seen=seen).day == date(2023, 4, 14)
