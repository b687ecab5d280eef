"""What a unit reported a campaign before, beside the cells of a form whose indicators have changed since."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sciweek.campaigns.actions.calling import call_campaign
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.documents.sheets.tables import read_tables
from sciweek.people.person import Person
from sciweek.returns.actions.forms import make_form
from sciweek.returns.carried import NO_LAST, Last, carried
from sciweek.returns.enums import CellState, LinkKind
from sciweek.returns.importing.reading import read_filled
from sciweek.returns.links import comparisons
from sciweek.returns.models import Return
from sciweek.returns.queries.checks import findings_by_return, findings_of
from sciweek.returns.queries.last import last_of
from sciweek.returns.template import FormText, read_template
from sciweek.returns.values import NOT_HERE, CellContent
from tests.factories.campaigns import BEFORE, Province, make_campaign
from tests.factories.returns import filled, opened, submitted
from tests.pages.markup import markup

THEN = ("Q1", "P1", "M1", "M2", "S1", "R1")
NOW = ("Q1", "P2", "M9", "S8", "S9", "R9", "K1")
LINKS = (
    ("P1", "P2", LinkKind.RENAMED),
    ("M1", "M9", LinkKind.MERGED),
    ("M2", "M9", LinkKind.MERGED),
    ("S1", "S8", LinkKind.SPLIT),
    ("S1", "S9", LinkKind.SPLIT),
    ("R1", "R9", LinkKind.REDEFINED),
)
PLAIN = 'unit = "次"\nkind = "integer"\n'


def form(
    codes: tuple[str, ...], links: tuple[tuple[str, str, LinkKind], ...] = (), checks: str = "", **kinds: str
) -> FormText:
    """A form of whole numbers; `kinds` are other kinds and units, by code. No cell of `checks` may be twice last year's."""
    items = "".join(
        f'[[groups.items]]\ncode = "{code}"\nname = "指标{code}"\n{kinds.get(code, PLAIN)}required = false\n'
        for code in codes
    )
    doubled = "".join(
        f'[[checks]]\ncode = "R{n}"\ngrade = "提示性"\nformula = "{c} ≤ 上年({c}) × 2"\nsentence = "不过两倍"\n'
        for n, c in enumerate(checks.split())
    )
    came = "".join(f'[[links]]\nbefore = "{b}"\nafter = "{a}"\nkind = "{kind.value}"\n' for b, a, kind in links)
    return read_template(f'title = "表"\n[[groups]]\nletter = "A"\nname = "全部"\n{items}{doubled}{came}')


OLD, NEW = form(THEN), form(NOW, LINKS, checks="P2 M9 S8 R9 K1")


def value(number: int) -> CellContent:
    return CellContent(CellState.VALUE, number)


def beside(cells: Mapping[str, CellContent], old: FormText = OLD, new: FormText = NEW) -> Last:
    return carried(cells, comparisons([*new.kinds], [*old.kinds], new.links), new, old)


EVERYTHING = {code: value(number) for number, code in enumerate(THEN, 1)}


def test_what_goes_on_is_carried_and_what_means_something_else_is_words() -> None:
    assert beside(EVERYTHING) == Last({"Q1": value(1), "P2": value(2), "M9": value(7)}, frozenset({"S8", "S9", "R9"}))


def test_where_nothing_was_answered_there_is_nothing_to_tell() -> None:
    assert beside({}) == NO_LAST


def test_a_sum_with_a_part_that_was_not_answered_is_none() -> None:
    assert "M9" not in beside({"M1": value(3)}).cells


@pytest.mark.parametrize(
    ("parts", "whole"),
    [((value(3), NOT_HERE), value(3)), ((NOT_HERE, NOT_HERE), NOT_HERE), ((value(0), NOT_HERE), value(0))],
)
def test_what_does_not_exist_adds_nothing(parts: tuple[CellContent, CellContent], whole: CellContent) -> None:
    assert beside(dict(zip(("M1", "M2"), parts, strict=True))).cells["M9"] == whole


def test_a_figure_in_another_unit_is_not_the_same_figure() -> None:
    money = 'unit = "万元"\nkind = "money"\n'
    old = form(("F1", "G1", "G2"))
    links = (("F1", "F2", LinkKind.RENAMED), ("G1", "G9", LinkKind.MERGED), ("G2", "G9", LinkKind.MERGED))
    new = form(("F2", "G9"), links, F2=money, G9=money)
    assert beside({"F1": value(3), "G1": value(1), "G2": value(1)}, old, new) == Last({}, frozenset({"F2", "G9"}))


def test_words_are_carried_and_never_summed() -> None:
    text = 'unit = ""\nkind = "text"\n'
    old = form(("T1", "T2", "T3"), T1=text, T2=text, T3=text)
    links = (("T1", "T8", LinkKind.RENAMED), ("T2", "T9", LinkKind.MERGED), ("T3", "T9", LinkKind.MERGED))
    new = form(("T8", "T9"), links, T8=text, T9=text)
    said = {code: CellContent(CellState.VALUE, text=code) for code in ("T1", "T2", "T3")}
    assert beside(said, old, new) == Last({"T8": said["T1"]}, frozenset({"T9"}))


