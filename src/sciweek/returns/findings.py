"""What a return's own cells say against each other, by the checks of its form. Pure.

Blank never counts as 0: a check with a blank cell cannot be made and says so. `-` counts as 0 in a sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sciweek.returns.enums import CellState
from sciweek.returns.template import Check, FormText
from sciweek.returns.values import CellContent, show_number

MANDATORY, HINT, UNCHECKED = "强制性", "提示性", "无法审核"


@dataclass(frozen=True, slots=True)
class Finding:
    """A grade, the cells it is about (the first is where to go), and what to do."""

    grade: str
    codes: tuple[str, ...]
    sentence: str

    @property
    def blocks(self) -> bool:
        """Whether the return cannot be submitted with it."""
        return self.grade == MANDATORY


def findings(form: FormText, cells: Mapping[str, CellContent], required: Iterable[str]) -> list[Finding]:
    """All findings: blank required cells first, then the form's checks in their order."""
    names = {item.code: item for item in form.items}
    blank = [code for code in required if code not in cells]
    found = [
        Finding(MANDATORY, (code,), f"{code} {names[code].name}还没有填。没有发生填 0，没有这类事项填“-”。")
        for code in blank
    ]
    for check in form.checks:
        if finding := _made(check, form, cells):
            found.append(finding)
    return found


def _made(check: Check, form: FormText, cells: Mapping[str, CellContent]) -> Finding | None:
    missing = [code for code in check.codes if code not in cells]
    if missing:
        if len(missing) == len(check.codes):
            return None
        return Finding(
            UNCHECKED, (missing[0], *check.codes), f"{check.sentence}：{'、'.join(missing)} 未填，暂时无法核对。"
        )
    values = {code: _amount(cells[code]) for code in check.codes}
    whole, parts = values[check.whole], [values[code] for code in check.parts]
    if check.kind == "sum" and whole != sum(parts):
        return Finding(check.grade, check.codes, f"{check.sentence}：{_said(check, form, values, sum(parts))}。")
    if check.kind == "at_most" and parts[0] > whole:
        return Finding(
            check.grade, (check.parts[0], check.whole), f"{check.sentence}（{check.parts[0]} ≤ {check.whole}）。"
        )
    if check.kind == "together" and (parts[0] == 0) != (whole == 0):
        return Finding(check.grade, check.codes, f"{check.sentence}，请核对 {check.parts[0]} 和 {check.whole}。")
    return None


def _amount(content: CellContent) -> int:
    return 0 if content.state == CellState.NONE or content.value is None else content.value


def _said(check: Check, form: FormText, values: Mapping[str, int], total: int) -> str:
    kind = next(item.kind for item in form.items if item.code == check.whole)
    whole, parts = show_number(values[check.whole], kind), "＋".join(check.parts)
    return f"{check.whole} 填 {whole}，{parts} 合计 {show_number(total, kind)}"


def blocking(found: Sequence[Finding]) -> list[Finding]:
    """Those that keep the return from being submitted."""
    return [finding for finding in found if finding.blocks]
