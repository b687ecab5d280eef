"""The demo's pictures: our own motifs under a title in the product's own fonts, none like another."""

from io import BytesIO

import pytest
from PIL import Image

from sciweek.core.images import drawn
from sciweek.demo.materials import WORDS
from sciweek.demo.posters import HEIGHT, LIGHTS, MOTIFS, WIDTH, poster


def test_each_motif_in_each_light_is_a_picture_of_its_own() -> None:
    made = [poster("科普大集", "测试县第一中学", number) for number in range(len(MOTIFS) * len(LIGHTS))]
    assert len(set(made)) == len(made)
    assert {Image.open(BytesIO(each)).size for each in made} == {(WIDTH, HEIGHT)}
    assert (drawn(made[0], 400).width, drawn(made[0], 400).height) == (WIDTH, HEIGHT)


@pytest.mark.parametrize("title", [*WORDS["titles"], "海西蒙古族藏族自治州“风从哪里来”2023年科技活动周·㛃"])
def test_a_title_is_set_whatever_characters_it_has(title: str) -> None:
    with_title, without = (
        Image.open(BytesIO(poster(words, "", 0))).crop((0, 560, WIDTH, HEIGHT)) for words in (title, "")
    )
    assert with_title.getextrema() != without.getextrema()
