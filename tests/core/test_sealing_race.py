"""Two who seal at the same moment: every entry gets under one seal; the control is what happens to the careless."""

import threading
import time

import pytest
from django.db import IntegrityError, transaction

from sciweek.core.audit import SYSTEM, record
from sciweek.core.audit.acts import broken_chains, broken_seals, seal
from sciweek.core.models import AuditEntry, AuditSeal
from sciweek.places.models import Division

pytestmark = pytest.mark.django_db(transaction=True)


def act():
    with transaction.atomic():
        record(SYSTEM, "test.act", Division.objects.get(code=630100))


@transaction.atomic
def seal_slowly():
    made = seal()
    time.sleep(0.1)
    return made


@pytest.mark.parametrize("sealed_before", [True, False])
def test_who_comes_second_seals_what_the_first_left(race, sealed_before):
    act()
    if sealed_before:
        seal()
        act()
    results = race(seal_slowly, seal_slowly)
    assert sorted(type(result).__name__ for result in results) == ["AuditSeal", "NoneType"]
    assert [*broken_chains(), *broken_seals()] == []
    assert AuditEntry.objects.filter(leaf__isnull=True).count() == 0


def test_who_reads_the_last_seal_before_it_is_his_turn_makes_the_same_number(race):
    act()
    seal()
    both_have_read = threading.Barrier(2, timeout=20)

    def careless():
        last = AuditSeal.objects.order_by("-number").first()
        both_have_read.wait()
        return AuditSeal.objects.create(
            number=last.number + 1, at=last.at, count=0, root=last.root, previous=last.code, code=last.code
        )

    results = race(careless, careless)
    assert sorted(type(result) for result in results if isinstance(result, Exception)) == [IntegrityError]
