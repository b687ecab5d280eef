"""Sentences of a report. Each figure comes with its conditions: a rise, a fall, no base, nothing reported, incomplete. Pure.

No sentence praises: what stands out is picked and written by a person (`texts`). Years are compared only where everybody
expected is counted, else over the units that are counted in both: a part of one year against a whole one misleads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sciweek.report.facts import Figure, ReportFacts
from sciweek.report.shown import Shown

# From three times on a share says less than how many times as much it is.
TIMES = 3
NO_BASE = "–"
# What is compared over the units that are counted in both campaigns, while this one is incomplete.
COMPARED = ("A01", "B01")


def _tenths(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP):,}"


def change(now: int, before: int) -> str:
    """The clause that compares; empty where there is no base."""
    if not before:
        return ""
    if now == before:
        return "，与上届持平"
    if now >= TIMES * before:
        return f"，是上届的{_tenths(Decimal(now) / before)}倍"
    share = _tenths(Decimal(abs(now - before)) * 100 / before)
    if share == "0.0":
        return "，与上届基本持平"
    if share == "100.0" and 0 < now < before:
        return "，比上届下降超过99.9%"
    return f"，比上届{'增长' if now > before else '下降'}{share}%"


def share_of_change(now: int, before: int) -> str:
    """The change for a table, with its sign; a dash where there is no base."""
    if not before:
        return NO_BASE
    share = Decimal(now - before) * 100 / before
    return f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP):+,}%"


def change_of(facts: ReportFacts, figure: Figure) -> str:
    """The change of a figure for a table: of the totals where everybody is counted, else of the same units.

    Words where the meaning of the figure changed, a dash where there is nothing to compare with.
    """
    if figure.redefined:
        return "口径变化"
    if facts.complete:
        return share_of_change(figure.value, figure.base)
    return share_of_change(figure.same.now, figure.same.before) if figure.same else NO_BASE


@dataclass(frozen=True, slots=True)
class Clause:
    """What is said of one indicator: `text` with `{}` for the amount; `parts` are told behind it (其中)."""

    code: str
    text: str
    parts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells clauses with the facts of one report."""

    facts: ReportFacts
    shown: Shown

    def clause(self, clause: Clause) -> str:
        """The clause; empty where the figure is missing or zero."""
        figure = self.facts.figure(clause.code)
        if figure is None or not figure.value:
            return ""
        return clause.text.format(self._amount(clause.code)) + self._change(figure) + self._parts(clause)

    def paragraph(self, clauses: Sequence[Clause]) -> str:
        """One sentence of the clauses that have something to say; empty where none has."""
        said = "；".join(filter(None, map(self.clause, clauses)))
        return f"{said}。" if said else ""

    def _amount(self, code: str) -> str:
        return self.shown.amount(code)

    def _change(self, figure: Figure) -> str:
        return change(figure.value, figure.base) if self.facts.complete else ""

    def _parts(self, clause: Clause) -> str:
        said = []
        for code, text in clause.parts:
            figure = self.facts.figure(code)
            if figure is not None and figure.value:
                said.append(text.format(self._amount(code)))
        return f"，其中{'，'.join(said)}" if said else ""


GATHERINGS = (
    Clause("A01", "共举办科普专题活动{}", (("A02", "线下{}"), ("A03", "线上{}"))),
    Clause("A04", "举办科普报告会、讲座{}"),
    Clause("A05", "举办科普展览{}"),
    Clause("A06", "举办培训班、实用技术培训{}"),
    Clause("A07", "放映科普录像、电影{}"),
    Clause("A08", "开展科普竞赛{}"),
    Clause("A09", "开展科技咨询、义诊{}"),
    Clause("A13", "组织实施重点（示范）项目{}"),
)
PEOPLE = (
    Clause("B01", "参加活动{}", (("B02", "线下{}"), ("B04", "线上{}"))),
    Clause("B03", "线下参加者中青少年{}"),
    Clause("B06", "参与活动的科技人员和专家{}"),
    Clause("B07", "科普志愿者{}"),
)
OPENING = (
    Clause("C01", "向社会开放的科研机构和大学{}"),
    Clause("C02", "接待参观{}"),
    Clause("C03", "开放科普场馆和基地{}"),
)
SERVICE = (
    Clause("D01", "发放科普资料{}"),
    Clause("D02", "赠送图书{}"),
    Clause("D03", "制作和展出展板、挂图{}"),
    Clause("D04", "科普车辆出动{}"),
    Clause("B08", "培训{}", (("B09", "教师、辅导员{}"), ("B10", "医务骨干{}"), ("B11", "农牧民{}"))),
)
MEDIA = (
    Clause("E01", "媒体报道{}", (("E02", "中央级{}"), ("E03", "省级{}"), ("E04", "市州级{}"), ("E05", "县区级{}"))),
    Clause("E07", "开设专题、专栏{}"),
    Clause("E08", "新媒体发布{}"),
    Clause("E09", "阅读和观看{}"),
)
MONEY = (
    Clause("F01", "投入活动周经费{}", (("F02", "政府拨款{}"), ("F03", "企业赞助{}"), ("F04", "其他资金{}"))),
    Clause("D06", "捐赠器材折合{}"),
)


