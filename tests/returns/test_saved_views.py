"""Saved views: each person's own, an officer's also for the office; at most 50, also for two savings at once."""

import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.act_words import word_of
from sciweek.core.errors import BadInput, NotFound, NotPermitted, WrongState
from sciweek.core.models import AuditEntry
from sciweek.people.enums import Role
from sciweek.people.person import Person
from sciweek.returns.actions.saved_views import MOST, delete_view, rename_view, save_view, share_view
from sciweek.returns.models import SavedView
from sciweek.returns.queries.saved_views import views_for
from tests.factories.campaigns import Province, make_person
from tests.factories.returns import AFTER
from tests.pages.markup import markup

SignIn = Callable[[Person], Client]
VIEWS = "/desk/returns/totals/views/"
QUERY = "rows=place&columns=kind&by=2&show=A01"


def people_of(province: Province) -> dict[str, Person]:
    return {
        "owner": province.county_officer,
        "colleague": make_person(province.county),
        "viewer of the office": make_person(province.county, Role.VIEWER),
        "office above": province.prefecture_officer,
        "filler": province.filler,
    }


def test_who_sees_and_changes_a_view(province: Province, campaign: Campaign) -> None:
    people = people_of(province)
    view = save_view(actor=people["owner"], name="各类单位", query=QUERY)
    assert [who for who, person in people.items() if view in views_for(person)] == ["owner"]
    share_view(actor=people["owner"], view_id=view.pk, shared=True)
    seen = ["owner", "colleague", "viewer of the office"]
    assert [who for who, person in people.items() if view in views_for(person)] == seen
    for who in people.keys() - {"owner"}:
        for act in (
            lambda actor: rename_view(actor=actor, view_id=view.pk, name="改了"),
            lambda actor: share_view(actor=actor, view_id=view.pk, shared=False),
            lambda actor: delete_view(actor=actor, view_id=view.pk),
        ):
            with pytest.raises(NotFound):
                act(people[who])
    assert rename_view(actor=people["owner"], view_id=view.pk, name="  各类\n单位，分市州 ").name == "各类 单位，分市州"
    assert delete_view(actor=people["owner"], view_id=view.pk) == "各类 单位，分市州"
    assert not SavedView.objects.exists()
    acts = list(AuditEntry.objects.filter(act__startswith="view.").order_by("number").values_list("act", flat=True))
    assert acts == ["view.save", "view.share", "view.rename", "view.delete"]
    assert all(word_of(act) != act for act in acts)


@pytest.mark.once
@pytest.mark.parametrize(
    ("who", "may"), [("owner", True), ("office above", True), ("filler", False), ("viewer of the office", False)]
)
def test_who_may_share(province: Province, campaign: Campaign, who: str, may: bool) -> None:
    actor = people_of(province)[who]
    own = save_view(actor=actor, name="自己看", query=QUERY)
    for act in (
        lambda: save_view(actor=actor, name="给大家看", query=QUERY, shared=True),
        lambda: share_view(actor=actor, view_id=own.pk, shared=True),
    ):
        if may:
            assert act().shared
        else:
            with pytest.raises(NotPermitted):
                act()


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "said"), [("  ", "起个名字"), ("长" * 41, "最多 40 个字"), ("常看", "已有名为“常看”")]
)
def test_a_name_that_cannot_be_kept_is_refused(province: Province, campaign: Campaign, name: str, said: str) -> None:
    first = save_view(actor=province.officer, name="常看", query=QUERY)
    second = save_view(actor=province.officer, name="另一个", query=QUERY)
    with pytest.raises(BadInput, match=said):
        save_view(actor=province.officer, name=name, query=QUERY)
    with pytest.raises(BadInput, match=said):
        rename_view(actor=province.officer, view_id=second.pk, name=name)
    assert rename_view(actor=province.officer, view_id=first.pk, name="常看").name == "常看"
    # Another person's names are no matter.
    save_view(actor=province.county_officer, name="常看", query=QUERY)


def kept(person: Person, count: int) -> None:
    SavedView.objects.bulk_create(
        SavedView(account_id=person.account_id, unit_id=person.unit_id, name=f"第{n}个", query=QUERY, saved_at=AFTER)
        for n in range(count)
    )


