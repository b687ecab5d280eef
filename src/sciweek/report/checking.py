"""The room's own check: editions are as they went out."""

from sciweek.campaigns.models import Campaign
from sciweek.core.health import Line, health_check
from sciweek.report.freezing import first_broken
from sciweek.report.models import Snapshot


@health_check
def issued_reports() -> Line:
    """Every edition is as it was frozen, and none is missing between two."""
    count = 0
    for campaign in Campaign.objects.filter(pk__in=Snapshot.objects.values("campaign")).order_by("pk"):
        editions = Snapshot.objects.filter(campaign=campaign).order_by("number")
        broken = first_broken(editions.iterator())
        if broken is not None:
            return Line(
                "报告", f"{campaign.name}报告第 {broken} 版与印发时不符", "数据库可能被直接改动过，请从备份核对。"
            )
        count += editions.count()
    return Line("报告", f"{count:,} 版已印发，完整")
