"""Who may do what with whose: every address that names an object, asked by everybody, for an object near and one above.

The table says what design.md says (scope by place and line, 谁填报谁修改, a draft is the lead's own), written out and not
computed from the rules. Who is not in a row finds nothing (404). After all refusals of a person the database is as before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from sciweek.core import clock
from sciweek.core.scope import Scope
from sciweek.people.access import access_of
from tests.access.objects import World, make_world, status
from tests.access.test_declared import ALL, METHODS, digest
from tests.factories.returns import AFTER

pytestmark = pytest.mark.once
OFFICES_OVER_SCHOOL = {"province", "prefecture", "county"}
OFFICES_OVER_PREFECTURE = {"province", "prefecture"}
OWN = {"filler", "head"}
COLLECTING = {"province", "prefecture", "county", "far prefecture", "far county"}
READS_BY_PLACE = {"joint host", "viewer"}
STAFF = {
    *(OFFICES_OVER_SCHOOL | OWN | READS_BY_PLACE),
    *("sibling", "other county", "far prefecture", "far county", "far filler"),
}
EVERYBODY = STAFF | {
    *("safety_reviewer", "secrecy_reviewer", "publication_reviewer", "contest_judge"),
    *("auditor", "security_administrator", "system_administrator"),
}
SECURITY = {"security_administrator"}
# All six methods are tried by two of those who have a foot in the door; the others try the two that pages use.
ASKS_EVERY_WAY = {"sibling", "other county"}
# Who reads the school, and who reads the prefecture's office: down the line and by place, never upwards or sideways.
READ_NEAR = OFFICES_OVER_SCHOOL | OWN | READS_BY_PLACE
READ_ABOVE = OFFICES_OVER_PREFECTURE | READS_BY_PLACE


@dataclass(frozen=True, slots=True)
class Row:
    """One address: who is answered how for the school's object, and for that of the prefecture's office above it."""

    near: dict[int, set[str]]
    above: dict[int, set[str]]
    method: str = "get"
    data: dict[str, str] = field(default_factory=dict)


def same(answers: dict[int, set[str]], method: str = "get") -> Row:
    """An address whose object is the same for both: a campaign, a notice."""
    return Row(answers, answers, method)


# Who reads the objects and writes his own of the kind, but not these.
WRITES_ELSEWHERE = OFFICES_OVER_SCHOOL | {"joint host"}
WRITES_ABOVE = {"province", "joint host"}
OWN_FORM = Row({200: OWN}, {200: {"prefecture"}})
READING = Row({200: READ_NEAR}, {200: READ_ABOVE})
MANAGING = Row({200: OFFICES_OVER_SCHOOL}, {200: OFFICES_OVER_PREFECTURE})
REASON = {"reason": "青少年人次与签到记录不符，请核实。", "version": "1"}
TABLE = {
    "site:campaign": same({200: EVERYBODY}),
    "invitation": same({}),
    "desk:message": MANAGING,
    "desk:retry": Row({302: OFFICES_OVER_SCHOOL}, {302: OFFICES_OVER_PREFECTURE}, "post"),
    # Nobody's but the asker's, also not of those above. Each has ended, so there is nothing to cancel.
    "desk:export_file": Row({200: {"county"}}, {200: {"prefecture"}}),
    "desk:cancel_export": Row({409: {"county"}}, {409: {"prefecture"}}, "post"),
    "desk:remove_export": Row({302: {"county"}}, {302: {"prefecture"}}, "post"),
    "people:unit": READING,
    "people:change_unit": MANAGING,
    "people:change_contact": Row({200: OFFICES_OVER_SCHOOL | OWN}, {200: OFFICES_OVER_PREFECTURE}),
    "people:move_unit": MANAGING,
    "people:close_unit": MANAGING,
    "people:invite": Row({200: OFFICES_OVER_SCHOOL | OWN | SECURITY}, {200: OFFICES_OVER_PREFECTURE | SECURITY}),
    "people:invitation": Row({200: OFFICES_OVER_SCHOOL | OWN}, {200: OFFICES_OVER_PREFECTURE}),
    "people:revoke": Row({302: OFFICES_OVER_SCHOOL, 403: OWN}, {302: OFFICES_OVER_PREFECTURE}, "post"),
    "people:membership": Row({200: OFFICES_OVER_SCHOOL | OWN | SECURITY}, {200: OFFICES_OVER_PREFECTURE | SECURITY}),
    "people:end": Row(
        {302: OFFICES_OVER_SCHOOL | {"head"}, 403: {"filler"} | SECURITY},
        {302: {"province"}, 403: {"prefecture"} | SECURITY},
        "post",
    ),
    "people:lock": same({302: SECURITY}, "post"),
    "campaigns:campaign": same({200: STAFF}),
    "campaigns:roster": same({200: STAFF}),
    "campaigns:dates_of": same({200: STAFF}),
    "campaigns:edit": same({200: {"province"}}),
    "campaigns:clone": same({200: {"province"}}),
    "campaigns:close": same({200: {"province"}}),
    # Called already: there is nothing left to call.
    "campaigns:call": same({}),
    "campaigns:add": same({200: {"province"}}),
    "campaigns:remove": same({200: {"province"}}),
    "campaigns:placement": READING,
    "campaigns:extend": Row({200: OFFICES_OVER_SCHOOL}, {200: {"province"}}),
    "campaigns:set_date": Row({200: {"county"}}, {200: {"prefecture"}}),
    "campaigns:remarks": same({200: {"province", "joint host"}}),
    "campaigns:answer": same({200: {"province"}}),
    # Called already: nobody describes a stream any more.
    "campaigns:stream": same({}),
    "campaigns:own_notice": same({200: STAFF}),
    # Each writes its own: the lead's, and those of the offices that collect.
    "campaigns:edit_notice": same({200: COLLECTING}),
    "campaigns:issue_notice": same({200: COLLECTING}),
    "campaigns:notice_draft": same({200: COLLECTING | {"joint host"}}),
    "campaigns:circulate_notice": same({302: {"province"}}, "post"),
    # No word is an objection without a reason, and who has not seen the present content is shown it.
    "campaigns:cosign_notice": same({400: {"joint host"}}, "post"),
    "campaigns:waive_notice": Row({409: {"province"}}, {409: {"province"}}, "post", REASON),
    # What an office forwards is for those below it; here the county's notice, and the prefecture's.
    "campaigns:notice_file": Row(
        {200: {"county", "filler", "head", "sibling"}},
        {200: {"prefecture", "county", "filler", "head", "sibling", "other county", "viewer"}},
    ),
    "campaigns:notice": same({200: {"province"}}),
    "campaigns:check_notice": same({200: {"province"}}),
    "materials:unit": READING,
    "materials:pictures": READING,
    "materials:picture": READING,
    "materials:thumb": READING,
    "materials:web": READING,
    "materials:original": READING,
    "materials:media": READING,
    "materials:report": READING,
    "materials:proof": READING,
    # Who reads may not write: only the unit's own people.
    "materials:new_report": OWN_FORM,
    "materials:import_reports": OWN_FORM,
    "materials:remove_picture": Row(
        {302: OWN, 403: WRITES_ELSEWHERE}, {302: {"prefecture"}, 403: WRITES_ABOVE}, "post"
    ),
    "materials:remove_report": Row({302: OWN, 403: WRITES_ELSEWHERE}, {302: {"prefecture"}, 403: WRITES_ABOVE}, "post"),
    "materials:hand_in": Row(
        {302: OWN, 403: WRITES_ELSEWHERE}, {302: {"prefecture"}, 403: WRITES_ABOVE}, "post", {"kind": "media"}
    ),
    "materials:none": Row(
        {400: OWN, 403: WRITES_ELSEWHERE}, {400: {"prefecture"}, 403: WRITES_ABOVE}, "post", {**REASON, "kind": "media"}
    ),
    "materials:reopen": Row(
        {302: OWN, 403: WRITES_ELSEWHERE}, {302: {"prefecture"}, 403: WRITES_ABOVE}, "post", {"kind": "pictures"}
    ),
    "materials:send_back": Row(
        {302: OFFICES_OVER_SCHOOL}, {302: {"province"}, 403: {"prefecture"}}, "post", {**REASON, "kind": "pictures"}
    ),
    "returns:summary": READING,
    "returns:upload_summary": Row({400: OWN}, {400: {"prefecture"}}, "post"),
    "returns:summary_draft": READING,
    "returns:summary_file": READING,
    "returns:review": READING,
    "returns:sheet": READING,
    "returns:word": READING,
    "returns:cell": READING,
    "returns:paper_file": READING,
    # Both have submitted, and have people of their own.
    "returns:enter": same({}),
    # An upload of many files is its office's own, whatever stands above.
    "returns:import_batch": Row({200: {"county"}}, {200: {"prefecture"}}),
    "returns:import_left": Row({200: {"county"}}, {200: {"prefecture"}}),
    "returns:import_submit": Row({302: {"county"}}, {302: {"prefecture"}}, "post"),
    "returns:import_discard": Row({302: {"county"}}, {302: {"prefecture"}}, "post"),
    "returns:import_file": Row({302: {"county"}}, {302: {"prefecture"}}),
    "returns:import_confirm": Row({302: {"county"}}, {302: {"prefecture"}}),
    # Nothing was entered for either, so there is nothing to answer.
    "returns:answer": Row({409: OFFICES_OVER_SCHOOL}, {409: {"province"}, 403: {"prefecture"}}, "post", REASON),
    "returns:checks": READING,
    "returns:check": READING,
    "returns:exempt": Row(
        {302: OFFICES_OVER_SCHOOL}, {302: {"province"}, 403: {"prefecture"}}, "post", {**REASON, "exempted": "skip"}
    ),
    # Of the chain, the office whose turn it is; the others of the chain hear that it is not theirs; nobody his own.
    "returns:accept": Row(
        {302: {"county"}, 409: {"province", "prefecture"}}, {302: {"province"}, 403: {"prefecture"}}, "post", REASON
    ),
    # Any office of the chain sends back, also before its turn.
    "returns:send_back": Row({302: OFFICES_OVER_SCHOOL}, {302: {"province"}, 403: {"prefecture"}}, "post", REASON),
    # A draft's form is its lead office's to edit; the page that restores does not say which form it has seen.
    "returns:edit_group": same({200: {"province"}}),
    "returns:edit_item": same({200: {"province"}}),
    "returns:edit_check": same({200: {"province"}}),
    "returns:form_version": same({200: {"province"}}),
    "returns:restore_version": same({409: {"province"}}, "post"),
    # A saved view is its owner's: here the county's officer's, and the prefecture's.
    "returns:rename_view": Row({302: {"county"}}, {302: {"prefecture"}}, "post", {"name": "另一个名字"}),
    "returns:share_view": Row({302: {"county"}}, {302: {"prefecture"}}, "post", {"shared": "1"}),
    "returns:delete_view": Row({302: {"county"}}, {302: {"prefecture"}}, "post"),
    "report:draft_file": same({200: {"province"}}),
    "report:brief": same({200: {"province"}}),
    # No object either: every office below the lead has a report of its own, over its own units.
    "report:own_file": same({200: {"prefecture", "county", "other county", "far prefecture", "far county"}}),
    # Nothing has gone out, and the joint host is none of this campaign: tests/report says who may what with an edition.
    "report:edition": same({}),
    "report:edition_file": same({}),
    "report:waive": same({}),
    # A figure is no object: everybody sees his own scope behind it.
    "returns:drill": same({200: STAFF}),
    # The first campaign has none before it.
    "returns:compared": same({}),
}
ABOUT_THE_DRAFT = {
    *("returns:edit_group", "returns:edit_item", "returns:edit_check"),
    *("returns:form_version", "returns:restore_version"),
}
WITH_OBJECT = {name: pattern for name, pattern in ALL if pattern.pattern.regex.groupindex}


def addresses(world: World) -> Iterator[tuple[str, str, str, Row, dict[int, set[str]]]]:
    """Name, which object, address, row, and who is answered how, for each address that names an object."""
    for name, pattern in WITH_OBJECT.items():
        for where, objects in (("near", world.near), ("above", world.above)):
            given = objects.get(name) or objects[f"{name.split(':')[0]}:"]
            kwargs = {each: given[each] for each in pattern.pattern.regex.groupindex}
            row = TABLE[name]
            yield name, where, reverse(name, kwargs=kwargs), row, getattr(row, where)


def let_in(world: World, who: str, client: Client) -> list[tuple[str, str, str, int]]:
    """What should have found nothing and did not. Where a role is not admitted at all, it is refused before any object
    is looked for, and `test_declared` tries it."""
    wrong = []
    for name, where, address, _row, answers in addresses(world):
        access = access_of(WITH_OBJECT[name].callback, name)
        if access is not None and not access.admits(world.people[who]):
            continue
        if any(who in people for people in answers.values()):
            continue
        world.choose(client, world.draft if name in ABOUT_THE_DRAFT else world.campaign)
        for method in METHODS if who in ASKS_EVERY_WAY else ("get", "post"):
            answered = status(client, method, address)
            # An address for one method alone says so to the others, before it looks for anything.
            if answered not in {404, 405}:
                wrong.append((name, where, method, answered))
    return wrong


def test_the_table_names_every_address_with_an_object():
    assert set(TABLE) == set(WITH_OBJECT)


@pytest.fixture
def world(db, quick_not_found):
    with clock.at(AFTER):
        yield make_world()


def test_who_is_not_in_a_row_finds_nothing_and_changes_nothing(world):
    clients = {who: world.client(who) for who in world.people}
    before = digest()
    wrong = {who: found for who, client in clients.items() if (found := let_in(world, who, client))}
    assert wrong == {}
    assert digest() == before


def test_who_is_in_a_row_is_answered_as_it_says(world):
    wrong = []
    for who in world.people:
        client = world.client(who)
        for name, where, address, row, answers in addresses(world):
            expected = next((code for code, people in answers.items() if who in people), None)
            if expected is None:
                continue
            world.choose(client, world.draft if name in ABOUT_THE_DRAFT else world.campaign)
            undo, before = transaction.savepoint(), digest() if expected >= 400 else ""
            answered = getattr(client, row.method)(address, row.data).status_code
            if answered != expected:
                wrong.append((who, name, where, answered, expected))
            if expected >= 400 and digest() != before:
                wrong.append((who, name, where, "changed the database"))
            transaction.savepoint_rollback(undo)
    assert wrong == []


def test_the_matrix_notices_a_scope_that_does_not_hold(world, monkeypatch):
    client = world.client("far filler")
    monkeypatch.setattr(Scope, "as_q", lambda scope, **columns: Q())
    found = {(name, where) for name, where, _method, _answered in let_in(world, "far filler", client)}
    assert {("returns:review", "near"), ("returns:cell", "above"), ("people:unit", "near")} <= found
