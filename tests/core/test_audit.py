"""The audit trail: every change, deletion or exchange is found; seals hold; the database itself refuses."""

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from sciweek.core.audit import SYSTEM, record
from sciweek.core.audit.acts import broken_chains, broken_seals, seal
from sciweek.core.audit.chain import START, entry_hash, merkle_root
from sciweek.core.models import AuditChain, AuditEntry, AuditPersonal, JobRun, StoredFile
from sciweek.places.models import Division

leaves = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=30)
facts = st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8), max_size=4)


@given(leaves, st.data())
def test_a_root_changes_with_any_leaf(rows, data):
    place = data.draw(st.integers(0, len(rows) - 1))
    other = data.draw(st.binary(min_size=32, max_size=32).map(bytes.hex).filter(lambda leaf: leaf != rows[place]))
    assert merkle_root(rows) != merkle_root([*rows[:place], other, *rows[place + 1 :]])
    assert merkle_root(rows) != merkle_root([*rows, other])


@given(facts, facts)
def test_an_entrys_hash_speaks_of_its_facts_and_the_one_before(one, two):
    assert (entry_hash(START, one) == entry_hash(START, two)) == (one == two)
    assert entry_hash(START, one) != entry_hash("1" * 64, one)


@pytest.fixture
def subject(db):
    return Division.objects.get(code=630100)


def act(subject, **detail):
    with transaction.atomic():
        return record(SYSTEM, "test.act", subject, **detail)


def test_a_chain_of_acts_is_whole_and_sealed(subject):
    for number in range(3):
        act(subject, number=number)
    assert seal().count == 3
    assert seal() is None
    assert [*broken_chains(), *broken_seals()] == []


def test_an_act_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(RuntimeError, match="transaction"):
        record(SYSTEM, "test.act", Division.objects.get(code=630100))


def test_a_changed_entry_is_refused_by_the_database(subject):
    entry = act(subject)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(act="something.else")
    with pytest.raises(TypeError):
        entry.save()


def test_a_deleted_last_entry_is_found(subject):
    act(subject)
    last = act(subject)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER ALL")
        cursor.execute("DELETE FROM core_auditentry WHERE id = %s", [last.pk])
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER ALL")
    assert any("缺失" in sentence for sentence in broken_chains())


def test_personal_values_can_be_erased_and_the_chain_stays_whole(subject):
    with transaction.atomic():
        record(SYSTEM, "test.act", subject, personal={"phone": "13905550000"})
    assert "13905550000" not in str(AuditEntry.objects.values_list("detail", "personal_digest"))
    AuditPersonal.objects.all().delete()
    assert list(broken_chains()) == []


def test_two_acts_on_one_subject_at_once_make_one_chain(race):
    subject = Division.objects.get(code=630200)
    results = race(lambda: act(subject, n=1), lambda: act(subject, n=2))
    assert sorted(entry.number for entry in results) == [1, 2]
    assert list(broken_chains()) == []


def test_without_the_lock_two_acts_do_collide(race, monkeypatch):
    """Negative control: heads read without a lock before either writes give both acts the same place."""
    from sciweek.core.audit import acts

    subject = Division.objects.get(code=630200)
    act(subject)
    stale = {key: AuditChain.objects.get(subject_id=str(subject.pk)) for key in [acts.subject_key(subject)]}
    monkeypatch.setattr(
        acts,
        "_locked_heads",
        lambda keys: {
            key: type(stale[key])(
                **{f: getattr(stale[key], f) for f in ("id", "subject_type", "subject_id", "length", "head")}
            )
            for key in keys
        },
    )
    results = race(lambda: act(subject, n=1), lambda: act(subject, n=2))
    assert sum(isinstance(result, Exception) for result in results) == 1


def test_models_say_what_they_are(db):
    assert str(JobRun(name="job")) == "job"
    assert str(StoredFile(name="file.txt")) == "file.txt"
