"""Returns in every state, made by the room's own actions; and a form's figures that pass its checks."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from sciweek.campaigns.actions.calling import call_campaign
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.people.person import Person
from sciweek.returns.actions.filling import open_return, save_cells
from sciweek.returns.actions.passing import accept_return, send_back_return, submit_return
from sciweek.returns.models import Return
from sciweek.returns.template import shipped
from tests.factories.campaigns import Province, make_campaign

AFTER = datetime(2023, 6, 1, 10, tzinfo=clock.SHANGHAI)
"""A moment after the week at which everybody still reports in time."""
REASON = "青少年人次与签到记录不符，请核实。"


def called_campaign(province: Province, **changes: object) -> Campaign:
    """A campaign of the province's office, called."""
    draft = make_campaign(province.officer, **changes)
    return call_campaign(actor=province.officer, campaign_id=draft.pk)


def whole_form(**typed: str) -> dict[str, str]:
    """Typed texts for every cell of the shipped form that pass its checks: some figures, and 0 for the rest."""
    figures = {
        "A01": "3",
        "A02": "2",
        "A03": "1",
        "A04": "3",
        "B01": "500",
        "B02": "400",
        "B03": "150",
        "B04": "100",
        "B06": "2",
        "C04": "1",
        "D01": "1200",
        "E01": "2",
        "E05": "2",
        "F01": "1.50",
        "F02": "1.50",
    }
    return {item.code: "0" for item in shipped().items} | figures | typed


def opened(person: Person, campaign: Campaign) -> Return:
    """The return of the person's unit."""
    return open_return(actor=person, unit_id=person.unit_id, campaign=campaign)


def filled(person: Person, campaign: Campaign, typed: Mapping[str, str] | None = None) -> Return:
    """The same with its cells typed: the whole form unless told otherwise."""
    ret = opened(person, campaign)
    save_cells(actor=person, ret_id=ret.pk, version=ret.version, typed=whole_form() if typed is None else typed)
    return fresh(ret)


def submitted(person: Person, campaign: Campaign, typed: Mapping[str, str] | None = None) -> Return:
    """The same, submitted."""
    return submit_return(actor=person, ret_id=filled(person, campaign, typed).pk)


def accepted(
    person: Person, campaign: Campaign, by: Sequence[Person], typed: Mapping[str, str] | None = None
) -> Return:
    """The same, accepted by these officers in turn."""
    ret = submitted(person, campaign, typed)
    for officer in by:
        accept_return(actor=officer, ret_id=ret.pk)
    return fresh(ret)


def sent_back(person: Person, campaign: Campaign, by: Person, marks: Sequence[str] = ("B03",)) -> Return:
    """The same, sent back by this officer."""
    ret = submitted(person, campaign)
    send_back_return(actor=by, ret_id=ret.pk, reason=REASON, marks=marks)
    return fresh(ret)


def fresh(ret: Return) -> Return:
    """The return as it stands in the database now."""
    return Return.objects.select_related("track", "unit", "campaign", "form", "placement").get(pk=ret.pk)


def scan(content: bytes = b"%PDF-1.4 sealed") -> SimpleUploadedFile:
    """A scan of the sealed sheet as a form hands it over."""
    return SimpleUploadedFile("../盖章表.pdf", content)
