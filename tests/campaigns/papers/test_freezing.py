"""What is frozen of a notice: every word, and not the day."""

import json
from dataclasses import replace
from datetime import date

from sciweek.campaigns.papers.freezing import fingerprint, kept
from sciweek.campaigns.papers.notice import notice
from tests.campaigns.papers.material import facts


def test_the_same_words_are_the_same_notice_on_another_day_and_after_storing():
    today = kept(notice(facts(copies="某某省教育厅")))
    tomorrow = kept(notice(replace(facts(copies="某某省教育厅"), day=date(2023, 4, 11))))
    assert fingerprint(today) == fingerprint(tomorrow) == fingerprint(json.loads(json.dumps(today)))


def test_every_change_of_words_is_another_notice():
    plain = facts()
    others = [
        facts(background="甲"),
        facts(recipients="乙"),
        facts(attached=False),
        replace(plain, office="别的厅", content=replace(plain.content, bodies=[])),
        replace(plain, content=replace(plain.content, contacts=[])),
    ]
    prints = {fingerprint(kept(notice(each))) for each in (plain, *others)}
    assert len(prints) == 6


def test_what_is_forwarded_counts():
    paper = list(notice(facts()))
    assert fingerprint(kept(paper, attached="a")) != fingerprint(kept(paper, attached="b"))
