"""What was read, kept and cut out of the text again."""

from hypothesis import given
from hypothesis import strategies as st

from sciweek.notices.facts import Mark, NoticeFacts, Sureness, facts_from, pieces
from tests.factories.notices import TEXT, notice_facts

marks = st.lists(
    st.builds(Mark, st.sampled_from(["theme", "hosts"]), st.integers(0, 60), st.integers(0, 60), st.floats(0, 1)),
    max_size=8,
)


@given(st.text(max_size=50), marks)
def test_cutting_a_text_at_any_marks_loses_nothing(text: str, found: list[Mark]) -> None:
    cut = pieces(text, found)
    assert "".join(piece.text for piece in cut) == text
    assert all(piece.text for piece in cut)


def test_of_two_marks_that_overlap_the_longer_one_at_the_same_place_wins() -> None:
    cut = pieces("科技活动周主题", [Mark("theme", 0, 2, 1), Mark("title", 0, 5, 1), Mark("hosts", 3, 7, 1)])
    assert [(piece.text, piece.field) for piece in cut] == [("科技活动周", "title"), ("主题", "")]


def test_facts_come_back_from_what_is_kept() -> None:
    facts = notice_facts()
    again = facts_from(facts.as_json())
    assert again.record == facts.record
    assert list(again.marks) == list(facts.marks)
    assert [piece.text for piece in pieces(TEXT, again.marks) if piece.field == "theme"] == ["热爱科学 崇尚科学"]


def test_a_notice_that_was_never_read_has_no_facts() -> None:
    assert facts_from({}) == NoticeFacts({}, [])


def test_the_least_sure_value_of_a_field_decides() -> None:
    facts = NoticeFacts({"hosts": ["甲", "乙"]}, [Mark("hosts", 0, 1, 0.95), Mark("hosts", 2, 3, 0.5)])
    assert facts.sureness("hosts") == Sureness.LOOK
    assert facts.sureness("theme") == Sureness.FILL
