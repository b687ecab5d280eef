"""A formula bound to a form: every code, word and function is known, and amounts are compared with their like.

What is bound can be evaluated without surprises: the only thing that can still be unknown is a value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.returns.enums import NUMERIC, ValueKind
from sciweek.returns.formulas.parser import MATERIALS, parse
from sciweek.returns.formulas.tree import (
    Arithmetic,
    Both,
    Call,
    CellOf,
    Comparison,
    FormulaError,
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
    walk,
)


class Reach(models.TextChoices):
    """What a formula looks at beyond the cells of its own table; the widest that applies."""

    TABLE = "table", _("表内")
    BETWEEN = "between", _("表间")
    BEFORE = "before", _("历史")
    DIRECTORY = "directory", _("目录")


class Sort(StrEnum):
    """What a part of a formula comes to, besides an amount."""

    TRUTH = "truth"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Amount:
    """A part comes to a number: of this kind of indicator, or a bare number (None)."""

    kind: ValueKind | None


Type = Amount | Sort
PLAIN = Amount(None)
AGGREGATES = frozenset({"合计", "最大", "最小"})
FUNCTIONS = AGGREGATES | {"绝对值", "上年", "已填", "不存在", MATERIALS}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a formula may speak of: indicators in the form's order, parameters of the check, facts about the unit, and
    materials that go with the form, each with what it may be told apart into."""

    kinds: Mapping[str, ValueKind]
    parameters: Mapping[str, Number] = field(default_factory=dict)
    facts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    materials: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bound:
    """A formula that fits its form. `codes`: the cells that it covers, in the order of their first mention; `materials`:
    the counts that it looks at, by `MaterialOf.key`."""

    tree: Node
    codes: tuple[str, ...]
    last_codes: tuple[str, ...]
    facts: tuple[str, ...]
    kinds: Mapping[str, ValueKind]
    materials: tuple[str, ...] = ()

    @property
    def reach(self) -> Reach:
        """What the formula looks at."""
        if self.materials:
            return Reach.BETWEEN
        if self.last_codes:
            return Reach.BEFORE
        return Reach.DIRECTORY if self.facts else Reach.TABLE


def bind(formula: str, vocabulary: Vocabulary) -> Bound:
    """Read a formula and fit it to a form.

    Raises:
        FormulaError: see `parse`; an unknown code, word or function; unlike things added or compared; a formula that says
            nothing (no statement, or no cell of the form).
    """
    tree, sort = _Binder(vocabulary).bound(parse(formula))
    if sort != Sort.TRUTH:
        raise FormulaError("公式要说明应当成立的关系，如 A01 = A02 + A03。", tree.at)
    cells = [node for node in walk(tree) if isinstance(node, CellOf)]
    codes = tuple(dict.fromkeys(node.code for node in cells if not node.last))
    if not codes:
        raise FormulaError("公式里没有本表的指标，改哪一格都不起作用。", 0)
    return Bound(
        tree,
        codes,
        tuple(dict.fromkeys(node.code for node in cells if node.last)),
        tuple(dict.fromkeys(node.name for node in walk(tree) if isinstance(node, Name))),
        vocabulary.kinds,
        tuple(dict.fromkeys(node.key for node in walk(tree) if isinstance(node, MaterialOf))),
    )


