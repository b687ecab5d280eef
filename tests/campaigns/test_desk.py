"""The room's pages: who finds what, what forms do, and that lists cost the same however long they are."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciweek.campaigns.actions.calling import call_campaign
from sciweek.campaigns.actions.drafting import create_campaign
from sciweek.campaigns.content import SubWeekFacts, VenueFacts
from sciweek.campaigns.desk.parts import Part
from sciweek.campaigns.enums import VenuePart
from sciweek.campaigns.models import Assignment, Campaign, OfficeDate, Placement
from sciweek.campaigns.queries import content_of
from sciweek.core import clock
from sciweek.notices.models import Notice
from sciweek.people.enums import Role
from sciweek.people.person import Person
from tests.factories.campaigns import Province, campaign_facts, content, make_campaign, make_person, make_unit
from tests.factories.notices import TEXT, make_notice
from tests.pages.markup import markup

pytestmark = pytest.mark.once

LIST_QUERIES, ROSTER_QUERIES = 7, 11
SignIn = Callable[[Person], Client]


def fields(response: object) -> dict[str, str]:
    """What a browser would send back of the campaign form on this page, unchanged."""
    context = response.context  # type: ignore[attr-defined]
    lists = [each.rows if isinstance(each, Part) else each for each in context["lists"]]
    forms = [context["form"], *[form for each in lists for form in (each.rows.management_form, *each.rows)]]
    sent: dict[str, str] = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                sent |= {bound.html_name: "on"} if value else {}
            elif value is not None:
                sent[bound.html_name] = str(bound.field.widget.format_value(value) or "")
    return {name: value.strip("[]'") for name, value in sent.items()}


PAGES = (
    *("list", "new", "from_notice", "dates", "notices"),
    *("campaign", "edit", "clone", "call", "roster", "dates_of"),
)


def address(name: str, campaign: Campaign) -> str:
    in_campaign = name in {"campaign", "edit", "clone", "close", "call", "roster", "add", "dates_of"}
    return reverse(f"campaigns:{name}", args=[campaign.slug] if in_campaign else [])


@pytest.mark.parametrize("name", PAGES)
def test_the_lead_office_finds_every_page_in_at_most_15_queries(
    province: Province, draft: Campaign, signed_in: SignIn, name: str
) -> None:
    client = signed_in(province.officer)
    client.get(address("campaign", draft))
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address(name, draft))
    assert response.status_code == 200
    assert len(queries) <= 15, [query["sql"][:90] for query in queries]


@pytest.mark.parametrize("name", ["campaign", "roster", "dates_of", "dates", "add", "close"])
def test_after_the_call_too(province: Province, called: Campaign, signed_in: SignIn, name: str) -> None:
    client = signed_in(province.officer)
    client.get(address("campaign", called))
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address(name, called))
    assert response.status_code == 200
    assert len(queries) <= 15, [query["sql"][:90] for query in queries]


@pytest.mark.parametrize("who", ["prefecture", "county", "unit"])
@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_finds_a_draft(province: Province, draft: Campaign, signed_in: SignIn, who: str, name: str) -> None:
    response = signed_in(province.everybody[who]).get(address(name, draft))
    own = {"list"} if who == "unit" else {"list", "new", "from_notice", "notices"}
    assert response.status_code == (200 if name in own else 404)


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("county", "campaign", 200),
        ("unit", "campaign", 200),
        ("unit", "roster", 200),
        ("unit", "dates_of", 200),
        ("county", "edit", 404),
        ("county", "call", 404),
        ("county", "add", 404),
        ("county", "close", 404),
        ("county", "clone", 404),
        ("unit", "new", 404),
        ("unit", "notices", 404),
    ],
)
def test_a_called_campaign_is_everybodys_to_read_and_the_lead_offices_to_change(
    province: Province, called: Campaign, signed_in: SignIn, who: str, name: str, status: int
) -> None:
    assert signed_in(province.everybody[who]).get(address(name, called)).status_code == status


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR])
def test_administrators_find_no_business_pages(
    province: Province, called: Campaign, signed_in: SignIn, role: Role
) -> None:
    client = signed_in(make_person(province.office, role))
    assert {client.get(address(name, called)).status_code for name in PAGES} == {404}


def test_a_unit_sees_itself_alone_on_the_roster(province: Province, called: Campaign, signed_in: SignIn) -> None:
    client = signed_in(province.filler)
    other = Placement.objects.get(campaign=called, unit=province.schools[1])
    assert client.get(address("roster", called)).context["state"].total == 1
    assert client.get(reverse("campaigns:placement", args=[called.slug, other.pk])).status_code == 404


def test_a_campaign_made_by_hand_keeps_the_rows_in_the_order_of_their_places(
    province: Province, signed_in: SignIn
) -> None:
    client = signed_in(province.officer)
    sent = fields(client.get(reverse("campaigns:new")))
    sent |= {"name": "手工活动周", "slug": "by-hand", "start": "2023年5月20日", "end": "2023-05-31"}
    sent |= {"streams-0-name": "第二项", "streams-0-place": "2", "streams-1-name": "第一项", "streams-1-place": "1"}
    sent |= {"duties-0-title": "统计表", "duties-0-kind": "return", "duties-0-due_day": "6月15日"}
    response = client.post(reverse("campaigns:new"), sent)
    assert response.status_code == 200
    assert "不是日期" in response.content.decode()
    assert not Campaign.objects.exists()
    response = client.post(
        reverse("campaigns:new"), sent | {"duties-0-due_day": "2023.6.15", "duties-0-due_time": "17:00"}
    )
    made = Campaign.objects.get(slug="by-hand")
    assert response.headers["Location"] == reverse("campaigns:campaign", args=["by-hand"])
    assert [stream.name for stream in made.streams.all()] == ["第一项", "第二项"]
    assert made.duties.get().due_at == clock.instant(date(2023, 6, 15), 17)


def test_more_rows_are_given_without_script_and_nothing_typed_is_lost(province: Province, signed_in: SignIn) -> None:
    client = signed_in(province.officer)
    sent = fields(client.get(reverse("campaigns:new"))) | {
        "theme": "打了一半",
        "venues-0-name": "广场",
        "more": "venues",
    }
    response = client.post(reverse("campaigns:new"), sent)
    venues = next(each for each in response.context["lists"] if each.name == "venues")
    assert len(venues.rows.forms) == 5
    assert 'value="广场"' in response.content.decode()
    assert 'value="打了一半"' in response.content.decode()
    assert not Campaign.objects.exists()


def test_the_form_saved_as_it_stands_changes_nothing(province: Province, signed_in: SignIn) -> None:
    full = content(
        sub_weeks=[SubWeekFacts(name="气象科技周", agency="测试省气象局", description="看云识天气")],
        venues=[VenueFacts(part=VenuePart.BRANCH, name="湖畔广场", address="湖滨路1号")],
    )
    campaign = create_campaign(actor=province.officer, facts=campaign_facts(), content=full)
    client = signed_in(province.officer)
    assert client.post(address("edit", campaign), fields(client.get(address("edit", campaign)))).status_code == 302
    assert content_of(campaign) == full
    page = markup(client.get(address("campaign", campaign)))
    assert "湖滨路1号" in page
    assert "看云识天气" in page


def test_a_cleared_row_is_taken_away(province: Province, draft: Campaign, signed_in: SignIn) -> None:
    client = signed_in(province.officer)
    sent = fields(client.get(address("edit", draft))) | {"duties-1-title": "", "duties-1-due_day": ""}
    assert client.post(address("edit", draft), sent).status_code == 302
    assert [duty.kind for duty in draft.duties.all()] == ["return"]


def test_an_unchanged_form_changes_nothing_but_the_version(
    province: Province, draft: Campaign, signed_in: SignIn
) -> None:
    before = content_of(draft)
    client = signed_in(province.officer)
    client.post(address("edit", draft), fields(client.get(address("edit", draft))))
    draft.refresh_from_db()
    assert content_of(draft) == before
    assert draft.version == 2


def test_a_stale_form_is_refused_with_both_versions(province: Province, draft: Campaign, signed_in: SignIn) -> None:
    client = signed_in(province.officer)
    sent = fields(client.get(address("edit", draft)))
    client.post(address("edit", draft), sent | {"theme": "先改的"})
    response = client.post(address("edit", draft), sent | {"theme": "后改的"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "先改的" in page
    assert "后改的" in page


def test_the_preview_counts_units_and_names_those_without_a_chain(
    province: Province, draft: Campaign, signed_in: SignIn
) -> None:
    make_unit("没有上级的单位", code=630000)
    client = signed_in(province.officer)
    response = client.get(address("call", draft))
    assert response.context["expected"] == 5
    assert "没有上级的单位" in response.content.decode()
    assert client.post(address("call", draft)).status_code == 302
    assert Placement.objects.filter(campaign=draft).count() == 5


def test_roster_changes_and_extensions_go_through_their_forms(
    province: Province, called: Campaign, signed_in: SignIn
) -> None:
    client = signed_in(province.officer)
    late = make_unit("测试县第三中学", under=province.county)
    client.post(address("add", called), {"unit": str(late.pk), "reason": "新近成立，应当报送。"})
    placement = Placement.objects.get(campaign=called, unit=late)
    row = Assignment.objects.filter(unit=late).earliest("duty__position")
    county = signed_in(province.county_officer)
    day = (row.due_at + timedelta(days=6)).astimezone(clock.SHANGHAI).date()
    sent = {"due_at": f"{day:%Y-%m-%d}", "reason": "学校正在期中考试。"}
    response = county.post(reverse("campaigns:extend", args=[called.slug, placement.pk, row.pk]), sent, follow=True)
    assert "请同时向上级说明" in response.content.decode()
    client.post(reverse("campaigns:remove", args=[called.slug, placement.pk]), {"reason": "经核实不在范围内。"})
    placement.refresh_from_db()
    assert placement.removed_reason == "经核实不在范围内。"


def test_an_office_sets_its_own_date_and_nobody_elses(province: Province, called: Campaign, signed_in: SignIn) -> None:
    own = OfficeDate.objects.filter(duty__campaign=called, office=province.county).earliest("duty__position")
    other = OfficeDate.objects.filter(duty__campaign=called, office=province.prefecture).earliest("duty__position")
    client = signed_in(province.county_officer)
    path = reverse("campaigns:set_date", args=[called.slug, own.pk])
    assert "最晚 2023-06-13" in client.post(path, {"due_at": "2023-06-14"}).content.decode()
    assert client.post(path, {"due_at": "2023-06-06"}).status_code == 302
    own.refresh_from_db()
    assert own.due_at == clock.end_of(date(2023, 6, 6))
    assert client.post(reverse("campaigns:set_date", args=[called.slug, other.pk]), {}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_three(province: Province, signed_in: SignIn, count: int) -> None:
    for number in range(count):
        campaign = make_campaign(province.officer, slug=f"week-{number}")
        make_notice(province.officer, f"第{number}份\n" + TEXT)
    client = signed_in(province.officer)
    client.get(address("campaign", campaign))
    costs = {}
    for name in ("list", "notices"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(name, campaign)).status_code == 200
        costs[name] = len(queries)
    assert costs == {"list": LIST_QUERIES, "notices": LIST_QUERIES}


@pytest.mark.parametrize("count", [1, 3])
def test_the_roster_costs_the_same_for_one_and_three(
    province: Province, draft: Campaign, signed_in: SignIn, count: int
) -> None:
    for number in range(count):
        make_unit(f"测试县第{number}小学", under=province.county)
    call_campaign(actor=province.officer, campaign_id=draft.pk)
    client = signed_in(province.officer)
    client.get(address("roster", draft))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address("roster", draft)).status_code == 200
    assert len(queries) == ROSTER_QUERIES


def test_the_roster_is_exported_with_its_chains(province: Province, called: Campaign, signed_in: SignIn) -> None:
    answer = signed_in(province.officer).get(address("roster", called), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "测试县第一中学" in text
    assert " → " in text


def test_a_found_value_is_marked_in_the_text_and_confirmed_beside_it(province: Province, signed_in: SignIn) -> None:
    notice = make_notice(province.officer)
    client = signed_in(province.officer)
    path = reverse("campaigns:check_notice", args=[notice.pk])
    response = client.get(path)
    page = response.content.decode()
    assert '<span class="m theme">热爱科学 崇尚科学<sup>主题</sup></span>' in page
    assert "请看一眼" in page
    assert not Campaign.objects.exists()
    sent = fields(response) | {"theme": "更正后的主题"}
    assert client.post(path, sent).status_code == 302
    made = Campaign.objects.get(notice=notice)
    assert (made.theme, made.slug, made.duties.count()) == ("更正后的主题", "2023", 4)
    assert client.get(reverse("campaigns:notice", args=[notice.pk])).context["made"] == made


def test_a_notice_of_another_place_is_not_found(province: Province, signed_in: SignIn) -> None:
    notice = make_notice(province.officer)
    client = signed_in(province.county_officer)
    for name in ("notice", "check_notice"):
        assert client.get(reverse(f"campaigns:{name}", args=[notice.pk])).status_code == 404
    assert Notice.objects.count() == 1


def test_the_markup_of_a_notice_is_shown_and_never_run(province: Province, signed_in: SignIn) -> None:
    notice = make_notice(province.officer, "<script>alert(1)</script>\n" + TEXT)
    page = signed_in(province.officer).get(reverse("campaigns:notice", args=[notice.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
