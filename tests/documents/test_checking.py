"""What the self-check says of the fonts of papers."""

import pytest

from sciweek.core.health import CHECKS
from sciweek.documents.checking import paper_fonts, said_of
from sciweek.documents.papers.fonts import FACES, missing
from sciweek.documents.papers.paper import FANG, TITLE


def test_the_check_is_entered_and_answers_on_this_machine() -> None:
    assert paper_fonts in CHECKS
    assert paper_fonts().ok


@pytest.mark.parametrize("name", [0, 1])
def test_a_face_counts_under_its_chinese_and_its_latin_name(name: int) -> None:
    assert missing(frozenset(names[name] for names in FACES.values())) == []
    assert said_of(frozenset(names[name] for names in FACES.values())).said == "5 种，本机齐全"


def test_what_is_missing_is_named_and_whose_machine_needs_it_is_said() -> None:
    families = frozenset(names[0] for face, names in FACES.items() if face not in {TITLE, FANG})
    line = said_of(families)
    assert line.said == "本机没有方正小标宋简体、仿宋_GB2312。不影响生成；打开、打印公文的电脑要装"
    assert line.ok
    assert all(face in said_of(None).said for face in FACES)
