"""Whether a bound formula holds, in three values: true, false, or unknown where a value that decides is unknown.

Blank is unknown and never 0; `-` (does not exist here) is 0. Numbers are exact fractions in the unit that the form shows.
Words join by Kleene's tables: what is false whatever the unknown may be, is false.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from sciweek.returns.enums import SMALLEST, CellState, ValueKind
from sciweek.returns.formulas.binding import Bound
from sciweek.returns.formulas.tree import (
    Arithmetic,
    Both,
    Call,
    CellOf,
    Comparison,
    If,
    Joined,
    MaterialOf,
    Minus,
    Name,
    Node,
    Not,
    Number,
    OneOf,
    Span,
    Text,
)
from sciweek.returns.values import CellContent

Result = Fraction | str | bool | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a return: answered cells, those of the campaign before, facts about its unit, and how many things
    there are of the materials that its unit has handed in.

    `redefined` are cells that `last` has nothing of because what was reported then means something else now.
    """

    cells: Mapping[str, CellContent]
    last: Mapping[str, CellContent] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    materials: Mapping[str, int] = field(default_factory=dict)
    redefined: Collection[str] = ()


def holds(bound: Bound, known: Known) -> bool | None:
    """Whether the formula holds; None when it cannot be told."""
    result = _Evaluator(bound.kinds, known).of(bound.tree)
    return None if result is None else bool(result)


def amount(node: Node, bound: Bound, known: Known) -> Fraction | None:
    """What a part of the formula comes to as a number; None when unknown, or no number."""
    result = _Evaluator(bound.kinds, known).of(node)
    return result if isinstance(result, Fraction) else None


class _Evaluator:
    def __init__(self, kinds: Mapping[str, ValueKind], known: Known) -> None:
        self.kinds = kinds
        self.known = known

    def of(self, node: Node) -> Result:
        match node:
            case Number():
                return node.value
            case Text():
                return node.text
            case CellOf():
                return self.cell(node)
            case MaterialOf():
                count = self.known.materials.get(node.key)
                return None if count is None else Fraction(count)
            case Name():
                return self.known.facts.get(node.name)
            case Call():
                return self.call(node)
            case Minus():
                inner = self.number(node.of)
                return None if inner is None else -inner
            case Arithmetic():
                return _reckoned(node.sign, self.number(node.left), self.number(node.right))
            case Comparison():
                return _compared(node.sign, self.of(node.left), self.of(node.right))
            case OneOf():
                value = self.of(node.left)
                return None if value is None else value in {text.text for text in node.texts}
            case _:
                return self.statement(node)

    def statement(self, node: Node) -> bool | None:
        match node:
            case Not():
                return _opposite(self.truth(node.of))
            case Joined():
                truths = [self.truth(part) for part in node.parts]
                return _all(truths) if node.word == "且" else _opposite(_all([_opposite(each) for each in truths]))
            case If():
                condition, then = self.truth(node.condition), self.truth(node.then)
                return _opposite(_all([condition, _opposite(then)]))
            case Both():
                left, right = self.truth(node.left), self.truth(node.right)
                return None if left is None or right is None else left == right
            case _:
                raise TypeError(node)

    def truth(self, node: Node) -> bool | None:
        result = self.of(node)
        return None if result is None else bool(result)

    def number(self, node: Node) -> Fraction | None:
        result = self.of(node)
        return result if isinstance(result, Fraction) else None

    def content(self, node: CellOf) -> CellContent | None:
        return (self.known.last if node.last else self.known.cells).get(node.code)

    def cell(self, node: CellOf) -> Result:
        content, kind = self.content(node), self.kinds[node.code]
        if content is None:
            return None
        if content.text or kind in {ValueKind.TEXT, ValueKind.CHOICE}:
            return content.text
        if content.state == CellState.NONE or content.value is None:
            return Fraction(0)
        return Fraction(content.value, SMALLEST.get(kind, 1))

    def call(self, node: Call) -> Result:
        cell = node.given[0]
        if node.name == "已填" and isinstance(cell, CellOf):
            return self.content(cell) is not None
        if node.name == "不存在" and isinstance(cell, CellOf):
            content = self.content(cell)
            return None if content is None else content.state == CellState.NONE
        parts = [each for part in node.given for each in (part.cells if isinstance(part, Span) else (part,))]
        numbers = [self.number(part) for part in parts]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            return None
        if node.name == "绝对值":
            return abs(known[0])
        if node.name == "合计":
            return sum(known, Fraction(0))
        return max(known) if node.name == "最大" else min(known)


def _reckoned(sign: str, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None:
        return None
    if sign == "÷":
        return left / right if right else None
    return {"+": left.__add__, "-": left.__sub__, "×": left.__mul__}[sign](right)


def _compared(sign: str, left: Result, right: Result) -> bool | None:
    if left is None or right is None:
        return None
    if sign in {"=", "≠"}:
        return (left == right) == (sign == "=")
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return None
    return {"<": left < right, "≤": left <= right, ">": left > right, "≥": left >= right}[sign]


def _all(truths: list[bool | None]) -> bool | None:
    if any(truth is False for truth in truths):
        return False
    return None if None in truths else True


def _opposite(truth: bool | None) -> bool | None:
    return None if truth is None else not truth
