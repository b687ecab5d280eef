"""An invitation makes one account, however many people open its link at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from sciweek.core.errors import WrongState
from sciweek.people.actions.invitations import Invitee, accept_invitation, invite
from sciweek.people.enums import Role
from sciweek.people.models import Account, Invitation, Membership
from tests.factories.campaigns import Province

EMAIL = "new@example.cn"


def token_of(province: Province) -> str:
    """The link's secret, as only the invited person gets it."""
    issued = invite(
        actor=province.officer,
        unit_id=province.institute.pk,
        role=Role.UNIT_OFFICER,
        invitee=Invitee("测试员", "", EMAIL),
    )
    return issued.link.rstrip("/").rsplit("/", 1)[-1]


@pytest.mark.django_db(transaction=True)
def test_two_acceptances_at_once_make_one_account(race: Callable[..., list[Any]]) -> None:
    token = token_of(Province())
    accounts = Account.objects.count()

    def accept(name: str) -> Callable[[], Membership]:
        return lambda: accept_invitation(token=token, proof=EMAIL, username=name, password="Chun-Feng-2291-lu")

    results = race(accept("first.one"), accept("second.one"))
    assert sorted(type(result) for result in results if isinstance(result, Exception)) == [WrongState]
    assert Account.objects.count() == accounts + 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_be_taken(race: Callable[..., list[Any]]) -> None:
    """The negative control: reading, deciding and writing without the row's lock uses the invitation up twice."""
    token_of(Province())
    both_have_read = threading.Barrier(2, timeout=20)

    def accept_unlocked() -> int:
        found = Invitation.objects.get(email=EMAIL)
        both_have_read.wait()
        if found.accepted_at is not None:
            return 0
        return Invitation.objects.filter(pk=found.pk).update(accepted_at=timezone.now())

    assert race(accept_unlocked, accept_unlocked) == [1, 1]
