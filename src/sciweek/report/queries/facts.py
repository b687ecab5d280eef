"""Reads what a report says: totals by place, completeness, the campaign before, the same units in both.

Everything is read by county and added up here, so that a county, its prefecture and the whole cannot differ.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet

from sciweek.campaigns.enums import BodyPart, VenuePart
from sciweek.campaigns.models import Campaign, ContactPoint
from sciweek.campaigns.queries import contents
from sciweek.core import clock
from sciweek.people.enums import Level
from sciweek.people.models import Unit
from sciweek.places.codes import COUNTY, level_of, province_of
from sciweek.places.queries import choices_within, name_of
from sciweek.report.facts import Figure, PlaceRow, ReportFacts, Same
from sciweek.report.sums import sums_of
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.beneath import progress_beneath, returns_accepted_by, totals_accepted_by
from sciweek.returns.enums import NUMERIC
from sciweek.returns.links import Comparison
from sciweek.returns.models import Form, Return
from sciweek.returns.progress import Progress, completeness
from sciweek.returns.queries.forms import form_of, form_text
from sciweek.returns.queries.links import comparable
from sciweek.returns.queries.matching import matched
from sciweek.returns.queries.totals import Question
from sciweek.returns.rollup import (
    NOTHING,
    Counting,
    Total,
    Totals,
    counts,
    proven_totals,
    totals,
)
from sciweek.returns.tables import whole_scope
from sciweek.returns.template import FormText
from sciweek.returns.years import Pair, added, fair, lines_between

COUNTED = Counting.ALL_OFFICES


def facts_of(campaign: Campaign, *, proven: bool = True) -> ReportFacts:
    """The facts of the lead office's report: what every office of the chain has accepted counts.

    `proven` compares every total with the cells first, as for all that leaves the house; a page that only shows how the
    report stands need not.

    Raises:
        WrongState: see `proven_totals`.
    """
    summed = proven_totals if proven else totals

    def read(given: Campaign) -> Totals:
        return summed(whole_scope(given), given, by=Level.COUNTY, counting=COUNTED)

    return _facts(
        campaign,
        _said(campaign),
        read,
        progress=completeness(whole_scope(campaign), campaign, by=Level.COUNTY),
        before_counted=_accepted(campaign.previous).count() if campaign.previous else 0,
        same=partial(_same, campaign),
    )


def office_facts_of(campaign: Campaign, office: Unit) -> ReportFacts:
    """The facts of the own report of an office of the chain: what this office has accepted counts; see `returns.beneath`.

    Figures are not compared over the same units: the office may have had others the year before.
    """
    previous = campaign.previous
    place = {"office": office.name, "division_code": office.division_code, "place": name_of(office.division_code)}
    return _facts(
        campaign,
        {**_said(campaign), **place, "contact": "", "own": True},
        lambda given: totals_accepted_by(given, office.pk, by=Level.COUNTY),
        progress=progress_beneath(campaign, office.pk, by=Level.COUNTY),
        before_counted=returns_accepted_by(previous, office.pk).count() if previous else 0,
        same=lambda _text, _compared: {},
    )


def _facts(
    campaign: Campaign,
    said: Mapping[str, Any],
    read: Callable[[Campaign], Totals],
    *,
    progress: Sequence[Progress],
    before_counted: int,
    same: Callable[[FormText, Mapping[str, Comparison]], Mapping[str, Pair]],
) -> ReportFacts:
    """The facts over what `read` gives of a campaign, by county."""
    previous, form = campaign.previous, ensure_form(campaign)
    text, compared = form_text(form), _compared(form, form_of(previous) if previous else None)
    before = _goes_on(read(previous), compared) if previous is not None else {}
    rows = _Rows(said["division_code"], read(campaign), before, progress)
    top = level_of(said["division_code"]) == Level.PROVINCE
    return ReportFacts(
        **said,
        form=text.title,
        before_name=previous.name if previous else "",
        before_counted=before_counted,
        figures=_figures(text, compared, rows, same(text, compared)),
        sums=sums_of(text.checks),
        whole=rows.whole,
        places=rows.by(Level.PREFECTURE if top else Level.COUNTY),
        counties=rows.by(Level.COUNTY),
        written=clock.today(),
    )


def _said(campaign: Campaign) -> dict[str, Any]:
    """What the campaign itself says."""
    listed = contents(campaign)
    venues = {part: [venue for venue in listed.venues if venue.part == part] for part in VenuePart}
    return {
        "campaign": campaign.name,
        "slug": campaign.slug,
        "theme": campaign.theme,
        "start": campaign.start,
        "end": campaign.end,
        "division_code": campaign.division_code,
        "place": name_of(campaign.division_code),
        "office": campaign.office.name,
        "hosts": [body.name for body in listed.bodies if body.part == BodyPart.HOST],
        "streams": [stream.name for stream in listed.streams],
        "sub_weeks": [week.name for week in listed.sub_weeks],
        "main_venue": next((venue.name for venue in venues[VenuePart.MAIN]), ""),
        "branch_venues": len(venues[VenuePart.BRANCH]),
        "contact": _contact(listed.contacts),
    }


def _contact(points: Sequence[ContactPoint]) -> str:
    point = next((each for each in points if each.phone), None)
    if point is None:
        return ""
    return f"联系人：{point.name}，电话：{point.phone}" if point.name else f"联系电话：{point.phone}"


@dataclass(slots=True)
class _Rows:
    """Adds up the counties' totals and progress for any level."""

    code: int
    by_county: Totals
    before: Totals
    progress: Sequence[Progress]

    @property
    def whole(self) -> PlaceRow:
        """The row over everything."""
        return _row(self.code, name_of(self.code), self.progress, self.by_county, self.before)

    def by(self, level: Level) -> list[PlaceRow]:
        """A row for each place of this level with somebody expected; offices above it stand in one of their own (本级)."""
        names = dict(choices_within(province_of(self.code)))
        progress: dict[int, list[Progress]] = {}
        for each in self.progress:
            progress.setdefault(_at(each.place, level), []).append(each)
        now, before = _by_place(self.by_county, level), _by_place(self.before, level)
        rows = []
        for code in sorted(progress.keys() | now.keys()):
            name = names.get(code, str(code))
            name = f"{name}本级" if level_of(code) < level else name
            rows.append(_row(code, name, progress.get(code, []), now.get(code, {}), before.get(code, {})))
        return rows


