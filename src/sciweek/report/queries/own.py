"""The own report of an office of the chain: always as it stands now, as a draft that the office sends by itself."""

from django.db.models import QuerySet

from sciweek.campaigns.models import Campaign, ChainOffice
from sciweek.people.enums import Level
from sciweek.people.models import Unit
from sciweek.report.content import Content, Texts, content_of
from sciweek.report.queries.facts import office_facts_of
from sciweek.report.queries.pictures import media_count


def offices_of(campaign: Campaign, level: Level) -> QuerySet[Unit]:
    """The offices of this level that accept returns of the campaign; the lead office is none of them."""
    chain = ChainOffice.objects.filter(placement__campaign=campaign).values("office")
    return Unit.objects.filter(pk__in=chain, level=level).exclude(pk=campaign.office_id).order_by("division_code", "pk")


def own_content(campaign: Campaign, office: Unit) -> Content:
    """What the office's own report says; it goes to the office above."""
    above = office.reports_to or campaign.office
    return content_of(
        office_facts_of(campaign, office), Texts(recipient=above.name), media=media_count(campaign, office)
    )
