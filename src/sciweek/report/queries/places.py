"""How the lists of a package name places."""

from collections.abc import Mapping

from sciweek.campaigns.models import Campaign
from sciweek.places.codes import COUNTY, level_of, province_of
from sciweek.places.queries import subtree_of


def names_of(campaign: Campaign) -> Mapping[int, str]:
    """Every place of the province by code; a county with its prefecture before it."""
    short = {division.code: division.short_name for division in subtree_of(province_of(campaign.division_code))}
    return {
        code: short.get(code // 100 * 100, "") + name if level_of(code) == COUNTY else name
        for code, name in short.items()
    }