contents = st.none() | st.just(NOT_HERE) | st.integers(0, 10**9).map(value)


@given(st.lists(contents, min_size=len(THEN), max_size=len(THEN)))
def test_no_cell_has_both_a_figure_and_words_and_none_is_made_up(drawn: list[CellContent | None]) -> None:
    cells = {code: content for code, content in zip(THEN, drawn, strict=True) if content}
    last = beside(cells)
    assert not last.redefined & set(last.cells)
    assert set(last.cells) | last.redefined <= set(NOW)
    assert all(last.cells.get(new) == cells.get(old) for old, new in (("Q1", "Q1"), ("P1", "P2")))


@given(st.dictionaries(st.sampled_from(THEN), contents.filter(bool)))
def test_without_links_a_code_is_what_it_was(cells: dict[str, CellContent]) -> None:
    assert beside(cells, OLD, OLD) == Last(cells)


SignIn = Callable[[Person], Client]


def with_form(province: Province, slug: str, start: date, text: FormText) -> Campaign:
    with clock.at(BEFORE):
        draft = make_campaign(province.officer, slug=slug, start=start, end=start.replace(day=31))
        make_form(actor=province.officer, campaign_id=draft.pk, template=text)
        return call_campaign(actor=province.officer, campaign_id=draft.pk)


@pytest.fixture
def changed(province: Province) -> Campaign:
    """A campaign whose form has changed since the one before, to which the school reported 1 to 6."""
    then = with_form(province, "then", date(2023, 5, 20), OLD)
    submitted(province.filler, then, {code: str(number) for number, code in enumerate(THEN, 1)})
    return with_form(province, "now", date(2024, 5, 20), NEW)


def test_checks_compare_with_last_years_figure_under_its_new_code(province: Province, changed: Campaign) -> None:
    ret = filled(province.filler, changed, dict.fromkeys(NOW, "100"))
    found = findings_of(ret)
    assert [(each.codes, each.standing.value, each.sentence) for each in found] == [
        (("P2",), "open", "不过两倍：P2 填 100，上年 2。"),
        (("M9",), "open", "不过两倍：M9 填 100，上年 7。"),
        (("S8",), "unchecked", "不过两倍：S8 的口径与上一届不同，无法审核。"),
        (("R9",), "unchecked", "不过两倍：R9 的口径与上一届不同，无法审核。"),
        (("K1",), "unchecked", "不过两倍：上一届没有 K1 的数，无法审核。"),
    ]
    rows = Return.objects.select_related("campaign", "placement").filter(pk=ret.pk)
    assert [each for _ret, each in findings_by_return(rows, ret.form)] == [found]


def test_the_page_the_sheet_and_the_word_table_show_it_beside_the_cell(
    province: Province, changed: Campaign, signed_in: SignIn
) -> None:
    ret, client = opened(province.filler, changed), signed_in(province.filler)
    body = markup(client.get(reverse("returns:mine")))
    beside = re.findall(r'<tr id="c-(\w+)".*?<td class="n last">(.*?)</td>', body, re.S)
    assert beside == [
        *(
            ("Q1", "1"),
            ("P2", "2"),
            ("M9", "7"),
            ("S8", "口径变化"),
            ("S9", "口径变化"),
            ("R9", "口径变化"),
            ("K1", "–"),
        )
    ]
    for code, then in (("M9", "7"), ("S8", "口径变化"), ("K1", "–")):
        page = markup(client.get(reverse("returns:cell", args=[ret.pk, code])))
        assert f"<span>上年</span><b>{then}</b>" in page
    for name in ("sheet", "word"):
        data = client.get(reverse(f"returns:{name}", args=[ret.pk])).content
        rows = {row.cells[0]: row.cells[3:4] for row in read_tables(data, "表")[0].rows}
        shown = [str(*rows[code]).replace("None", "") for code in NOW]
        assert shown == ["1", "2", "7", *["口径变化"] * 3, ""]
        layout = read_filled(data, "表", NEW)
        assert not layout.missing
        assert not any(layout.certain.values())


@pytest.mark.parametrize("linked", [False, True])
def test_links_cost_one_query_and_their_absence_none(
    province: Province, linked: bool, django_assert_num_queries: Any
) -> None:
    then = with_form(province, "then", date(2023, 5, 20), OLD)
    submitted(province.filler, then, {"Q1": "1"})
    ret = opened(province.filler, with_form(province, "now", date(2024, 5, 20), NEW if linked else OLD))
    assert last_of(ret).cells == {"Q1": value(1)}
    with django_assert_num_queries(3 if linked else 2):
        last_of(ret)


def test_a_campaign_without_one_before_has_nothing_beside_it(province: Province, campaign: Campaign) -> None:
    assert last_of(opened(province.filler, campaign)) == NO_LAST
