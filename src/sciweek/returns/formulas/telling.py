"""A formula and what it came to, in words for the people who fill the form."""

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction

from sciweek.returns.enums import DECIMALS, ValueKind
from sciweek.returns.formulas.binding import Bound
from sciweek.returns.formulas.evaluating import Known, amount
from sciweek.returns.formulas.lexer import LONGEST
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
from sciweek.returns.values import show

# More values than these in one sentence are not read.
MOST_NAMED = 6
_RANK = {"当且仅当": 0, "若": 1, "或": 2, "且": 3, "非": 4, "=": 5, "+": 6, "-": 6, "×": 7, "÷": 7, "Minus": 8}
_ATOM = 9


def shown(node: Node) -> str:
    """The formula as it is best written; reading this text gives the same tree again, but for places."""
    return _Writer().of(node)


class _Writer:
    """Writes a node, in brackets where it binds looser than what it stands in."""

    def of(self, node: Node) -> str:
        match node:
            case Number():
                return _plain(node.value * 100) + "%" if node.percent else _plain(node.value)
            case Text():
                return f"“{node.text}”"
            case CellOf():
                return f"上年({node.code})" if node.last else node.code
            case MaterialOf():
                return f"资料({node.key})"
            case Name():
                return node.name
            case Span():
                return f"{node.first}:{node.last}"
            case Call():
                return f"{node.name}({', '.join(self.of(part) for part in node.given)})"
            case Minus():
                return f"-{self.within(node.of, 8)}"
            case Arithmetic():
                rank = _RANK[node.sign]
                return f"{self.within(node.left, rank)} {node.sign} {self.within(node.right, rank + 1)}"
            case Comparison():
                return f"{self.within(node.left, 6)} {node.sign} {self.within(node.right, 6)}"
            case OneOf():
                return f"{self.within(node.left, 6)} 属于 ({', '.join(self.of(text) for text in node.texts)})"
            case _:
                return self.statement(node)

    def statement(self, node: Node) -> str:
        match node:
            case Not():
                return f"非 {self.within(node.of, 4)}"
            case Joined():
                rank = _RANK[node.word] + 1
                return f" {node.word} ".join(self.within(part, rank) for part in node.parts)
            case If():
                return f"若 {self.within(node.condition, 2)} 则 {self.within(node.then, 1)}"
            case Both():
                return f"{self.within(node.left, 1)} 当且仅当 {self.within(node.right, 1)}"
            case _:
                raise TypeError(node)

    def within(self, node: Node, rank: int) -> str:
        text = self.of(node)
        return f"({text})" if _rank(node) < rank else text


def _rank(node: Node) -> int:
    """How tightly a node holds together."""
    match node:
        case Both():
            return _RANK["当且仅当"]
        case If():
            return _RANK["若"]
        case Joined():
            return _RANK[node.word]
        case Not():
            return _RANK["非"]
        case Comparison() | OneOf():
            return _RANK["="]
        case Arithmetic():
            return _RANK[node.sign]
        case Minus():
            return _RANK["Minus"]
        case _:
            return _ATOM


def _plain(value: Fraction) -> str:
    """A number of a formula as it was typed: all that are typed end within a few decimals."""
    with localcontext(prec=LONGEST):
        return f"{Decimal(value.numerator) / value.denominator:f}"


def told(bound: Bound, known: Known) -> str:
    """What the sides of the formula came to: “A01 填 10，A02 + A03 为 9，相差 1”; a change against last year: both values;
    a formula that is no comparison: each value that it looks at."""
    tree = bound.tree
    if isinstance(tree, Comparison) and not bound.last_codes:
        left, right = amount(tree.left, bound, known), amount(tree.right, bound, known)
        if left is not None and right is not None:
            kind = _kind_of(tree, bound.kinds)
            sides = [_side(tree.left, left, kind, bound, known), _side(tree.right, right, kind, bound, known)]
            apart = f"相差 {said(abs(left - right), kind)}" if tree.sign == "=" else ""
            return "，".join(part for part in (*sides, apart) if part)
    cells = [_cell(code, bound, known) + _before(code, bound, known) for code in bound.codes]
    counts = [f"{_material(key)} {known.materials[key]}" for key in bound.materials if key in known.materials]
    return "，".join([*cells, *counts][:MOST_NAMED])


def _side(node: Node, value: Fraction, kind: ValueKind | None, bound: Bound, known: Known) -> str:
    if isinstance(node, Number):
        return ""
    if isinstance(node, CellOf) and not node.last:
        return _cell(node.code, bound, known)
    if isinstance(node, MaterialOf):
        return f"{_material(node.key)} {said(value, kind)}"
    return f"{shown(node)} 为 {said(value, kind)}"


def _material(key: str) -> str:
    """A material as a sentence names it: 已交媒体报道（省级）."""
    subject, _, part = key.partition(".")
    return f"已交{subject}（{part}）" if part else f"已交{subject}"


def _cell(code: str, bound: Bound, known: Known) -> str:
    return f"{code} 填 {show(known.cells.get(code), bound.kinds[code]) or '空'}"


def _before(code: str, bound: Bound, known: Known) -> str:
    if code not in bound.last_codes:
        return ""
    missing = "口径不同" if code in known.redefined else "没有数"
    return f"，上年 {show(known.last.get(code), bound.kinds[code]) or missing}"


def _kind_of(tree: Comparison, kinds: Mapping[str, ValueKind]) -> ValueKind | None:
    """The kind of indicator that both sides are amounts of; None for ratios."""
    for node in (tree.left, tree.right):
        if (kind := _kind(node, kinds)) is not None:
            return kind
    return None


def _kind(node: Node, kinds: Mapping[str, ValueKind]) -> ValueKind | None:
    match node:
        case CellOf():
            return kinds[node.code]
        case MaterialOf():
            return ValueKind.INTEGER
        case Minus():
            return _kind(node.of, kinds)
        case Call():
            return next((kind for part in node.given if (kind := _kind(part, kinds))), None)
        case Span():
            return kinds[node.first]
        case Arithmetic():
            left, right = _kind(node.left, kinds), _kind(node.right, kinds)
            if node.sign == "÷":
                return left if right is None else None
            return None if node.sign == "×" and left and right else left or right
        case _:
            return None


def said(value: Fraction, kind: ValueKind | None) -> str:
    """A number with separators: as many decimals as its kind has; bare ones with up to four, marked when cut."""
    places = DECIMALS.get(kind, 0) if kind else 0
    if (value * 10**places).denominator == 1:
        return _grouped(value, places)
    return f"约 {_grouped(value, 4)}"


def _grouped(value: Fraction, places: int) -> str:
    whole = round(value * 10**places)
    head, tail = divmod(abs(whole), 10**places)
    sign = "-" if whole < 0 else ""
    return f"{sign}{head:,}" + (f".{tail:0{places}d}" if places else "")
