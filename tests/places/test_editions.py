"""Taking over a new edition: nothing is deleted, everything is recorded, nothing is half done."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sciweek.core.act_words import word_of
from sciweek.core.audit import SYSTEM
from sciweek.core.errors import BadInput
from sciweek.core.models import AuditEntry
from sciweek.places.actions.editions import import_edition, preview_edition
from sciweek.places.edition import Change
from sciweek.places.models import Division
from sciweek.places.queries import division_by_code, divisions_at, find_division, path_name, subtree_of

pytestmark = pytest.mark.django_db

DAY = date(2030, 1, 1)
EVE = date(2029, 12, 31)


def qinghai(**changed: str | None) -> list[dict[str, str]]:
    """The rows of Qinghai as they are, with names changed, added, or left out (`c630102="…"`, None to leave out)."""
    names = {division.code: division.name for division in subtree_of(630000)}
    for key, name in changed.items():
        code = int(key[1:])
        if name is None:
            del names[code]
        else:
            names[code] = name
    return [{"code": str(code), "name": name} for code, name in names.items()]


def test_a_preview_says_what_would_change_and_writes_nothing() -> None:
    before = list(Division.objects.values_list())
    changes = preview_edition(qinghai(c630102="东城区", c630103=None, c630199="新设区"))
    assert [(change.change, change.code) for change in changes] == [
        (Change.RENAMED, 630102),
        (Change.CLOSED, 630103),
        (Change.ADDED, 630199),
    ]
    assert list(Division.objects.values_list()) == before


def test_a_renamed_division_keeps_its_past_and_bears_the_new_name_from_the_day_on() -> None:
    import_edition(actor=SYSTEM, rows=qinghai(c630102="东城区"), valid_from=DAY)
    assert [divisions_at(day).get(code=630102).name for day in (EVE, DAY)] == ["城东区", "东城区"]
    assert path_name(630102) == "青海省西宁市东城区"


def test_a_closed_division_is_ended_and_not_deleted() -> None:
    count = Division.objects.count()
    import_edition(actor=SYSTEM, rows=qinghai(c630103=None), valid_from=DAY)
    assert Division.objects.count() == count
    assert Division.objects.get(code=630103).valid_to == EVE
    assert division_by_code(630103) is None


def test_an_added_division_hangs_under_its_parent_and_is_found_at_once() -> None:
    assert find_division("新设区") is None
    import_edition(actor=SYSTEM, rows=qinghai(c630199="新设土族自治县"), valid_from=DAY)
    added = Division.objects.get(code=630199)
    assert (added.short_name, added.level, added.valid_from) == ("新设县", 3, DAY)
    assert added.parent == Division.objects.get(code=630100)
    assert find_division("新设") == added


def test_what_lies_under_a_renamed_division_moves_under_its_new_row() -> None:
    import_edition(actor=SYSTEM, rows=qinghai(c632500="海南新州", c632521="共和市"), valid_from=DAY)
    prefecture = Division.objects.get(code=632500, valid_to=None)
    under = Division.objects.filter(parent=prefecture, valid_to=None)
    assert prefecture.name == "海南新州"
    assert set(under.values_list("code", flat=True)) == {632521, 632522, 632523, 632524, 632525}


def test_each_change_is_recorded_once_with_words_for_the_screen() -> None:
    rows = qinghai(c630102="东城区", c630103=None, c630199="新设区")
    import_edition(actor=SYSTEM, rows=rows, valid_from=DAY)
    entries = AuditEntry.objects.filter(act__startswith="division.").order_by("id")
    assert {(entry.act, entry.detail["code"]) for entry in entries} == {
        ("division.renamed", 630102),
        ("division.closed", 630103),
        ("division.added", 630199),
    }
    assert all(word_of(entry.act) != entry.act for entry in entries)


def test_the_same_edition_twice_changes_nothing_the_second_time() -> None:
    import_edition(actor=SYSTEM, rows=qinghai(c630102="东城区"), valid_from=DAY)
    assert import_edition(actor=SYSTEM, rows=qinghai(), valid_from=DAY) == []


def test_an_edition_dated_before_the_division_it_ends_is_refused_whole() -> None:
    import_edition(actor=SYSTEM, rows=qinghai(c630102="东城区"), valid_from=DAY)
    before = list(Division.objects.values_list())
    with pytest.raises(BadInput, match="启用日期应晚于"):
        import_edition(actor=SYSTEM, rows=qinghai(c630102="城东新区", c630199="新设区"), valid_from=DAY)
    assert list(Division.objects.values_list()) == before


def test_a_wrong_row_leaves_everything_as_it_was() -> None:
    before = list(Division.objects.values_list())
    with pytest.raises(BadInput, match="重复"):
        import_edition(
            actor=SYSTEM, rows=[*qinghai(c630102="东城区"), {"code": "630102", "name": "城东"}], valid_from=DAY
        )
    assert list(Division.objects.values_list()) == before
    assert not AuditEntry.objects.filter(act__startswith="division.").exists()


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_end_and_begin_each_division_once(race: Callable[..., list[Any]]) -> None:
    rows = qinghai(c630102="东城区")
    results = race(
        *[lambda: import_edition(actor=SYSTEM, rows=rows, valid_from=DAY) for _ in range(2)],
    )
    assert sorted(len(result) for result in results) == [0, 1]
    assert list(Division.objects.filter(code=630102).order_by("pk").values_list("name", "valid_to")) == [
        ("城东区", EVE),
        ("东城区", None),
    ]
