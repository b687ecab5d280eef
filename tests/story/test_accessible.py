"""Every page that the resolver knows, opened in a browser by whoever may open it: axe finds nothing, nothing overflows."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sciweek.campaigns.actions.hosting import remark_on
from sciweek.core import clock
from sciweek.core.models import Export, ExportState
from sciweek.mailroom.models import Message
from sciweek.materials.enums import PARTS
from sciweek.people.access import access_of
from sciweek.people.enums import Role
from sciweek.people.models import Account, Membership
from sciweek.people.queries import person_of
from sciweek.returns.actions.summaries import write_summary
from sciweek.returns.exports import ask_transcript
from tests.access.test_declared import patterns
from tests.axe import bring, faults
from tests.factories.campaigns import BEFORE, Province, host_jointly, make_person
from tests.factories.materials import campaign_of_four, handed_in, pictured, reported_on
from tests.factories.notices import make_notice
from tests.factories.returns import AFTER, filled, submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Files, answers without a page, and addresses that only take a POST.
NO_PAGES = {
    *(
        "site:health",
        "site:robots",
        "people:blank_sheet",
        "returns:blank",
        "returns:blank_word",
        "returns:transcript",
        "returns:sheet",
    ),
    *(
        "report:document",
        "report:data_book",
        "desk:export_file",
        "mfa_download_recovery_codes",
        "mfa_view_recovery_codes",
    ),
    *("mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_authenticate", "mfa_reauthenticate"),
    *("demo:trail", "demo:sign_in_as", "account_logout"),
    *("materials:thumb", "materials:web", "materials:original", "materials:proof", "materials:blank_sheet"),
    "returns:summary_file",
}
# What a unit sees otherwise than an officer; the rest of its pages are the officer's with less on them.
OTHER_FOR_A_UNIT = (
    "returns:",
    "desk:home",
    "people:unit",
    "people:change_contact",
    "people:invit",
    "campaigns:campaign",
    *("materials:unit", "materials:picture", "materials:new_report", "materials:import"),
)
ROLES = ("officer", "unit", Role.AUDITOR, Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def world(who, transactional_db):
    """A province with a called campaign, a notice and a return: a draft for who fills it, submitted for the others."""
    province = Province()
    with clock.at(BEFORE):
        campaign = campaign_of_four(province)
        host_jointly(campaign, province.institute)
        host = make_person(province.institute, Role.JOINT_HOST)
        remark = remark_on(actor=host, campaign_id=campaign.pk, text="建议延长一天。")
    with clock.at(AFTER):
        ret = (filled if who == "unit" else submitted)(province.filler, campaign)
        running = ask_transcript(actor=province.officer, campaign=campaign, file_format="csv")
        Export.objects.filter(pk=running.pk).update(state=ExportState.RUNNING, rows=3, of_rows=9)
        ask_transcript(actor=province.officer, campaign=campaign, file_format="xlsx")
        (picture,), (report,) = pictured(province.filler, campaign), reported_on(province.filler, campaign)
        draft = write_summary(actor=province.filler, placement_id=ret.placement_id, text="活动周办得很好。" * 5)
        if who != "unit":
            handed_in(province.filler, campaign, *PARTS)
    notice = make_notice(province.officer)
    return {
        "people": {
            "officer": province.officer,
            "unit": province.filler,
            **{role: make_person(province.office, role) for role in ROLES[2:]},
        },
        "pk": {
            "people:unit": ret.unit_id,
            "materials:pictures": ret.placement_id,
            "materials:picture": picture.pk,
            "materials:report": report.pk,
            "materials:": ret.placement_id,
            "returns:summary_draft": draft.pk,
            "returns:summary": ret.placement_id,
            "returns:": ret.pk,
            "campaigns:notice": notice.pk,
            "campaigns:answer": remark.pk,
            "campaigns:check_notice": notice.pk,
            "people:membership": Membership.objects.first().pk,
            "people:": ret.unit_id,
            "desk:message": getattr(Message.objects.first(), "pk", 0),
        },
        "slug": campaign.slug,
    }


def addresses(world, who):
    """The pages that this role may open, with parameters that lead somewhere; for all but the officer, their own only."""
    person, *others = [
        person_of(world["people"][role].account_id)
        for role in ([who] if who == "unit" else [who, *ROLES[: ROLES.index(who)]])
    ]
    for name, pattern in patterns():
        access = access_of(pattern.callback, pattern.name)
        names = set(pattern.pattern.regex.groupindex)
        if access is None or not access.admits(person) or name in NO_PAGES or names - {"pk", "slug", "code"}:
            continue
        if any(access.admits(other) for other in others):
            continue
        if who == "unit" and not name.startswith(OTHER_FOR_A_UNIT):
            continue
        pk = next((value for key, value in world["pk"].items() if name.startswith(key)), 1)
        given = {"pk": pk, "slug": world["slug"], "code": "A01"}
        yield name, reverse(name, kwargs={each: given[each] for each in names})


@pytest.mark.parametrize("who", ROLES, ids=str)
def test_no_page_has_a_fault_that_axe_can_find(who, world, live_server, browser):
    person = world["people"][who]
    client = Client()
    client.force_login(Account.objects.get(pk=person.account_id), backend="sciweek.people.signin.SignInBackend")
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    wrong, opened = {}, 0
    context = browser.new_context(locale="zh-CN")
    context.add_cookies([{**cookie, "url": live_server.url}])
    bring(context)
    page = context.new_page()
    for name, path in addresses(world, who):
        answer = client.get(path)
        if answer.status_code != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        page.goto(live_server.url + path)
        opened += 1
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            found = faults(page, contrast=width == 1440)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append("wider than the window")
            if found:
                wrong[width, name] = found
    context.close()
    assert wrong == {}
    assert opened
