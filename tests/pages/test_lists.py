"""The one list: whatever the address says it answers, and it costs the same however long it is."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.db.models import TextChoices
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sciweek.pages.lists import SIZES, Column, Filter, ListState, list_response, narrowed, page_numbers
from tests.pages.frame import LIST

Groups = Callable[..., list[Group]]
odd_text = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["-name", "--name", "pk", "-1", "0", "²", "٣", "1e9", "999999999999", "\x00", "a", "甲类", "'; --", "%"]
    ),
)
addresses = st.dictionaries(
    st.one_of(
        st.sampled_from(["q", "sort", "page", "size", "letter", "export", "kept"]), st.text(min_size=1, max_size=8)
    ),
    odd_text,
    max_size=6,
)


def names_in(page: bytes) -> list[str]:
    text = page.decode()
    return [
        part.split(">", 1)[1].split("</a>", 1)[0]
        for part in text.split('<th scope="row">')[1:]
        for part in [part.split("<a href", 1)[1]]
    ]


@given(addresses)
def test_any_address_reads_as_a_state_the_list_declares(params: dict[str, str]) -> None:
    state = ListState.of(LIST, params)
    assert state.page >= 0
    assert state.size in SIZES
    assert state.sort in {"", "name", "number"}
    assert set(state.chosen.items()) <= {("letter", "a"), ("letter", "b")}
    assert "\x00" not in state.q
    assert len(state.q) <= 100


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(params=addresses)
def test_any_address_gets_an_answer(params: dict[str, str], client: Client, groups: Groups) -> None:
    Group.objects.get_or_create(name="a 示例")
    answer = client.get(f"/list/?{urlencode(params)}")
    assert answer.status_code in {200, 302}


def test_search_wants_every_word(client: Client, groups: Groups) -> None:
    groups("西宁 科技馆", "西宁 图书馆", "玉树 科技馆")
    assert names_in(client.get("/list/", {"q": "西宁 科技"}).content) == ["西宁 科技馆"]


def test_filter_narrows_and_unknown_choice_is_left_out(client: Client, groups: Groups) -> None:
    groups("a1", "b1")
    assert names_in(client.get("/list/", {"letter": "b"}).content) == ["b1"]
    assert names_in(client.get("/list/", {"letter": "c"}).content) == ["a1", "b1"]


def test_sort_goes_both_ways_and_the_head_says_so(client: Client, groups: Groups) -> None:
    groups("a1", "a3", "a2")
    up, down = client.get("/list/", {"sort": "name"}), client.get("/list/", {"sort": "-name"})
    assert names_in(up.content) == ["a1", "a2", "a3"]
    assert names_in(down.content) == ["a3", "a2", "a1"]
    assert b'aria-sort="ascending"' in up.content
    assert b'href="?sort=-name"' in up.content
    assert b'aria-sort="descending"' in down.content


def test_rows_of_equal_rank_keep_one_order_over_pages(groups: Groups) -> None:
    groups(*[f"a{number:03}" for number in range(60)])
    state = ListState.of(LIST, {"sort": "number", "size": "25"})
    assert narrowed(LIST, Group.objects.all(), state).query.order_by[-1] == "pk"


def test_a_page_beyond_the_end_shows_the_last(client: Client, groups: Groups) -> None:
    groups(*[f"a{number:03}" for number in range(60)])
    answer = client.get("/list/", {"page": "99"})
    assert names_in(answer.content)[-1] == "a059"
    assert "第 51–60 项，共 60 项" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 60])
def test_a_list_costs_the_same_for_one_row_and_sixty(count: int, client: Client, groups: Groups) -> None:
    groups(*[f"a{number:03}" for number in range(count)])
    with CaptureQueriesContext(connection) as seen:
        client.get("/list/", {"q": "a", "letter": "a"})
    assert len(seen) == 2


def test_choices_of_a_filter_are_asked_for_once(groups: Groups, rf: RequestFactory) -> None:
    asked: list[int] = []

    def choices() -> tuple[tuple[str, str], ...]:
        asked.append(1)
        return (("a", "甲类"),)

    page = replace(LIST, filters=(replace(LIST.filters[0], choices=choices),))
    groups("a1")
    list_response(request_of(rf, "/list/?letter=a"), page, Group.objects.all())
    assert len(asked) == 1


def request_of(rf: RequestFactory, address: str) -> Any:
    request: Any = rf.get(address)
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def test_markup_in_a_value_is_shown_as_text(client: Client, groups: Groups) -> None:
    groups("<script>alert(1)</script>")
    page = client.get("/list/", {"q": "<script>"}).content
    assert b"<script>alert" not in page
    assert b"&lt;script&gt;alert" in page


def test_htmx_gets_the_list_alone(client: Client, groups: Groups) -> None:
    groups("a1")
    part = client.get("/list/", headers={"HX-Request": "true"}).content
    assert b"<html" not in part
    assert names_in(part) == ["a1"]


def test_an_empty_list_says_what_to_do_and_a_narrowed_one_how_to_widen(client: Client, db: None) -> None:
    assert "先导入一份名单。" in client.get("/list/").content.decode()
    narrowed_page = client.get("/list/", {"q": "没有"}).content.decode()
    assert "没有符合条件的内容" in narrowed_page
    assert "先导入一份名单。" not in narrowed_page


def test_taking_one_filter_away_keeps_the_rest_of_the_address(client: Client, groups: Groups) -> None:
    groups("a1")
    page = client.get("/list/", {"q": "a", "letter": "a", "sort": "-name", "size": "25"}).content.decode()
    chip = next(part for part in page.split('<a class="chip on" href="')[1:] if "类别" in part.split("</a>")[0])
    address = chip.split('"')[0].replace("&amp;", "&")
    assert "letter" not in address
    assert {"q=a", "sort=-name", "size=25"} <= set(address.removeprefix("?").split("&"))


def test_csv_holds_all_matching_rows_and_no_live_formula(client: Client, groups: Groups) -> None:
    groups(*[f"a{number:03}" for number in range(60)], "=1+1", "b1")
    answer = client.get("/list/", {"export": "csv", "page": "2", "size": "25"})
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert data.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["名称", "编号"]
    assert len(rows) == 63
    assert "'=1+1" in {row[0] for row in rows}
    assert "=1+1" not in {row[0] for row in rows}


def test_xlsx_holds_the_filtered_rows_as_text_and_numbers(client: Client, groups: Groups) -> None:
    made = groups("a=1", "b1")
    groups("=2+3")
    answer = client.get("/list/", {"export": "xlsx", "letter": "a"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert [list(row) for row in book.worksheets[0].values] == [["名称", "编号"], ["a=1", made[0].pk]]
    every = client.get("/list/", {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(every.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    formula = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=2+3")
    assert formula.data_type != "f" or formula.quotePrefix


def test_an_unknown_export_is_the_page(client: Client, groups: Groups) -> None:
    groups("a1")
    assert names_in(client.get("/list/", {"export": "exe"}).content) == ["a1"]


def test_a_bulk_act_changes_the_chosen_rows_only(client: Client, groups: Groups) -> None:
    first, second = groups("a1", "a2")
    client.post("/list/", {"do": "rename", "row": [str(first.pk)]})
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.name.startswith("已改")
    assert second.name == "a2"


def test_choosing_all_means_all_that_match_not_all_there_are(client: Client, groups: Groups) -> None:
    groups("a1", "a2", "b1")
    client.post("/list/?letter=a", {"do": "rename", "all": "1"})
    assert Group.objects.filter(name__startswith="已改").count() == 2
    assert Group.objects.filter(name="b1").exists()


def test_a_row_outside_the_list_is_not_touched(client: Client, groups: Groups) -> None:
    outside, _inside = groups("b1", "a1")
    client.post("/list/?letter=a", {"do": "rename", "row": [str(outside.pk)]})
    outside.refresh_from_db()
    assert outside.name == "b1"


@pytest.mark.parametrize(
    "sent", [{"do": "rename"}, {"do": "other", "all": "1"}, {"do": "rename", "row": ["x", "-1", "²"]}]
)
def test_a_bulk_act_without_choice_changes_nothing_and_says_so(sent: Any, client: Client, groups: Groups) -> None:
    groups("a1")
    answer = client.post("/list/", sent, follow=True)
    assert "没有选中任何一行" in answer.content.decode()
    assert Group.objects.filter(name="a1").exists()


def test_a_refused_bulk_act_shows_its_sentence(client: Client, groups: Groups) -> None:
    (group,) = groups("a1")
    answer = client.post("/list/", {"do": "refuse", "row": [str(group.pk)]}, follow=True)
    assert "这些内容已锁定，不能删除。" in answer.content.decode()


@given(st.integers(1, 500), st.integers(1, 500))
def test_page_numbers_show_ends_and_neighbours_with_gaps_marked(page: int, pages: int) -> None:
    page = min(page, pages)
    shown = page_numbers(page, pages)
    real = [each for each in shown if each]
    assert real == sorted(set(real))
    assert {1, page, pages} <= set(real)
    assert len(shown) <= 7
    for left, right in pairwise(shown):
        assert (left and right and right - left == 1) or left == 0 or right == 0


@dataclass
class Office:
    label: str
    level: int = 2

    def get_level_display(self) -> str:
        return "市州级"


@dataclass
class Row:
    office: Office | None
    at: datetime = datetime(2031, 5, 20, 1, 30, tzinfo=UTC)


def test_a_usual_column_reads_along_its_path_and_sorts_by_it() -> None:
    column = Column.of("office__label", "单位", key="unit")
    assert column.value(Row(Office("海西州科技局"))) == "海西州科技局"
    assert column.value(Row(None)) == ""
    assert (column.key, column.sort) == ("unit", ("office__label",))
    assert Column.of("office__label", "单位", sorts=False).sort == ()


def test_a_usual_column_gives_a_choice_by_its_word_and_a_moment_in_local_time() -> None:
    row = Row(Office("海西州科技局"))
    assert Column.of("office__level", "级别").value(row) == "市州级"
    assert Column.of("at", "时间").value(row) == row.at
    assert Column.of("at", "时间").value(row).utcoffset() == timedelta(hours=8)  # type: ignore[union-attr]


class Letter(TextChoices):
    A = "a", "甲"
    B = "b", "乙"


def test_a_usual_filter_offers_an_enumeration_and_compares_one_field(groups: Groups) -> None:
    groups("a", "b")
    chosen = Filter.among("letter", "字母", Letter, field="name")
    assert chosen.choices() == [("a", "甲"), ("b", "乙")]
    assert [row.name for row in chosen.apply(Group.objects.all(), "b")] == ["b"]
    pairs = Filter.among("which", "哪一个", [(7, "七")], apply=lambda rows, which: rows.exclude(name=which))
    assert pairs.choices() == [("7", "七")]
    assert [row.name for row in pairs.apply(Group.objects.all(), "a")] == ["b"]


def test_a_filter_of_two_keeps_the_true_or_the_false(db: None) -> None:
    accounts = get_user_model().objects
    for name in ("here", "gone"):
        accounts.create(username=name, is_active=name == "here", created_at=timezone.now())
    here = Filter.either("is_active", "在用", yes="在用", no="停用")
    assert here.choices() == [("1", "在用"), ("0", "停用")]
    assert [row.username for row in here.apply(accounts.all(), "1")] == ["here"]
    assert [row.username for row in here.apply(accounts.all(), "0")] == ["gone"]
