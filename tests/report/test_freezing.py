"""Hashes of editions: they cover all that is kept, the one before, and nothing that moves by itself. And what has changed."""

import copy
from dataclasses import dataclass, field, replace
from datetime import date

from sciweek.report.changes import difference
from sciweek.report.content import Imprint, Texts, content_of
from sciweek.report.files.data_files import as_data
from sciweek.report.freezing import START, edition_hash, fingerprint, first_broken
from tests.report.material import content, facts, figure, place

VERSIONS = [[1, 1, "a" * 64], [2, 3, "b" * 64]]


def data(**changes):
    texts = changes.pop("texts", None)
    return as_data(content(figure(changes.pop("value", 5)), places=[place(totals={"A01": 5})], texts=texts, **changes))


@dataclass
class Edition:
    number: int
    previous: str
    content: dict = field(default_factory=data)
    versions: list = field(default_factory=lambda: copy.deepcopy(VERSIONS))
    cosigning: list = field(default_factory=list)
    hash: str = ""

    def __post_init__(self):
        self.fingerprint = fingerprint(self.content, self.versions)
        self.hash = edition_hash(self)


def editions():
    first = Edition(1, START)
    return [first, Edition(2, first.hash, data(value=6))]


def test_what_moves_by_itself_makes_no_other_report():
    now = fingerprint(data(), VERSIONS)
    assert fingerprint(data(submitted=12, expected=10), VERSIONS) == now
    assert fingerprint(data(written=date(2001, 6, 1)), VERSIONS) == now
    printed = as_data(content_of(facts(figure(5), places=[place(totals={"A01": 5})]), Texts(), Imprint(1, now, 1, "c")))
    assert fingerprint(printed, VERSIONS) == now


def test_figures_texts_units_and_versions_make_another_report():
    now = fingerprint(data(), VERSIONS)
    others = [
        fingerprint(data(value=6), VERSIONS),
        fingerprint(data(counted=9), VERSIONS),
        fingerprint(data(texts=Texts(plans="继续。")), VERSIONS),
        fingerprint(data(), VERSIONS[:1]),
        fingerprint(data(), [[1, 2, "a" * 64], VERSIONS[1]]),
    ]
    assert len({now, *others}) == 6


def test_whole_editions_hold():
    assert first_broken([]) is None
    assert first_broken(editions()) is None


def test_an_edition_that_was_changed_exchanged_or_left_out_is_found():
    def broken(change):
        kept = editions()
        change(kept)
        return first_broken(kept)

    assert broken(lambda kept: kept[0].content["figures"][0].update(value="9")) == 1
    assert broken(lambda kept: kept[1].versions.pop()) == 2
    assert broken(lambda kept: kept[1].cosigning.append({"host": 1})) == 2
    assert broken(lambda kept: kept.pop(0)) == 1
    assert broken(lambda kept: kept.__setitem__(1, replace(kept[1], number=3))) == 2


def test_what_has_changed_is_told_by_indicator_and_return():
    then, now = data(), data(value=7, texts=Texts(plans="继续。"))
    changed = difference(then, VERSIONS, now, [[2, 4, "c" * 64], [3, 1, "d" * 64]])
    assert [(each.code, each.then, each.now) for each in changed.figures] == [("A01", "5", "7")]
    assert (changed.added, changed.gone, changed.corrected, changed.texts) == (1, 1, 1, True)
    assert changed


def test_nothing_changed_is_nothing():
    assert not difference(data(), VERSIONS, data(written=date(2001, 6, 1)), copy.deepcopy(VERSIONS))


def test_an_indicator_that_came_or_went_is_a_change():
    none, some = as_data(content()), data()
    assert [(each.then, each.now) for each in difference(none, [], some, []).figures] == [("", "5")]
    assert [(each.then, each.now) for each in difference(some, [], none, []).figures] == [("5", "")]


def test_an_edition_of_before_pictures_and_heads_is_the_same_report_still():
    now = data()
    old = {key: value for key, value in now.items() if key != "pictures"}
    old["texts"] = {key: text for key, text in now["texts"].items() if key not in {"head", "copies"}}
    assert fingerprint(old, VERSIONS) == fingerprint(now, VERSIONS)
    assert not difference(old, VERSIONS, now, VERSIONS)
    for change in ({"pictures": [{"sha256": "c"}]}, {"texts": now["texts"] | {"head": "red"}}):
        assert fingerprint({**now, **change}, VERSIONS) != fingerprint(now, VERSIONS)
        assert difference(now, VERSIONS, {**now, **change}, VERSIONS)
