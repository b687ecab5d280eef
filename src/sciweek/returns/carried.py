"""What a unit reported a campaign before, as far as it stands beside this one's cells. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sciweek.returns.enums import NUMERIC, CellState
from sciweek.returns.links import Comparison
from sciweek.returns.template import FormText
from sciweek.returns.values import NOT_HERE, CellContent


@dataclass(frozen=True, slots=True)
class Last:
    """The figures of then, by the codes of now.

    `redefined` are codes whose figure of then means something else, or is now asked for in parts: words, and no figure.
    """

    cells: Mapping[str, CellContent] = field(default_factory=dict)
    redefined: frozenset[str] = frozenset()


NO_LAST = Last()


def carried(cells: Mapping[str, CellContent], found: Mapping[str, Comparison], now: FormText, before: FormText) -> Last:
    """One unit's cells of then under the codes of now: what goes on (renamed, too) as it was, what was merged summed if all
    of it was answered. What is counted in another unit than then is not the same figure.

    Where nothing was answered then, there is nothing to tell: neither figure nor words.
    """
    new, old = ({item.code: (item.kind, item.unit) for item in form.items} for form in (now, before))
    kept: dict[str, CellContent] = {}
    redefined = set()
    for code, each in found.items():
        answered = [cells[other] for other in each.before if other in cells]
        alike = {new[code]} == {old[other] for other in each.before}
        merged = each.kind == "merged" and new[code][0] in NUMERIC
        if alike and (merged or each.kind in {"same", "renamed"}):
            if len(answered) == len(each.before):
                kept[code] = _added(answered) if merged else answered[0]
        elif answered:
            redefined.add(code)
    return Last(kept, frozenset(redefined))


def _added(contents: Sequence[CellContent]) -> CellContent:
    """Their sum; what does not exist adds nothing, and where none exists there is none."""
    if all(content.state == CellState.NONE for content in contents):
        return NOT_HERE
    return CellContent(CellState.VALUE, sum(content.value or 0 for content in contents))
