"""Two people at one report at the same moment; the negative control is the careless way of doing the same."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.report.actions.cosigning import circulate
from sciweek.report.actions.issuing import issue_report
from sciweek.report.actions.pictures import pick_pictures
from sciweek.report.models import Circulation, Selection, Snapshot
from sciweek.report.queries.editions import report_of
from sciweek.report.queries.pictures import selection_of
from tests.factories.returns import AFTER
from tests.report.conftest import ReportedWeek, reported_week

Race = Callable[..., list[Any]]
pytestmark = pytest.mark.django_db(transaction=True)


def prepared() -> tuple[ReportedWeek, str]:
    week = reported_week()
    with clock.at(AFTER):
        return week, week.now().fingerprint


def then(act: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        with clock.at(AFTER):
            return act()

    return run


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_a_report_sent_round_twice_at_once_is_sent_once(race: Race) -> None:
    week, seen = prepared()
    act = then(lambda: circulate(actor=week.lead, campaign_id=week.campaign.pk, seen=seen))
    results = race(act, act)
    # The loser has read the report either before or after the winner's round.
    assert kinds(results)[0] == "Circulation"
    assert kinds(results)[1] in {"Stale", "WrongState"}
    assert Circulation.objects.count() == 1


def test_without_comparing_under_the_lock_it_is_sent_twice(race: Race) -> None:
    week, seen = prepared()
    both_have_read = threading.Barrier(2)

    def careless() -> Circulation:
        campaign = Campaign.objects.select_related("office", "previous").get(pk=week.campaign.pk)
        report = report_of(campaign, proven=False)
        both_have_read.wait()
        assert seen not in report.asked
        return Circulation.objects.create(campaign=campaign, edition=report.next_number, fingerprint=seen, at=AFTER)

    assert kinds(race(then(careless), then(careless))) == ["Circulation", "Circulation"]
    assert Circulation.objects.count() == 2


def test_two_issues_at_once_make_one_edition(race: Race) -> None:
    week, _seen = prepared()
    with clock.at(AFTER):
        seen = week.agreed()
    act = then(lambda: issue_report(actor=week.lead, campaign_id=week.campaign.pk, seen=seen))
    results = race(act, act)
    assert kinds(results)[0] == "Snapshot"
    assert kinds(results)[1] in {"Stale", "WrongState"}
    assert Snapshot.objects.count() == 1


def test_two_who_pick_at_once_lose_nothing(race: Race) -> None:
    week = reported_week()
    with clock.at(AFTER):
        first, second = week.shown("navy", "teal")

    def pick(pk: int) -> Callable[[], Any]:
        return then(lambda: pick_pictures(actor=week.lead, campaign_id=week.campaign.pk, picture_ids=[pk]))

    assert kinds(race(pick(first.pk), pick(second.pk))) == ["Selection", "Selection"]
    newest = Selection.objects.order_by("-number").first()
    assert newest is not None
    assert {each["picture"] for each in newest.pictures} == {first.pk, second.pk}


def test_without_the_lock_both_begin_from_the_same_list(race: Race) -> None:
    week = reported_week()
    both_have_read = threading.Barrier(2)

    def careless() -> Selection:
        last = selection_of(week.campaign)
        both_have_read.wait()
        number = last.number + 1 if last else 1
        return Selection.objects.create(campaign=week.campaign, number=number, pictures=[], at=AFTER)

    assert kinds(race(careless, careless)) == ["IntegrityError", "Selection"]
