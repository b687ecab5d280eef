"""Reads what a report says: totals by place, completeness, the campaign before, the same units in both.

Everything is read by county and added up here, so that a county, its prefecture and the whole cannot differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from sciweek.campaigns.enums import BodyPart, VenuePart
from sciweek.campaigns.models import Campaign, ContactPoint
from sciweek.campaigns.queries import contents
from sciweek.core import clock
from sciweek.core.scope import Scope
from sciweek.people.enums import Level
from sciweek.places.codes import COUNTY, level_of, province_of
from sciweek.places.queries import choices_within, name_of
from sciweek.report.facts import Figure, Matched, PlaceRow, ReportFacts
from sciweek.report.sums import sums_of
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.enums import NUMERIC, LinkKind
from sciweek.returns.models import IndicatorLink, Return
from sciweek.returns.progress import Progress, completeness
from sciweek.returns.queries.forms import form_text
from sciweek.returns.rollup import (
    NOTHING,
    Counting,
    Total,
    Totals,
    counted_cells,
    counts,
    proven_totals,
    totals,
)
from sciweek.returns.tables import whole_scope
from sciweek.returns.template import FormText

COUNTED = Counting.ALL_OFFICES


def facts_of(campaign: Campaign, *, proven: bool = True) -> ReportFacts:
    """The facts of the lead office's report: what every office of the chain has accepted counts.

    `proven` compares every total with the cells first, as for all that leaves the house; a page that only shows how the
    report stands need not.

    Raises:
        WrongState: see `proven_totals`.
    """
    summed = proven_totals if proven else totals
    scope, previous = whole_scope(campaign), campaign.previous
    now = summed(scope, campaign, by=Level.COUNTY, counting=COUNTED)
    before = summed(whole_scope(previous), previous, by=Level.COUNTY, counting=COUNTED) if previous else {}
    form = form_text(ensure_form(campaign))
    rows = _Rows(campaign.division_code, now, before, completeness(scope, campaign, by=Level.COUNTY))
    top = level_of(campaign.division_code) == Level.PROVINCE
    return ReportFacts(
        **_said(campaign),
        form=form.title,
        before_name=previous.name if previous else "",
        before_counted=_accepted(previous).count() if previous else 0,
        figures=_figures(form, _added(now), _added(before)),
        sums=sums_of(form.checks),
        matched=_matched(scope, campaign, previous) if previous else None,
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


def _figures(form: FormText, now: Mapping[str, Total], before: Mapping[str, Total]) -> list[Figure]:
    """Every indicator that is a number, with its total and the total of what it goes on from."""
    links: dict[str, list[IndicatorLink]] = {}
    for link in IndicatorLink.objects.filter(after__code__in=form.kinds).select_related("before", "after"):
        links.setdefault(link.after.code, []).append(link)
    figures = []
    for group in form.groups:
        for item in group.items:
            if item.kind not in NUMERIC:
                continue
            linked = links.get(item.code, [])
            renamed = [link.before.code for link in linked if link.kind == LinkKind.RENAMED]
            total, base = now.get(item.code, NOTHING), before.get(renamed[0] if renamed else item.code)
            figures.append(
                Figure(
                    *(item.code, item.name, item.unit, item.kind, group.name),
                    *(total.value, total.answered, total.none, base.value if base else None),
                    parent=item.parent,
                    redefined=len(linked) > len(renamed) or len(renamed) > 1,
                )
            )
    return figures


def submitted_on(campaign: Campaign, given: date) -> int:
    """How many of the expected handed in for the first time on this day."""
    begin = clock.instant(given)
    rows = Return.objects.filter(campaign=campaign, placement__removed_at=None)
    return rows.filter(track__first_submitted_at__gte=begin, track__first_submitted_at__lte=clock.end_of(given)).count()


def _accepted(campaign: Campaign | None) -> QuerySet[Return]:
    rows = Return.objects.filter(counts(COUNTED, "track"), placement__removed_at=None)
    return rows.filter(campaign=campaign)


def _matched(scope: Scope, campaign: Campaign, previous: Campaign) -> Matched:
    """The totals of units that are counted in both campaigns."""
    now, before = _accepted(campaign), _accepted(previous)
    both = now.filter(unit__in=before.values("unit"))
    return Matched(both.count(), _values(scope, campaign, both), _values(whole_scope(previous), previous, both))


def _values(scope: Scope, campaign: Campaign, like: QuerySet[Return]) -> dict[str, int]:
    """Totals by code over the units of these returns."""
    cells = counted_cells(scope, campaign, COUNTED).filter(ret__unit__in=like.values("unit"))
    cells = cells.filter(indicator__kind__in=NUMERIC)
    rows = cells.values_list("indicator__code").annotate(total=Sum("value")).order_by()
    return {code: int(total or 0) for code, total in rows}
