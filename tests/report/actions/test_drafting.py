"""What the lead office writes is kept version by version; nothing is written over."""

import pytest
from django.db import DatabaseError, transaction

from sciweek.core.errors import BadInput, NotPermitted, Stale
from sciweek.report.actions.drafting import save_draft
from sciweek.report.content import Texts
from sciweek.report.models import Draft
from sciweek.report.queries.editions import draft_of, texts_of

WRITTEN = Texts(highlights="一\r\n二  ", plans="三")


def save(week, actor=None, version=0, texts=WRITTEN):
    return save_draft(actor=actor or week.lead, campaign_id=week.campaign.pk, version=version, texts=texts)


def test_each_save_is_a_version_of_its_own(week):
    save(week)
    save(week, version=1, texts=Texts(plans="四"))
    assert [draft.number for draft in Draft.objects.order_by("number")] == [1, 2]
    assert Draft.objects.get(number=1).highlights == "一\n二"
    assert texts_of(draft_of(week.campaign)).plans == "四"


def test_saving_the_same_again_makes_no_version(week):
    first = save(week)
    assert save(week, version=1) == first
    assert Draft.objects.count() == 1


def test_a_stale_save_is_refused_with_both_versions(week):
    save(week)
    with pytest.raises(Stale) as refused:
        save(week, texts=Texts(plans="五"))
    assert (refused.value.theirs["plans"], refused.value.yours["plans"]) == ("三", "五")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (Texts(recipient=" "), "主送"),
        (Texts(highlights="长" * 8001), "超过 8,000 个字"),
        (Texts(problems="机密★10年"), "涉密"),
        (Texts(head="blue"), "版头"),
        (Texts(copies="局" * 201), "抄送"),
    ],
)
def test_what_cannot_be_printed_is_refused(week, texts, said):
    with pytest.raises(BadInput, match=said):
        save(week, texts=texts)
    assert not Draft.objects.exists()


def test_only_the_lead_office_writes(week):
    for person in (week.host, week.province.prefecture_officer, week.province.filler):
        with pytest.raises(NotPermitted):
            save(week, actor=person)


def test_the_database_refuses_to_change_what_was_written(week):
    save(week)
    with pytest.raises(DatabaseError), transaction.atomic():
        Draft.objects.update(plans="改")