def _by_place(summed: Totals, level: Level) -> dict[int, dict[tuple[int, str], Total]]:
    found: dict[int, dict[tuple[int, str], Total]] = {}
    for key, total in summed.items():
        found.setdefault(_at(key[0], level), {})[key] = total
    return found


def _at(code: int, level: Level) -> int:
    return code if level == COUNTY else code // 100 * 100


def _added(summed: Totals) -> dict[str, Total]:
    whole: dict[str, Total] = {}
    for (_place, code), total in summed.items():
        whole[code] = whole.get(code, NOTHING) + total
    return whole


def _row(code: int, name: str, progress: Sequence[Progress], now: Totals, before: Totals) -> PlaceRow:
    return PlaceRow(
        code=code,
        name=name,
        expected=sum(each.expected for each in progress),
        frozen=sum(each.frozen for each in progress),
        submitted=sum(each.submitted for each in progress),
        counted=sum(each.accepted for each in progress),
        on_time=sum(each.on_time for each in progress),
        sent_back=sum(each.sent_back for each in progress),
        totals=_added(now),
        before={key: total.value for key, total in _added(before).items()},
    )


def _compared(form: Form, before: Form | None) -> Mapping[str, Comparison]:
    """What each figure goes on from. One that is comparable only together with others (a split) has no base of its own."""
    if before is None:
        return {}
    found = fair(comparable(before, form), form_text(form), form_text(before))
    return {code: each for code, each in found.items() if each.codes == (code,) or not each.allowed}


def _goes_on(before: Totals, compared: Mapping[str, Comparison]) -> Totals:
    """The totals of the campaign before under the codes of this one; old figures that are unlike are not added up."""
    found: dict[tuple[int, str], Total] = {}
    for code, each in compared.items():
        if not each.allowed and len(each.before) > 1:
            continue
        for place in {place for place, old in before if old in each.before}:
            found[place, code] = added({old: before.get((place, old), NOTHING) for old in each.before}, each.before)
    return found


def _same(campaign: Campaign, form: FormText, compared: Mapping[str, Comparison]) -> Mapping[str, Pair]:
    """Each figure over the units that have a value both times, by code."""
    previous = campaign.previous
    before = form_of(previous) if previous else None
    if previous is None or before is None:
        return {}
    lines = lines_between(form.items, form_text(before).items, compared)
    now, then = (
        Question(scope=whole_scope(each), campaign=each, counting=COUNTED, anchors=()) for each in (campaign, previous)
    )
    return matched(now, then, lines)


def _figures(
    form: FormText, compared: Mapping[str, Comparison], rows: "_Rows", same: Mapping[str, Pair]
) -> list[Figure]:
    """Every indicator that is a number, with its total, that of what it goes on from, and that of the same units."""
    now, before = _added(rows.by_county), _added(rows.before)
    figures = []
    for group in form.groups:
        for item in group.items:
            if item.kind not in NUMERIC:
                continue
            total, base, pair = now.get(item.code, NOTHING), before.get(item.code), same.get(item.code)
            figures.append(
                Figure(
                    *(item.code, item.name, item.unit, item.kind, group.name),
                    *(total.value, total.answered, total.none, base.value if base else None),
                    parent=item.parent,
                    redefined=item.code in compared and not compared[item.code].allowed,
                    same=Same(pair.now.answered, pair.now.value, pair.before.value)
                    if pair and pair.now.answered
                    else None,
                )
            )
    return figures


def submitted_on(campaign: Campaign, given: date) -> int:
    """How many of the expected handed in for the first time on this day."""
    begin = clock.instant(given)
    rows = Return.objects.filter(campaign=campaign, placement__removed_at=None)
    return rows.filter(track__first_submitted_at__gte=begin, track__first_submitted_at__lte=clock.end_of(given)).count()


def _accepted(campaign: Campaign) -> QuerySet[Return]:
    rows = Return.objects.filter(counts(COUNTED, "track"), placement__removed_at=None)
    return rows.filter(campaign=campaign)
