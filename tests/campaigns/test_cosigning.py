"""会签: every way in which a joint host can stand, and what each means for going out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.campaigns.cosigning import Said, hindrance, stage_of, standings
from sciweek.campaigns.enums import Stage, Standing, Word

HOSTS = [(1, "宣传部"), (2, "科协")]
NOW, OLD = "now", "old"


def stands(*words, asked=(NOW,)):
    return {each.host_id: each.standing for each in standings(HOSTS, words, asked=asked, now=NOW)}


def test_nobody_is_asked_before_the_report_is_sent_round():
    assert stands(asked=()) == {1: Standing.NOT_ASKED, 2: Standing.NOT_ASKED}


def test_a_word_counts_for_the_host_that_gave_it():
    assert stands(Said(1, Word.AGREES, NOW)) == {1: Standing.AGREED, 2: Standing.WAITING}


@pytest.mark.parametrize(
    ("word", "standing"),
    [(Word.AGREES, Standing.AGREED), (Word.OBJECTS, Standing.OBJECTED), (Word.WAIVED, Standing.WAIVED)],
)
def test_the_newest_word_on_this_content_counts(word, standing):
    said = [Said(1, word, NOW, "理由"), Said(1, Word.OBJECTS, NOW), Said(1, Word.AGREES, OLD)]
    assert stands(*said)[1] == standing


@pytest.mark.parametrize("word", list(Word))
def test_a_word_lapses_when_the_content_changes(word):
    assert stands(Said(1, word, OLD), asked=(OLD,))[1] == Standing.OUTDATED


def test_who_was_asked_about_something_else_is_to_be_asked_again():
    assert stands(asked=(OLD,)) == {1: Standing.OUTDATED, 2: Standing.OUTDATED}


def test_a_changed_content_that_returns_finds_its_words_again():
    assert stands(Said(1, Word.AGREES, OLD), Said(1, Word.AGREES, NOW), asked=(OLD, NOW))[1] == Standing.AGREED


SAID = st.builds(Said, st.sampled_from([1, 2, 3]), st.sampled_from(Word), st.sampled_from([NOW, OLD]))


@given(st.lists(SAID, max_size=8), st.lists(st.sampled_from([NOW, OLD]), max_size=3))
def test_nothing_goes_out_without_every_hosts_word_on_exactly_this(words, asked):
    found = standings(HOSTS, words, asked=asked, now=NOW)
    heard = {said.host_id: said.word for said in reversed(words) if said.fingerprint == NOW and said.host_id in {1, 2}}
    free = set(heard) == {1, 2} and set(heard.values()) <= {Word.AGREES, Word.WAIVED}
    assert (hindrance(found) == "") == free


def test_an_objection_cannot_be_waived_and_neither_can_who_was_not_asked():
    found = {
        each.standing: each.waivable
        for words, asked in (((Said(1, Word.OBJECTS, NOW),), (NOW,)), ((), ()), ((), (OLD,)))
        for each in standings(HOSTS, words, asked=asked, now=NOW)
    }
    assert found == {
        Standing.OBJECTED: False,
        Standing.WAITING: True,
        Standing.NOT_ASKED: False,
        Standing.OUTDATED: True,
    }


def test_what_hinders_is_said_with_the_way_out():
    objecting = standings(HOSTS, [Said(1, Word.OBJECTS, NOW)], asked=[NOW], now=NOW)
    assert hindrance(objecting).startswith("宣传部不同意。")
    assert "请先送会签" in hindrance(standings(HOSTS, [], asked=[], now=NOW))
    waiting = standings(HOSTS, [Said(1, Word.AGREES, NOW)], asked=[NOW], now=NOW)
    assert hindrance(waiting).startswith("科协还没有会签")
    assert hindrance([]) == ""


def test_the_stages_follow_each_other_and_begin_anew_after_an_edition():
    assert stage_of(editions=0, asked=[]) == Stage.DRAFT
    assert stage_of(editions=0, asked=[OLD]) == Stage.COSIGNING
    assert stage_of(editions=1, asked=[]) == Stage.ISSUED
    assert stage_of(editions=1, asked=[NOW]) == Stage.COSIGNING
