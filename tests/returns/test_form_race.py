"""Two editors of one draft's form at the same moment; the careless way of doing the same loses an edit."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.returns.actions.forms import change_form, ensure_form, make_form
from sciweek.returns.definition.editing import remove_check
from sciweek.returns.enums import FormAct
from sciweek.returns.models import Form, FormChange
from sciweek.returns.queries.forms import form_of, form_text
from sciweek.returns.template import FormText, shipped
from tests.factories.campaigns import BEFORE, Province, make_campaign, make_person

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(race: Callable[..., list[Any]], act: Callable[..., Form]) -> tuple[list[str], int, Campaign]:
    """Two officers each remove another check of the same form; what each got, and how many checks are left."""
    with clock.at(BEFORE):
        province = Province()
        draft = make_campaign(province.officer)
        seen = ensure_form(draft).pk
        people = (province.officer, make_person(province.office))

    def run(number: int, text: FormText) -> Form:
        with clock.at(BEFORE):
            return act(people[number], draft, seen, text)

    texts = [remove_check(shipped(), code) for code in ("R31", "R32")]
    results = race(*[partial(run, number, text) for number, text in enumerate(texts)])
    form = form_of(draft)
    assert form
    return sorted(type(each).__name__ for each in results), len(form_text(form).checks), draft


def test_of_two_edits_at_once_one_is_told_that_the_form_has_changed(race: Callable[..., list[Any]]) -> None:
    def careful(person: Any, draft: Campaign, seen: int, text: FormText) -> Form:
        return change_form(actor=person, campaign_id=draft.pk, seen=seen, text=text, act=FormAct.REMOVE_CHECK)

    results, left, draft = at_once(race, careful)
    assert results == ["Form", "Stale"]
    assert left == len(shipped().checks) - 1
    assert FormChange.objects.filter(campaign=draft).count() == 1


def test_without_asking_which_form_was_seen_one_edit_is_lost(race: Callable[..., list[Any]]) -> None:
    def careless(person: Any, draft: Campaign, seen: int, text: FormText) -> Form:
        return make_form(actor=person, campaign_id=draft.pk, template=text)

    results, left, draft = at_once(race, careless)
    assert results == ["Form", "Form"]
    # Both removed one, and one of them is back.
    assert left == len(shipped().checks) - 1
    assert FormChange.objects.filter(campaign=draft).count() == 2
