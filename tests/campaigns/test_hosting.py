"""Joint hosts beside the lead: they read, say what they think, and write about the streams that are theirs."""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from sciweek.campaigns.actions import hosting
from sciweek.campaigns.actions.calling import call_campaign, close_campaign
from sciweek.campaigns.actions.drafting import change_campaign, create_campaign
from sciweek.campaigns.actions.hosting import answer_remark, describe_stream, remark_on
from sciweek.campaigns.content import BodyFacts, Content, StreamFacts
from sciweek.campaigns.enums import BodyPart
from sciweek.campaigns.models import Campaign, Remark, Stream
from sciweek.campaigns.queries import Talk, campaigns_for, content_of, talk_of, talks_of
from sciweek.campaigns.rules import may_answer, may_describe, may_read_remarks, may_remark
from sciweek.core.errors import BadInput, NotPermitted, Stale, WrongState
from sciweek.core.models import AuditEntry
from sciweek.mailroom.models import Message
from sciweek.people.enums import Role, UnitKind
from sciweek.people.models import Unit
from sciweek.people.person import Person
from tests.conftest import ON_POSTGRES
from tests.factories.campaigns import PROVINCE, Province, campaign_facts, content, make_person, make_unit
from tests.pages.markup import markup

SignIn = Callable[[Person], Client]
Race = Callable[..., list[Any]]
HOST, THEIRS, OURS = "测试省科学技术协会", "开展群众性科技活动", "举办科学之夜"


def hosted(*bodies: BodyFacts, owner: str = HOST) -> Content:
    lead = BodyFacts(part=BodyPart.HOST, name="测试省科学技术厅", is_lead=True)
    joint = BodyFacts(part=BodyPart.HOST, name=HOST)
    streams = [StreamFacts(name=THEIRS, description="展览和讲座", owner=owner), StreamFacts(name=OURS)]
    return content(bodies=[lead, joint, *bodies], streams=streams)


@pytest.fixture
def host(province: Province) -> Person:
    """Somebody of the association that hosts jointly."""
    unit = make_unit(HOST, code=PROVINCE, under=province.office, kind=UnitKind.ASSOCIATION)
    return make_person(unit, Role.JOINT_HOST)


@pytest.fixture
def draft(province: Province, host: Person) -> Campaign:
    """A draft that the association hosts jointly, with a stream of its own."""
    return create_campaign(actor=province.officer, facts=campaign_facts(), content=hosted())


def stream_of(campaign: Campaign, name: str = THEIRS) -> Stream:
    return campaign.streams.get(name=name)


def people(province: Province, host: Person) -> dict[str, Person]:
    propaganda = make_unit("测试省委宣传部", code=PROVINCE, under=province.office, kind=UnitKind.PROPAGANDA)
    return {
        **province.everybody,
        "host": host,
        "viewer of the host": make_person(Unit.objects.get(pk=host.unit_id), Role.VIEWER),
        "other host": make_person(propaganda, Role.JOINT_HOST),
        "joint host in the lead office": make_person(province.office, Role.JOINT_HOST),
        "auditor": make_person(province.office, Role.AUDITOR),
    }


def sees(person: Person, campaign: Campaign) -> bool:
    return campaign in campaigns_for(person)


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (may_read_remarks, {"province", "host"}),
        (may_remark, {"host"}),
        (may_answer, {"province"}),
        (sees, {"province", "host"}),
    ],
)
def test_who_may_what_about_a_draft(
    province: Province, host: Person, draft: Campaign, rule: Callable[..., bool], allowed: set[str]
) -> None:
    everybody = people(province, host)
    assert {who for who, person in everybody.items() if rule(person, draft)} == allowed


def test_a_called_campaign_is_seen_by_everybody_but_administrators(
    province: Province, host: Person, draft: Campaign
) -> None:
    call_campaign(actor=province.officer, campaign_id=draft.pk)
    everybody = people(province, host)
    assert {who for who, person in everybody.items() if sees(person, draft)} == {*everybody} - {"auditor"}


def test_a_stream_is_described_by_its_owner_alone(province: Province, host: Person, draft: Campaign) -> None:
    everybody = people(province, host)
    assert {who for who, person in everybody.items() if may_describe(person, stream_of(draft))} == {"host"}
    assert not any(may_describe(person, stream_of(draft, OURS)) for person in everybody.values())


