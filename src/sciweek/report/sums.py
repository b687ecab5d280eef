"""Which indicators are sums of others, read from the form's own checks: `A01 = A02 + A03`, `A01 = 合计(A04:A10)`. Pure."""

from collections.abc import Iterable, Sequence

from sciweek.report.facts import Sum
from sciweek.returns.checks import Check
from sciweek.returns.formulas.tree import Arithmetic, Call, CellOf, Comparison, Node, Span


def sums_of(checks: Iterable[Check]) -> list[Sum]:
    """The sums that checks demand, each before those of its parts."""
    found = []
    for check in checks:
        tree = check.bound.tree
        if not isinstance(tree, Comparison) or tree.sign != "=":
            continue
        left, right = _added(tree.left), _added(tree.right)
        if left and right and 1 in {len(left), len(right)}:
            whole, parts = (left[0], right) if len(left) == 1 else (right[0], left)
            if len(parts) > 1 and whole not in parts:
                found.append(Sum(whole, parts))
    return _wholes_first(found)


def _added(node: Node) -> list[str]:
    """The codes that a side adds up; empty where it is anything but a plain sum of this campaign's cells."""
    match node:
        case CellOf(code=code, last=False):
            return [code]
        case Arithmetic(sign="+", left=left, right=right):
            sides = [_added(left), _added(right)]
        case Call(name="合计", given=given):
            sides = [_added(each) for each in given]
        case Span(cells=cells):
            sides = [_added(each) for each in cells]
        case _:
            return []
    codes = [code for side in sides for code in side]
    return codes if all(sides) and len(set(codes)) == len(codes) else []


def _wholes_first(sums: Sequence[Sum]) -> list[Sum]:
    ordered: list[Sum] = []
    left = list(sums)
    while left:
        parts = {code for each in left for code in each.parts}
        # Sums that go round in a circle are no sums to balance: none of them is taken.
        ready = [each for each in left if each.whole not in parts]
        if not ready:
            break
        ordered += ready
        left = [each for each in left if each not in ready]
    return ordered
