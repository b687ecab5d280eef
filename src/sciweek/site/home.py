"""The home of a campaign, past campaigns, and the pages that a public service owes."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sciweek.campaigns.enums import BodyPart, CampaignState, VenuePart
from sciweek.campaigns.models import Campaign
from sciweek.campaigns.queries import public_campaigns, units_by_prefecture, visitors_campaign
from sciweek.core import clock
from sciweek.pages.tiles import TILES, TilePlace, tone
from sciweek.people.access import public
from sciweek.returns.queries.public import public_figures
from sciweek.site.pictures import picture_of


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile of the province's map with its figure."""

    place: TilePlace
    figure: int
    tone: int
    text: str
    href: str


@public
@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """The home of the campaign that is on, or nearest."""
    found = visitors_campaign(request)
    if found is None:
        return render(request, "site/before.html", {"title": _("科技活动周")})
    return _home(request, found)


@public
@require_safe
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """The home of one campaign."""
    found = public_campaigns().filter(slug=slug).first()
    if found is None:
        raise Http404
    return _home(request, found)


def _home(request: HttpRequest, shown: Campaign) -> HttpResponse:
    today = clock.today()
    bodies = list(shown.bodies.all())
    venues = list(shown.venues.all())
    # What a closed campaign left behind is told on its own page; until then the one before tells what to expect.
    told = shown if shown.state == CampaignState.CLOSED else shown.previous
    context = {
        "title": shown.name,
        "campaign": shown,
        "theme": theme_lines(shown),
        "days": (shown.end - shown.start).days + 1,
        "phase": _phase(shown, today),
        "until": (shown.start - today).days,
        "day_number": (today - shown.start).days + 1,
        "main_venue": next((venue for venue in venues if venue.part == VenuePart.MAIN), None),
        "hosts": [body for body in bodies if body.part == BodyPart.HOST],
        "organisers": [body for body in bodies if body.part == BodyPart.ORGANISER],
        "co_organisers": [body for body in bodies if body.part == BodyPart.CO_ORGANISER],
        "streams": shown.streams.all(),
        "sub_weeks": [(each, picture_of(each.name)) for each in shown.sub_weeks.all()],
        "tiles": _tiles(shown),
        "map_label": _("各市州参加单位数"),
        "told": told,
        "figures": public_figures(told) if told else [],
    }
    return render(request, "site/home.html", context)


def theme_lines(shown: Campaign) -> list[str]:
    """The two halves of a theme, which stand apart or with a comma between; without a theme the campaign's name."""
    return shown.theme.replace("，", " ").split() or [shown.name]


def _phase(shown: Campaign, today: date) -> str:
    if shown.state == CampaignState.CLOSED:
        return "closed"
    return "before" if today < shown.start else "on" if today <= shown.end else "after"


def _tiles(shown: Campaign) -> list[Tile]:
    counts = units_by_prefecture(shown)
    places = TILES.get(shown.division_code // 10000 * 10000, ())
    most = max(counts.values(), default=0)
    return [
        Tile(
            place,
            counts.get(place.code, 0),
            tone(counts.get(place.code, 0), most),
            _("%(count)s 家参加单位") % {"count": counts.get(place.code, 0)},
            f"{reverse('site:campaign', args=[shown.slug])}#places",
        )
        for place in places
    ]


@public
@require_safe
def past(request: HttpRequest) -> HttpResponse:
    """All campaigns that have been called, newest first; the closed ones with what they left behind."""
    weeks = [
        (each, theme_lines(each), public_figures(each) if each.state == CampaignState.CLOSED else [])
        for each in public_campaigns()
    ]
    return render(request, "site/past.html", {"title": _("历届活动周"), "weeks": weeks})


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (国办发〔2020〕45号)."""
    return render(request, "site/accessibility.html", {"title": _("无障碍说明")})


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What personal data is kept and why (个人信息保护法)."""
    return render(request, "site/privacy.html", {"title": _("个人信息保护")})


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read."""
    lines = ["User-agent: *", "Disallow: /desk/", "Disallow: /accounts/", "Disallow: /invitation/", "Disallow: /demo/"]
    return HttpResponse("\n".join([*lines, f"# {settings.BASE_URL}", ""]), content_type="text/plain")