def test_after_the_call_hosts_still_speak_and_after_the_end_nobody_does(
    province: Province, host: Person, draft: Campaign
) -> None:
    remark = remark_on(actor=host, campaign_id=draft.pk, text="建议延长一天。")
    call_campaign(actor=province.officer, campaign_id=draft.pk)
    called = Campaign.objects.get(pk=draft.pk)
    assert may_remark(host, called)
    assert not may_describe(host, stream_of(called))
    close_campaign(actor=province.officer, campaign_id=draft.pk)
    with pytest.raises(NotPermitted, match="归档之前"):
        remark_on(actor=host, campaign_id=draft.pk, text="还有一条。")
    with pytest.raises(NotPermitted, match="归档之前"):
        answer_remark(actor=province.officer, remark_id=remark.pk, text="好。的", settles=True)
    assert may_read_remarks(host, Campaign.objects.get(pk=draft.pk))


def test_a_remark_is_told_to_the_lead_and_its_answer_to_who_made_it(
    province: Province, host: Person, draft: Campaign
) -> None:
    remark = remark_on(actor=host, campaign_id=draft.pk, text="建议增加院士讲座。", about=THEIRS)
    told = Message.objects.get()
    assert told.to_name == province.officer.name
    assert f"对内容板块“{THEIRS}”提出意见" in told.body
    assert "建议增加院士讲座。" in told.body
    answer_remark(actor=province.officer, remark_id=remark.pk, text="已列入。", settles=False)
    answer_remark(actor=province.officer, remark_id=remark.pk, text="", settles=True)
    answered, settled = Message.objects.filter(to_name=host.name).order_by("pk")
    assert "已列入。" in answered.body
    assert "已办结" in settled.subject
    (talk,) = talks_of(draft)
    assert [(answer.text, answer.settles) for answer in talk.answers] == [("已列入。", False), ("", True)]
    assert talk.settled
    acts = AuditEntry.objects.filter(act__startswith="campaign.").values_list("act", "detail")
    assert [act for act, _detail in acts][-3:] == ["campaign.remark", "campaign.answer", "campaign.settle"]
    assert "院士" not in str([detail for _act, detail in acts])