def coverage(facts: ReportFacts) -> str:
    """How much of what is expected the report counts, and what still waits."""
    if not facts.expected:
        return "本届活动周没有应报单位。"
    said = f"{facts.place}应报单位{facts.expected}家"
    if facts.whole.frozen != facts.expected:
        said += f"（部署时{facts.whole.frozen}家，其后增补和移出均有记录）"
    said += f"，已上报{facts.submitted}家，上报率{percent(facts.submitted, facts.expected)}"
    said += f"，其中按时{facts.whole.on_time}家；" if facts.submitted else "；"
    if not facts.counted:
        return said + "还没有一家经逐级验收，本报告暂无可计入的数字。"
    until = f"已经逐级报送并由{facts.office}验收，" if facts.own else "已经逐级验收并"
    return said + f"{facts.counted}家{until}计入本报告。" + _waiting(facts)


def _waiting(facts: ReportFacts) -> str:
    row = facts.whole
    if not row.missing and not row.waiting:
        return ""
    parts = [f"未上报{row.missing}家"] if row.missing else []
    if row.sent_back:
        parts[-1] += f"（含退回修改{row.sent_back}家）"
    parts += [f"正在审核{row.waiting}家"] if row.waiting else []
    return f"尚未计入{facts.expected - facts.counted}家：{'，'.join(parts)}。"


def comparison(facts: ReportFacts) -> str:
    """With what the report compares, and with what it does not."""
    if not facts.before_name:
        return "没有上一届的统计资料，本报告不作比较。"
    if not facts.before_counted:
        return f"{facts.before_name}没有逐级验收的报表，本报告不作比较。"
    said = f"比较对象为{facts.before_name}逐级验收的{facts.before_counted}家单位的合计。"
    if not facts.complete:
        matched = "；表中“比上届”只比较两届都有数的单位。" + _matched(facts)
        # An office's own report does not read which of its units had a figure the year before.
        said = "本届报表尚未收齐，合计不与上届比较" + ("。" if facts.own else matched)
    redefined = [figure.name for figure in facts.figures if figure.redefined]
    return said + (f"{'、'.join(redefined)}口径有变化，不作比较。" if redefined else "")


def _matched(facts: ReportFacts) -> str:
    """The units that have a figure both times, by which even a part may be compared."""
    said = []
    for code in COMPARED:
        figure = facts.figure(code)
        if figure is not None and figure.same is not None:
            clause = change(figure.same.now, figure.same.before)
            said += [f"{figure.name}（{figure.same.units}家）{clause.removeprefix('，')}"] if clause else []
    return f"两届都有数的单位，{'，'.join(said)}。" if said else ""


def rounding(shown: Shown) -> str:
    """What the reader has to know of rounded figures; empty where nothing was rounded."""
    large = any(scale.large for scale in shown.scales.values())
    said = "以万为单位的次数、人数保留两位小数，准确数见数据册。" if large else ""
    if shown.touched:
        said += f"为使合计等于分项之和，按最大余数法调整了{len(shown.touched)}处末位数，逐处列于数据册。"
    return said


def percent(part: int, whole: int) -> str:
    """A share to one decimal; a dash where there is no whole. Only all is 100 %, and only nothing is 0 %."""
    if not whole:
        return NO_BASE
    share = Decimal(part) * 100 / whole
    if 0 < part < whole:
        share = min(max(share, Decimal("0.1")), Decimal("99.9"))
    return f"{_tenths(share)}%"
