"""The room's own check: what returns say against their form, and what is kept against what was submitted."""

from collections.abc import Iterator
from dataclasses import dataclass

from sciweek.campaigns.models import Campaign
from sciweek.core.health import Line, health_check
from sciweek.core.scope import Scope
from sciweek.returns.findings import Finding
from sciweek.returns.models import Indicator, ReturnVersion
from sciweek.returns.queries.cells import cells_by_return
from sciweek.returns.queries.checks import findings_by_return
from sciweek.returns.queries.forms import form_of, form_text
from sciweek.returns.queries.returns import broken_versions, returns_in, returns_that_arrived
from sciweek.returns.rollup import subtotals_kept, subtotals_now
from sciweek.returns.versions import frozen_cells
from sciweek.review.transitions import Stage


@dataclass(frozen=True, slots=True)
class Checked:
    """One return with what was found in it; `let_through`: it was submitted with a finding that should have kept it.

    What is handed in besides the form often comes later: a check against it says nothing of how the form was submitted.
    """

    unit: str
    stage: str
    let_through: bool
    findings: list[Finding]


def check_returns(scope: Scope, campaign: Campaign) -> Iterator[Checked]:
    """Every return that has been opened inside `scope`, by place and name, with its findings."""
    form = form_of(campaign)
    if form is None:
        return
    later = {check.code for check in form_text(form).checks if check.bound.materials}
    rows = returns_in(scope, campaign).select_related("unit", "track", "placement", "campaign")
    for ret, found in findings_by_return(rows.order_by("placement__division_code", "unit__name", "pk"), form):
        arrived = ret.track.stage in {Stage.SUBMITTED.value, Stage.ACCEPTED.value}
        let_through = arrived and any(finding.blocks and finding.check not in later for finding in found)
        yield Checked(ret.unit.name, ret.track.get_stage_display(), let_through, found)


def changed_after_submission() -> Iterator[int]:
    """Ids of returns that stand as submitted or accepted with other cells than were frozen: the cells were tampered with."""
    arrived = [Stage.SUBMITTED.value, Stage.ACCEPTED.value]
    last = dict(
        ReturnVersion.objects.filter(ret__track__stage__in=arrived).order_by("number").values_list("ret_id", "cells")
    )
    for ret, cells in cells_by_return(returns_that_arrived()):
        if frozen_cells(cells) != last.get(ret.pk):
            yield ret.pk


@health_check
def submitted_returns() -> Line:
    """What was submitted is whole, and counts as it was submitted."""
    broken = next(broken_versions(), None)
    if broken is not None:
        return Line(
            "报表", f"报表 {broken[0]} 的第 {broken[1]} 次上报与记录不符", "数据库可能被直接改动过，请从备份核对。"
        )
    changed = next(changed_after_submission(), None)
    if changed is not None:
        return Line("报表", f"报表 {changed} 的数字与上报时不同", "数据库可能被直接改动过，请从备份核对。")
    return Line("报表", f"{ReturnVersion.objects.count():,} 次上报，完整")


@health_check
def county_subtotals() -> Line:
    """The subtotals that pages show are what the cells say."""
    count = 0
    for campaign in Campaign.objects.order_by("pk"):
        kept, now = subtotals_kept(campaign.pk), subtotals_now(campaign.pk)
        wrong = sorted(key for key in kept.keys() | now.keys() if kept.get(key) != now.get(key))
        if wrong:
            code, indicator_id, _bucket = wrong[0]
            indicator = Indicator.objects.get(pk=indicator_id)
            return Line(
                "汇总",
                f"{campaign.name}有 {len(wrong)} 个分县小计与单元格不符，第一个：{code} 的 {indicator}",
                f"请运行 ./sciweek returns rebuild {campaign.slug}，按单元格重算。",
            )
        count += len(kept)
    return Line("汇总", f"{count:,} 个分县小计，与单元格相符")