@pytest.mark.parametrize(
    ("text", "about", "sentence"),
    [
        (" 好 ", "", "请写明意见。"),
        ("好" * 1001, "", "意见超过 1000 个字（现有 1001 个）"),
        ("见附件机密★一年", "", "涉密"),
        ("建议增加讲座", "没有的板块", "没有名为“没有的板块”的板块"),
    ],
)
def test_a_remark_that_cannot_be_taken_is_refused_with_the_mend(
    host: Person, draft: Campaign, text: str, about: str, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        remark_on(actor=host, campaign_id=draft.pk, text=text, about=about)
    assert not Remark.objects.exists()


def test_a_settled_talk_is_over(province: Province, host: Person, draft: Campaign) -> None:
    remark = remark_on(actor=host, campaign_id=draft.pk, text="建议延长一天。")
    with pytest.raises(BadInput, match="请写明答复"):
        answer_remark(actor=province.officer, remark_id=remark.pk, text="", settles=False)
    answer_remark(actor=province.officer, remark_id=remark.pk, text="同意。", settles=True)
    with pytest.raises(WrongState, match="已经办结"):
        answer_remark(actor=province.officer, remark_id=remark.pk, text="再想想。", settles=False)


def test_what_was_said_cannot_be_changed(host: Person, draft: Campaign) -> None:
    remark = remark_on(actor=host, campaign_id=draft.pk, text="建议延长一天。")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Remark.objects.filter(pk=remark.pk).update(text="没有说过。")


def test_the_owner_must_be_a_host(province: Province, host: Person) -> None:
    with pytest.raises(BadInput, match="负责单位“测试省教育厅”不在主办单位里"):
        create_campaign(actor=province.officer, facts=campaign_facts(), content=hosted(owner="测试省教育厅"))
    helper = BodyFacts(part=BodyPart.ORGANISER, name="测试省教育厅")
    with pytest.raises(BadInput, match="不在主办单位里"):
        create_campaign(actor=province.officer, facts=campaign_facts(), content=hosted(helper, owner="测试省教育厅"))


def test_the_owner_writes_about_its_stream_and_the_leads_open_form_is_refused(
    province: Province, host: Person, draft: Campaign
) -> None:
    stream = stream_of(draft)
    with pytest.raises(Stale) as refused:
        describe_stream(actor=host, stream_id=stream.pk, seen="别的说明", text="流动科技馆进县区")
    assert (refused.value.theirs, refused.value.yours) == ("展览和讲座", "流动科技馆进县区")
    describe_stream(actor=host, stream_id=stream.pk, seen="展览和讲座", text="流动科技馆进县区")
    assert stream_of(draft).description == "流动科技馆进县区"
    with pytest.raises(Stale):
        change_campaign(actor=province.officer, campaign_id=draft.pk, version=draft.version, facts=campaign_facts())
    with pytest.raises(NotPermitted):
        describe_stream(actor=host, stream_id=stream_of(draft, OURS).pk, seen="", text="别人的")


def test_a_stream_stays_the_same_row_as_long_as_it_keeps_its_name(province: Province, draft: Campaign) -> None:
    before = stream_of(draft)
    lists = content_of(draft)
    renamed = [StreamFacts(name="新板块"), *lists.streams[:1]]
    wanted = Content(**{name: getattr(lists, name) for name in lists.__slots__} | {"streams": renamed})
    change_campaign(actor=province.officer, campaign_id=draft.pk, version=1, facts=campaign_facts(), content=wanted)
    assert [(stream.name, stream.pk == before.pk) for stream in draft.streams.all()] == [
        ("新板块", False),
        (THEIRS, True),
    ]
    assert content_of(draft) == wanted


@pytest.mark.parametrize("count", [1, 3])
def test_the_talks_cost_the_same_for_one_and_three(
    host: Person, draft: Campaign, signed_in: SignIn, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        remark_on(actor=host, campaign_id=draft.pk, text=f"第 {number} 条意见", about=THEIRS)
    client, address = signed_in(host), reverse("campaigns:remarks", args=[draft.slug])
    client.get(address)
    with django_assert_num_queries(9):
        page = markup(client.get(address))
    assert page.count('class="talk"') == count


def test_host_and_lead_speak_on_their_pages(
    province: Province, host: Person, draft: Campaign, signed_in: SignIn
) -> None:
    theirs, lead = signed_in(host), signed_in(province.officer)
    shown, talks = reverse("campaigns:campaign", args=[draft.slug]), reverse("campaigns:remarks", args=[draft.slug])
    refused = theirs.post(talks, {"about": THEIRS, "text": "秘密★三年 不能上网"})
    assert "涉密" in markup(refused)
    assert "不能上网</textarea>" in markup(refused)
    assert theirs.post(talks, {"about": THEIRS, "text": "建议增加院士讲座。"}).status_code == 302
    for page in (markup(theirs.get(shown)), markup(lead.get(shown)), markup(lead.get(talks))):
        assert "建议增加院士讲座。" in page
        assert "待答复" in page
    answer = reverse("campaigns:answer", args=[draft.slug, Remark.objects.get().pk])
    assert "请写明答复" in markup(lead.post(answer, {"text": "", "act": "answer"}))
    assert lead.post(answer, {"text": "已列入。", "act": "settle"}).status_code == 302
    assert "已办结" in markup(theirs.get(talks))
    assert "意见都已办结" in markup(lead.get(shown))
    assert lead.post(answer, {"text": "再想想。", "act": "answer"}).status_code == 409


def test_the_owner_finds_its_stream_on_the_campaigns_page(host: Person, draft: Campaign, signed_in: SignIn) -> None:
    client = signed_in(host)
    address = reverse("campaigns:stream", args=[draft.slug, stream_of(draft).pk])
    assert address in markup(client.get(reverse("campaigns:campaign", args=[draft.slug])))
    assert client.post(address, {"seen": "展览和讲座", "description": "流动科技馆"}).status_code == 302
    late = client.post(address, {"seen": "展览和讲座", "description": "又一稿"})
    assert late.status_code == 409
    assert "又一稿</textarea>" in markup(late)
    assert stream_of(draft).description == "流动科技馆"


@pytest.fixture
def two_settle(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], Remark]]:
    """Two officers who settle one talk and wait for each other between reading and writing, if they can meet."""
    province = Province()
    unit = make_unit(HOST, code=PROVINCE, under=province.office, kind=UnitKind.ASSOCIATION)
    draft = create_campaign(actor=province.officer, facts=campaign_facts(), content=hosted())
    remark = remark_on(actor=make_person(unit, Role.JOINT_HOST), campaign_id=draft.pk, text="建议延长一天。")
    meeting = threading.Barrier(2, timeout=0.5)

    def read_and_meet(opening: Remark) -> Talk:
        found = talk_of(opening)
        with suppress(threading.BrokenBarrierError):
            meeting.wait()
        return found

    monkeypatch.setattr(hosting, "talk_of", read_and_meet)
    return [partial(answer_remark, actor=province.officer, remark_id=remark.pk, text="同意。", settles=True)] * 2


def test_a_talk_that_two_settle_at_once_is_settled_once(race: Race, two_settle: list[Callable[[], Remark]]) -> None:
    results = race(*two_settle)
    assert sorted(type(result).__name__ for result in results) == ["Remark", "WrongState"]
    assert Remark.objects.filter(settles=True).count() == 1


def test_without_the_lock_only_a_single_writer_or_the_constraint_saves_it(
    race: Race, two_settle: list[Callable[[], Remark]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosting, "_locked", lambda pk: Campaign.objects.select_related("office").get(pk=pk))
    results = race(*two_settle)
    # SQLite lets in one writer at a time whatever is locked.
    assert sum(isinstance(result, IntegrityError) for result in results) == (1 if ON_POSTGRES else 0)
