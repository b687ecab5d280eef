"""What the checks of a form find in a return, and what that means for submitting it. Pure.

| grade | effect (统计联网直报) |
|---|---|
| 强制性 | must be corrected; only an office of the chain can exempt the unit (不审) |
| 准强制性 | the same, or an office lists the unit (说明单位), which then explains |
| 核实性 | must be explained in at least six characters |
| 提示性 | may be left as it is |

A check that cannot be made is shown as such and never skipped. An explanation lapses as soon as a covered value changes.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from sciweek.returns.checks import Check, Grade
from sciweek.returns.enums import Exempted
from sciweek.returns.formulas.evaluating import Known, holds
from sciweek.returns.formulas.telling import told
from sciweek.returns.template import FormText
from sciweek.returns.values import CellContent


class Standing(StrEnum):
    """How a finding stands."""

    OPEN = "open"
    EXPLAINED = "explained"
    LAPSED = "lapsed"
    EXEMPT = "exempt"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Explained:
    """What a unit wrote about a finding, and the digest of the values that it covered."""

    text: str
    covered: str


@dataclass(frozen=True, slots=True)
class Said:
    """What people have said about the checks of one return, by check code."""

    explanations: Mapping[str, Explained] = field(default_factory=dict)
    exemptions: Mapping[str, Exempted] = field(default_factory=dict)


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. `codes` are the cells it is about, the first is where to go; `check` is empty for a blank cell.

    `beside`: belongs next to its cell; what cannot be checked for want of anything to compare stands in the list only.
    """

    check: str
    grade: Grade
    codes: tuple[str, ...]
    sentence: str
    standing: Standing = Standing.OPEN
    explanation: str = ""
    listed: bool = False
    beside: bool = True

    @property
    def word(self) -> str:
        """The grade, or why there is none to act on."""
        if self.standing == Standing.UNCHECKED:
            return _("无法审核")
        return str(Exempted.SKIP.label if self.standing == Standing.EXEMPT else self.grade.label)

    @property
    def explainable(self) -> bool:
        """Whether the unit settles it by explaining."""
        if self.standing in {Standing.EXEMPT, Standing.UNCHECKED}:
            return False
        return self.grade == Grade.TO_EXPLAIN or (self.grade == Grade.NEAR_MANDATORY and self.listed)

    @property
    def blocks(self) -> bool:
        """Whether the return cannot be submitted with it."""
        return self.standing in {Standing.OPEN, Standing.LAPSED} and self.grade != Grade.HINT

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to do about it."""
        return self.standing in {Standing.EXPLAINED, Standing.EXEMPT}


def findings(
    form: FormText, known: Known, required: Iterable[str], said: Said = NOTHING_SAID, *, checks: Collection[str] = ()
) -> list[Finding]:
    """All findings: blank required cells first, then the form's checks in their order; `checks` narrows to some."""
    names = {item.code: item for item in form.items}
    found = [
        Finding(
            "",
            Grade.MANDATORY,
            (code,),
            f"{code} {names[code].name}还没有填。没有发生填 0，没有这类事项填“-”。",
            beside=False,
        )
        for code in required
        if code not in known.cells
    ]
    for check in form.checks:
        if (not checks or check.code in checks) and (finding := _made(check, known, said)):
            found.append(finding)
    return found


def _made(check: Check, known: Known, said: Said) -> Finding | None:
    truth = holds(check.bound, known)
    if truth:
        return None
    if truth is None:
        return _unchecked(check, known)
    sentence = f"{check.sentence}：{told(check.bound, known)}。"
    exempted = said.exemptions.get(check.code, Exempted.NONE)
    listed = exempted == Exempted.EXPLAIN
    if exempted == Exempted.SKIP:
        return Finding(check.code, check.grade, check.bound.codes, sentence, Standing.EXEMPT)
    finding = Finding(check.code, check.grade, check.bound.codes, sentence, listed=listed)
    written = said.explanations.get(check.code)
    if written is None or not finding.explainable:
        return finding
    standing = Standing.EXPLAINED if written.covered == covered(check, known) else Standing.LAPSED
    return Finding(check.code, check.grade, check.bound.codes, sentence, standing, written.text, listed)


def _unchecked(check: Check, known: Known) -> Finding:
    """A check that a blank cell, a missing last year, a material that is not handed in or a division by 0 makes
    impossible, and which of these."""
    blank = [code for code in check.bound.codes if code not in known.cells]
    before = [code for code in check.bound.last_codes if code not in known.last]
    waiting = dict.fromkeys(key.split(".")[0] for key in check.bound.materials if key not in known.materials)
    if blank:
        why = f"{'、'.join(blank)} 未填"
    elif waiting:
        why = f"{'、'.join(waiting)}还没有上报"
    elif before:
        redefined = [code for code in before if code in known.redefined]
        why = f"{'、'.join(redefined)} 的口径与上一届不同" if redefined else f"上一届没有 {'、'.join(before)} 的数"
    else:
        why = "除数为 0"
    first = blank[0] if blank else check.bound.codes[0]
    codes = (first, *(code for code in check.bound.codes if code != first))
    begun = bool(blank) and len(blank) < len(check.bound.codes)
    sentence = f"{check.sentence}：{why}，无法审核。"
    return Finding(check.code, check.grade, codes, sentence, Standing.UNCHECKED, beside=begun)


def covered(check: Check, known: Known) -> str:
    """A digest of everything that the check looks at: an explanation holds as long as this stays the same."""
    bound = check.bound

    def values(cells: Mapping[str, CellContent], codes: Sequence[str]) -> list[object]:
        contents = [(code, cells.get(code)) for code in codes]
        return [[code, *((c.state.value, c.value, c.text) if c else ())] for code, c in contents]

    facts = [[name, known.facts.get(name)] for name in bound.facts]
    looked_at: list[object] = [values(known.cells, bound.codes), values(known.last, bound.last_codes), facts]
    # Only where there are any, so that what was written about other checks keeps its digest.
    if bound.materials:
        looked_at.append([[key, known.materials.get(key)] for key in bound.materials])
    text = json.dumps(looked_at, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def blocking(found: Sequence[Finding]) -> list[Finding]:
    """Those that keep the return from being submitted."""
    return [finding for finding in found if finding.blocks]
