"""Two people issue one notice at the same moment; the negative control is the careless way of doing the same."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

from sciweek.campaigns.actions.notices import circulate_notice, issue_notice
from sciweek.campaigns.models import IssuedNotice, NoticeRound
from sciweek.core import clock
from tests.campaigns.hosted import hosted_week
from tests.factories.campaigns import BEFORE

Race = Callable[..., list[Any]]
pytestmark = pytest.mark.django_db(transaction=True)


def then(act: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        with clock.at(BEFORE):
            return act()

    return run


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_two_issues_at_once_make_one_edition(race: Race) -> None:
    week = hosted_week()
    seen = week.agreed()
    act = then(lambda: issue_notice(actor=week.lead, campaign_id=week.pk, seen=seen))
    assert kinds(race(act, act)) == ["IssuedNotice", "WrongState"]
    assert IssuedNotice.objects.count() == 1


def test_a_notice_sent_round_twice_at_once_is_sent_once(race: Race) -> None:
    week = hosted_week()
    seen = week.now().fingerprint
    act = then(lambda: circulate_notice(actor=week.lead, campaign_id=week.pk, seen=seen))
    assert kinds(race(act, act)) == ["NoticeRound", "WrongState"]
    assert NoticeRound.objects.count() == 1


def test_without_reading_again_under_the_lock_it_is_sent_twice_and_issued_into_an_error(race: Race) -> None:
    week = hosted_week()
    campaign, office = week.campaign, week.province.office
    both_have_read = threading.Barrier(2)

    def careless() -> IssuedNotice:
        found = week.now()
        both_have_read.wait()
        NoticeRound.objects.create(campaign=campaign, edition=1, fingerprint=found.fingerprint, at=BEFORE)
        return IssuedNotice.objects.create(
            campaign=campaign,
            office=office,
            number=found.next_number,
            title=found.title,
            issuers=[],
            day=BEFORE.date(),
            content=[],
            cosigning=[],
            fingerprint=found.fingerprint,
            at=BEFORE,
        )

    results = race(then(careless), then(careless))
    assert kinds(results) == ["IntegrityError", "IssuedNotice"]
    assert any(isinstance(result, IntegrityError) for result in results)
    assert NoticeRound.objects.count() == 2
