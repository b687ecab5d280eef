"""Reads what a report says: totals by place from the cells, completeness, last year."""

from collections.abc import Mapping, Sequence

from sciweek.campaigns.enums import BodyPart, VenuePart
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.scope import Scope
from sciweek.people.enums import Level
from sciweek.places.codes import level_of, range_of
from sciweek.places.queries import name_of
from sciweek.report.facts import Figure, PlaceRow, ReportFacts
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.enums import NUMERIC
from sciweek.returns.progress import Progress, completeness
from sciweek.returns.queries.forms import form_text
from sciweek.returns.rollup import NOTHING, Counting, Total, Totals, proven_totals, totals
from sciweek.returns.template import FormText


def facts_of(campaign: Campaign, *, proven: bool = True) -> ReportFacts:
    """The facts of the lead office's report: what every office of the chain has accepted counts.

    `proven` compares every total with the cells first, as for all that leaves the house; a page that only shows how the
    report stands need not.

    Raises:
        WrongState: see `proven_totals`.
    """
    summed = proven_totals if proven else totals
    scope = Scope(ranges=(range_of(campaign.division_code),))
    level = Level.PREFECTURE if level_of(campaign.division_code) == Level.PROVINCE else Level.COUNTY
    counting = Counting.ALL_OFFICES
    whole = summed(scope, campaign, counting=counting)
    before = summed(scope, campaign.previous, counting=counting) if campaign.previous else {}
    figures = _figures(form_text(ensure_form(campaign)), whole, before)
    progress = completeness(scope, campaign, by=level)
    places = _places(progress, level, summed(scope, campaign, by=level, counting=counting))
    bodies, venues = list(campaign.bodies.all()), list(campaign.venues.all())
    return ReportFacts(
        campaign=campaign.name,
        theme=campaign.theme,
        start=campaign.start,
        end=campaign.end,
        office=campaign.office.name,
        above="科学技术部",
        hosts=[body.name for body in bodies if body.part == BodyPart.HOST],
        streams=[stream.name for stream in campaign.streams.all()],
        main_venue=next((venue.name for venue in venues if venue.part == VenuePart.MAIN), ""),
        expected=sum(row.expected for row in progress),
        submitted=sum(row.submitted for row in progress),
        counted=sum(row.accepted for row in progress),
        on_time=sum(row.on_time for row in progress),
        before_name=campaign.previous.name if campaign.previous else "",
        figures=figures,
        places=places,
        written=clock.today(),
    )


def _places(progress: Sequence[Progress], level: Level, by_place: Totals) -> list[PlaceRow]:
    """Each place with how far it is and its sums."""
    sums = {
        place: {code: by_place[place, code].value for p, code in by_place if p == place} for place, _code in by_place
    }
    return [
        PlaceRow(
            name_of(row.place) if level_of(row.place) == level else f"{name_of(row.place)}本级",
            *(row.expected, row.submitted, row.accepted, sums.get(row.place, {})),
        )
        for row in progress
    ]


def _figures(
    form: FormText, whole: Mapping[tuple[int, str], Total], before: Mapping[tuple[int, str], Total]
) -> list[Figure]:
    """Every indicator that is a number, with its total and the total of the campaign before."""
    figures = []
    for group in form.groups:
        for item in group.items:
            if item.kind in NUMERIC:
                total, base = whole.get((0, item.code), NOTHING), before.get((0, item.code))
                figures.append(
                    Figure(
                        *(item.code, item.name, item.unit, item.kind, group.name),
                        *(total.value, total.answered, total.none, base.value if base else None),
                    )
                )
    return figures