class _Binder:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def bound(self, node: Node) -> tuple[Node, Type]:
        """The node with what it stands for, and what it comes to."""
        match node:
            case Number():
                return node, PLAIN
            case Text():
                return node, Sort.TEXT
            case CellOf():
                return node, self.type_of_cell(node)
            case MaterialOf():
                return self.material(node)
            case Name():
                return self.name(node)
            case Call():
                return self.call(node)
            case Minus():
                inner, kind = self.amount(node.of)
                return replace(node, of=inner), kind
            case Arithmetic():
                return self.arithmetic(node)
            case Comparison():
                return self.comparison(node)
            case OneOf():
                return self.one_of(node)
            case Span():
                raise FormulaError(f"“{node.first}:{node.last}”只能写在“合计”等函数的括号里。", node.at)
            case _:
                return self.statement(node), Sort.TRUTH

    def type_of_cell(self, node: CellOf) -> Type:
        kind = self.vocabulary.kinds.get(node.code)
        if kind is None:
            raise FormulaError(f"表中没有代码 {node.code}。", node.at)
        return Amount(kind) if kind in NUMERIC or kind == ValueKind.DATE else Sort.TEXT

    def material(self, node: MaterialOf) -> tuple[Node, Type]:
        """Things that are counted: to be compared with counts, not with money."""
        parts = self.vocabulary.materials.get(node.subject)
        if parts is None:
            known = "、".join(self.vocabulary.materials) or "无"
            raise FormulaError(f"没有“{node.subject}”这种材料。可用：{known}。", node.at)
        if node.part and node.part not in parts:
            known = "、".join(parts) or "不分类"
            raise FormulaError(f"“{node.subject}”里没有“{node.part}”，应为：{known}。", node.at)
        return node, Amount(ValueKind.INTEGER)

    def name(self, node: Name) -> tuple[Node, Type]:
        if node.name in self.vocabulary.parameters:
            return replace(self.vocabulary.parameters[node.name], at=node.at), PLAIN
        if node.name in self.vocabulary.facts:
            return node, Sort.TEXT
        if node.name in FUNCTIONS:
            raise FormulaError(f"“{node.name}”后面要有括号。", node.at)
        known = "、".join([*self.vocabulary.parameters, *self.vocabulary.facts]) or "无"
        raise FormulaError(f"不认识“{node.name}”。可用的参数和单位信息：{known}。词与词之间要有空格。", node.at)

    def call(self, node: Call) -> tuple[Node, Type]:
        if node.name not in FUNCTIONS:
            raise FormulaError(f"没有函数“{node.name}”。可用：{'、'.join(sorted(FUNCTIONS))}。", node.at)
        if node.name in AGGREGATES:
            return self.aggregate(node)
        if len(node.given) != 1:
            raise FormulaError(f"“{node.name}”的括号里只能有一项。", node.at)
        if node.name == "绝对值":
            inner, kind = self.amount(node.given[0])
            return replace(node, given=(inner,)), kind
        cell, sort = self.bound(node.given[0])
        if not isinstance(cell, CellOf):
            raise FormulaError(f"“{node.name}”的括号里应是一个指标代码。", node.given[0].at)
        if node.name == "上年":
            if cell.last:
                raise FormulaError("只能取上一届的数，不能再往前。", node.at)
            return replace(cell, at=node.at, last=True), sort
        return replace(node, given=(cell,)), Sort.TRUTH

    def aggregate(self, node: Call) -> tuple[Node, Type]:
        bound = [self.span(part) if isinstance(part, Span) else self.amount(part) for part in node.given]
        if len(bound) == 1 and not isinstance(bound[0][0], Span):
            raise FormulaError(f"“{node.name}”的括号里至少要有两项，如 {node.name}(A04:A10)。", node.at)
        common = bound[0][1]
        for part, other in bound[1:]:
            common = _common(common, other, part.at)
        return replace(node, given=tuple(part for part, _sort in bound)), common

    def span(self, node: Span) -> tuple[Node, Amount]:
        codes = list(self.vocabulary.kinds)
        for code in (node.first, node.last):
            if code not in self.vocabulary.kinds:
                raise FormulaError(f"表中没有代码 {code}。", node.at)
        begin, end = codes.index(node.first), codes.index(node.last)
        if begin >= end:
            raise FormulaError(f"{node.first} 应当排在 {node.last} 前面。", node.at)
        cells = tuple(CellOf(node.at, code) for code in codes[begin : end + 1])
        sort = self.amount(cells[0])[1]
        for cell in cells[1:]:
            sort = _common(sort, self.amount(cell)[1], node.at)
        return replace(node, cells=cells), sort

    def amount(self, node: Node) -> tuple[Node, Amount]:
        """The bound node, which must come to a number that can be reckoned with."""
        bound, sort = self.bound(node)
        if not isinstance(sort, Amount):
            raise FormulaError("这里应是数，不是文字或关系。", node.at)
        if sort.kind == ValueKind.DATE:
            raise FormulaError("日期只能比较先后，不能运算。", node.at)
        return bound, sort

    def arithmetic(self, node: Arithmetic) -> tuple[Node, Type]:
        (left, one), (right, other) = self.amount(node.left), self.amount(node.right)
        bound = replace(node, left=left, right=right)
        if node.sign in {"+", "-"}:
            return bound, _common(one, other, node.at)
        if node.sign == "÷" and right == Number(right.at, Fraction(0)):
            raise FormulaError("不能除以 0。", right.at)
        if PLAIN in (one, other):
            return bound, other if one == PLAIN and node.sign == "×" else one
        return bound, PLAIN

    def comparison(self, node: Comparison) -> tuple[Node, Type]:
        (left, one), (right, other) = self.bound(node.left), self.bound(node.right)
        if Sort.TRUTH in (one, other):
            raise FormulaError("两个关系不能比较；同时成立请用“当且仅当”。", node.at)
        if isinstance(one, Amount) and isinstance(other, Amount):
            _common(one, other, node.at)
        elif one != other:
            raise FormulaError("文字不能和数比较。", node.at)
        elif node.sign not in {"=", "≠"}:
            raise FormulaError("文字只能比较是否相同。", node.at)
        else:
            self.check_choice(left, (right,))
            self.check_choice(right, (left,))
        return replace(node, left=left, right=right), Sort.TRUTH

    def one_of(self, node: OneOf) -> tuple[Node, Type]:
        left, sort = self.bound(node.left)
        if sort != Sort.TEXT:
            raise FormulaError("“属于”的前面应是文字。", node.at)
        self.check_choice(left, node.texts)
        return replace(node, left=left), Sort.TRUTH

    def check_choice(self, fact: Node, others: Sequence[Node]) -> None:
        """A fact has a known set of values: a text outside it is a slip of the pen."""
        if not isinstance(fact, Name):
            return
        allowed = self.vocabulary.facts[fact.name]
        for other in others:
            if isinstance(other, Text) and other.text not in allowed:
                raise FormulaError(f"“{fact.name}”没有“{other.text}”，应为：{'、'.join(allowed)}。", other.at)

    def statement(self, node: Node) -> Node:
        match node:
            case Not():
                return replace(node, of=self.truth(node.of))
            case Joined():
                return replace(node, parts=tuple(self.truth(part) for part in node.parts))
            case If():
                return replace(node, condition=self.truth(node.condition), then=self.truth(node.then))
            case Both():
                return replace(node, left=self.truth(node.left), right=self.truth(node.right))
            case _:
                raise TypeError(node)

    def truth(self, node: Node) -> Node:
        bound, sort = self.bound(node)
        if sort != Sort.TRUTH:
            raise FormulaError("这里应是一个关系，如 A01 > 0。", node.at)
        return bound


def _common(one: Amount, other: Amount, at: int) -> Amount:
    """What two amounts are together; a bare number goes with everything but a date.

    Raises:
        FormulaError: of different kinds: money is not added to counts.
    """
    if one == other:
        return one
    if PLAIN in (one, other) and ValueKind.DATE not in (one.kind, other.kind):
        return other if one == PLAIN else one
    raise FormulaError("类型不同的指标不能相加或比较（如金额和次数）。", at)
