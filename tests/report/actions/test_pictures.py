"""Only what units handed in and may be published is picked; what a unit takes back drops out, also after 会签."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from sciweek.campaigns.enums import DutyKind, Standing
from sciweek.core.errors import BadInput, NotPermitted, Stale, WrongState
from sciweek.core.files import content_of
from sciweek.core.models import AuditEntry
from sciweek.materials.actions.handing import send_back
from sciweek.materials.consent import Consent
from sciweek.materials.enums import Minors, Use
from sciweek.report.actions.pictures import arrange_pictures, drop_pictures, pick_pictures
from sciweek.report.desk.report import since
from sciweek.report.models import Selection
from sciweek.report.pictures import Pick
from sciweek.report.queries.editions import files_of
from sciweek.report.queries.pictures import chosen_of, offered, picks_of, selection_of
from tests.factories.materials import about
from tests.factories.returns import REASON


def pick(week, *pictures, actor=None):
    ids = [picture.pk for picture in pictures]
    return pick_pictures(actor=actor or week.lead, campaign_id=week.campaign.pk, picture_ids=ids)


def drop(week, *pictures, actor=None):
    ids = [picture.pk for picture in pictures]
    return drop_pictures(actor=actor or week.lead, campaign_id=week.campaign.pk, picture_ids=ids)


def arrange(week, *picks, version=1, actor=None):
    return arrange_pictures(actor=actor or week.lead, campaign_id=week.campaign.pk, version=version, picks=picks)


def chosen(week):
    return chosen_of(week.campaign, selection_of(week.campaign))


def take_back(week):
    placement = week.campaign.roster.get(unit_id=week.province.filler.unit_id)
    officer = week.province.county_officer
    send_back(actor=officer, placement_id=placement.pk, kind=DutyKind.PICTURES, reason=REASON)


def test_picked_pictures_have_number_unit_and_the_words_of_their_unit(week):
    navy, teal = week.shown("navy", "teal")
    pick(week, teal, navy)
    first, second = chosen(week)
    assert (first.picture_id, first.caption, first.printed) == (
        navy.pk,
        "县中学科技节",
        f"县中学科技节（{first.unit}）",
    )
    assert (first.name, second.name) == (f"图片/01_{first.unit}.jpg", f"图片/02_{first.unit}.jpg")
    assert content_of(navy.web) == first.read()
    assert AuditEntry.objects.get(act="report.pictures").detail["pictures"] == [navy.pk, teal.pk]


def test_what_is_only_filed_or_not_handed_in_or_shows_children_without_consent_is_not_offered(week):
    children = {"minors": Minors.CHILDREN}
    (filed,) = week.shown("red", facts=about(use=Use.FILED), handed=False)
    (without,) = week.shown("green", facts=about(**children), handed=False)
    agreed = Consent(True, "三年级二班全体家长，书面", date(2023, 5, 20))
    (consented,) = week.shown("blue", facts=about(**children, consent=agreed), handed=False)
    for picture in (filed, without, consented):
        with pytest.raises(BadInput, match="不能公开使用"):
            pick(week, picture)
    week.shown("navy")
    assert set(offered(week.campaign)) & {filed, without, consented} == {consented}
    assert [each["picture"] for each in pick(week, filed, without, consented).pictures] == [consented.pk]


def test_order_words_and_what_is_taken_out_are_kept_as_a_new_list(week):
    navy, teal, gold = week.shown("navy", "teal", "gold")
    pick(week, navy, teal, gold)
    arrange(week, Pick(gold.pk, " 金色\n麦田 "), Pick(navy.pk))
    assert [(each.picture_id, each.caption, each.number) for each in chosen(week)] == [
        (gold.pk, "金色 麦田", 1),
        (navy.pk, "", 2),
    ]
    assert drop(week, gold).number == 3
    assert [len(each.pictures) for each in Selection.objects.order_by("number")] == [3, 2, 1]
    with pytest.raises(WrongState):
        drop(week, gold)
    with pytest.raises(DatabaseError), transaction.atomic():
        Selection.objects.update(number=9)


def test_a_stale_order_is_refused_and_so_are_words_that_cannot_be_printed(week):
    navy, teal = week.shown("navy", "teal")
    pick(week, navy)
    for picks, said in (
        ([Pick(navy.pk, "长" * 121)], "第 1 张的说明超过 120 个字"),
        ([Pick(navy.pk, "机密★")], "涉密"),
        ([Pick(teal.pk)], "刷新页面"),
        ([Pick(navy.pk), Pick(navy.pk)], "刷新页面"),
    ):
        with pytest.raises(BadInput, match=said):
            arrange(week, *picks)
    pick(week, teal)
    with pytest.raises(Stale) as refused:
        arrange(week, Pick(navy.pk, "新说明"))
    assert [each.picture_id for each in refused.value.theirs] == [navy.pk, teal.pk]
    assert Selection.objects.count() == 2


def test_what_a_unit_takes_back_drops_out_and_the_joint_hosts_word_lapses(week):
    navy, _teal = week.shown("navy", "teal")
    pick(week, navy)
    week.agreed()
    take_back(week)
    assert chosen(week) == []
    assert len(picks_of(selection_of(week.campaign))) == 1
    assert week.now().hosts[0].standing == Standing.OUTDATED


def test_an_edition_says_later_that_its_pictures_have_changed(week):
    navy, teal = week.shown("navy", "teal")
    pick(week, navy)
    made = week.issued()
    assert [each["sha256"] for each in made.content["pictures"]] == [navy.web.sha256]
    assert not since(made, week.now())
    pick(week, teal)
    assert since(made, week.now()).pictures
    assert {"图片目录和媒体报道清单.xlsx"} <= {each.file.name for each in files_of(made)}


def test_who_may_do_what(week):
    (navy,) = week.shown("navy")
    province = week.province
    for person in (week.host, province.prefecture_officer, province.county_officer, province.filler):
        for act in (lambda: pick(week, navy, actor=person), lambda: drop(week, navy, actor=person)):  # noqa: B023
            with pytest.raises(NotPermitted):
                act()
        with pytest.raises(NotPermitted):
            arrange(week, version=0, actor=person)
    assert pick(week, navy).number == 1