def test_the_fiftieth_is_the_last(province: Province, campaign: Campaign) -> None:
    kept(province.officer, MOST - 1)
    save_view(actor=province.officer, name="最后一个", query=QUERY)
    with pytest.raises(WrongState, match="最多保存 50 个"):
        save_view(actor=province.officer, name="多出来的", query=QUERY)
    with pytest.raises(BadInput, match="条件太多"):
        save_view(actor=province.county_officer, name="太长", query="show=A01&" * 300)


@pytest.mark.django_db(transaction=True)
def test_two_savings_at_once_do_not_pass_the_limit(race: Callable[..., list[Any]]) -> None:
    officer = Province().officer
    kept(officer, MOST - 1)
    results = race(
        *(lambda name=name: save_view(actor=officer, name=name, query=QUERY) for name in ("甲", "乙"))  # type: ignore[misc]
    )
    assert sorted(type(result).__name__ for result in results) == ["SavedView", "WrongState"]
    assert SavedView.objects.count() == MOST


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_savings_do_pass_it(race: Callable[..., list[Any]]) -> None:
    officer = Province().officer
    kept(officer, MOST - 1)
    both_have_counted = threading.Barrier(2)

    def careless(name: str) -> SavedView | None:
        count = SavedView.objects.filter(account=officer.account_id).count()
        both_have_counted.wait()
        if count >= MOST:
            return None
        own = {"account_id": officer.account_id, "unit_id": officer.unit_id, "query": QUERY, "saved_at": clock.now()}
        return SavedView.objects.create(name=name, **own)

    race(lambda: careless("甲"), lambda: careless("乙"))
    assert SavedView.objects.count() == MOST + 1


@pytest.mark.once
def test_a_choice_is_saved_opened_and_said_to_be_outdated(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    client = signed_in(province.officer)
    page = markup(client.get(f"{VIEWS}?{QUERY}"))
    assert "行：地区，列：单位类型，A01 举办科普专题活动" in page
    typed = {"name": "活动次数", "shared": "on", "query": f"{QUERY}&since=1"}
    answer = client.post(reverse("returns:save_view"), typed)
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == parse_qs(QUERY)
    view = SavedView.objects.get()
    assert (view.shared, parse_qs(view.query)) == (True, parse_qs(QUERY))
    SavedView.objects.update(query=f"{QUERY}&show=Z99&kind=castle")
    listed = markup(client.get(VIEWS))
    assert "有 2 个条件对这届活动周已不适用" in listed
    opened = markup(client.get(f"/desk/returns/totals/?{QUERY}&show=Z99&kind=castle"))
    assert "指标“Z99”" in opened
    assert "单位类型“castle”" in opened


@pytest.mark.once
def test_a_refused_name_stays_typed_with_its_choice(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    client = signed_in(province.filler)
    save_view(actor=province.filler, name="常看", query=QUERY)
    answer = client.post(reverse("returns:save_view"), {"name": "常看", "query": QUERY})
    assert answer.status_code == 400
    body = markup(answer)
    assert 'value="常看"' in body
    assert "已有同名的视图" in body
    assert "rows=place&amp;columns=kind" in body
    assert 'name="shared"' not in body
    assert (
        client.post(reverse("returns:save_view"), {"name": "新的", "query": QUERY, "shared": "on"}).status_code == 403
    )


@pytest.mark.once
def test_a_view_is_renamed_shared_and_deleted_on_its_page(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    client = signed_in(province.officer)
    view = save_view(actor=province.officer, name="常看", query=QUERY)
    client.post(reverse("returns:rename_view", args=[view.pk]), {"name": "月报用"})
    client.post(reverse("returns:share_view", args=[view.pk]), {"shared": "1"})
    body = markup(client.get(VIEWS))
    assert "月报用</a>" in body
    assert "本单位同事" in body
    body = markup(client.post(reverse("returns:delete_view", args=[view.pk]), follow=True))
    assert "已删除视图“月报用”" in body
    assert "还没有保存的视图" in body
    assert client.post(reverse("returns:delete_view", args=[view.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    province: Province, campaign: Campaign, signed_in: SignIn, django_assert_num_queries: Any, count: int
) -> None:
    kept(province.officer, count)
    client = signed_in(province.officer)
    client.get(VIEWS)
    with django_assert_num_queries(8):
        assert client.get(VIEWS).content.decode().count("rows=place") == count
