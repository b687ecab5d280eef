"""Sentences of a report. Each figure comes with its conditions: a rise, a fall, no base, nothing reported. Pure."""

from sciweek.report.facts import Figure, ReportFacts
from sciweek.returns.values import show_number


def amount(figure: Figure) -> str:
    """The figure with its unit."""
    return f"{show_number(figure.value, figure.kind)}{figure.unit}"


def change(figure: Figure) -> str:
    """The clause that compares with the campaign before; empty where there is no base."""
    if not figure.before:
        return ""
    if figure.value == figure.before:
        return "，与上届持平"
    share = abs(figure.value - figure.before) * 100 / figure.before
    word = "增长" if figure.value > figure.before else "下降"
    return f"，比上届{word} {share:.1f}%"


def sentence(facts: ReportFacts, code: str, text: str) -> str:
    """`text` with `{}` for the amount; empty when the figure is missing or zero.

    The comparison is made only when everybody expected is counted: a part of one year against a whole one misleads.
    """
    figure = facts.figure(code)
    if figure is None or not figure.value:
        return ""
    compared = change(figure) if facts.counted >= facts.expected else ""
    return text.format(amount(figure)) + compared + "。"


def coverage(facts: ReportFacts) -> str:
    """How much of what is expected the report counts, and what still waits."""
    said = f"全省应报单位 {facts.expected} 家，已上报 {facts.submitted} 家，其中 {facts.counted} 家已经逐级验收并计入本报告。"
    waiting = facts.expected - facts.counted
    return said + (f"另有 {waiting} 家尚未上报或正在审核，未计入，暂不与上届比较。" if waiting else "")


OVERVIEW = (
    ("A01", "各地各单位共举办科普专题活动 {}"),
    ("B01", "参加活动 {}"),
    ("B06", "参与活动的科技人员和专家 {}"),
    ("B07", "科普志愿者 {}"),
)
SERVICE = (
    ("D01", "发放科普资料 {}"),
    ("D02", "赠送图书 {}"),
    ("B08", "培训 {}"),
    ("C01", "向社会开放的科研机构和大学 {}"),
)
MEDIA = (("E01", "媒体报道 {}"), ("E08", "新媒体发布 {}"), ("E09", "阅读和观看 {}"))
MONEY = (("F01", "投入活动周经费 {}"),)


def paragraph(facts: ReportFacts, clauses: tuple[tuple[str, str], ...]) -> str:
    """The sentences that have something to say, one after the other."""
    return "".join(sentence(facts, code, text) for code, text in clauses)
