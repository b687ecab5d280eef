"""A formula's tokens as a tree, by recursive descent: what binds loosest is read first.

formula     = implication [当且仅当 implication]
implication = 若 disjunction 则 implication | disjunction
disjunction = conjunction {或 conjunction}
conjunction = negation {且 negation}
negation    = 非 negation | comparison
comparison  = sum [(= ≠ < ≤ > ≥) sum | 属于 ( text {, text} )]
sum         = product {(+ -) product}
product     = minus {(× ÷) minus}
minus       = - minus | primary
primary     = number | text | code | name | function ( given {, given} ) | 资料 ( name [. name] ) | ( formula )
given       = code : code | formula
"""

from collections.abc import Callable
from fractions import Fraction

from sciweek.returns.formulas.lexer import Kind, Token, tokens
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
)

DEEPEST = 40
MATERIALS = "资料"
_COMPARING = frozenset("=≠<≤>≥")


def parse(formula: str) -> Node:
    """The tree of a formula.

    Raises:
        FormulaError: says at which character, what is wrong, and what should stand there.
    """
    reader = _Reader(tokens(formula))
    tree = reader.formula()
    reader.end()
    return tree


class _Reader:
    def __init__(self, read: list[Token]) -> None:
        self.read = read
        self.place = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.read[self.place]

    def take(self, *texts: str) -> Token | None:
        """The next token if it is one of these keywords or signs, else nothing."""
        token = self.next
        if token.kind not in {Kind.KEYWORD, Kind.SIGN} or token.text not in texts:
            return None
        self.place += 1
        return token

    def need(self, text: str, what: str) -> Token:
        token = self.take(text)
        if token is None:
            raise FormulaError(f"{what}应有“{text}”，{self.found()}。", self.next.at)
        return token

    def found(self) -> str:
        return f"这里却是“{self.next.text}”" if self.next.kind != Kind.END else "公式却到此为止"

    def end(self) -> None:
        if self.next.kind == Kind.END:
            return
        if self.next.text in _COMPARING:
            raise FormulaError("一条公式只比较一次，请用“且”连接，如 A01 ≤ A02 且 A02 ≤ A03。", self.next.at)
        raise FormulaError(f"多出“{self.next.text}”。词与词之间要有空格或运算符。", self.next.at)

    def formula(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("括号套得太深，请拆成几条。", self.next.at)
        left = self.implication()
        if sign := self.take("当且仅当"):
            left = Both(sign.at, left, self.implication())
        self.depth -= 1
        return left

    def implication(self) -> Node:
        start = self.take("若")
        if start is None:
            return self.joined("或", lambda: self.joined("且", self.negation))
        condition = self.joined("或", lambda: self.joined("且", self.negation))
        self.need("则", "“若”的条件之后")
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("“若…则…”套得太深，请拆成几条。", self.next.at)
        then = self.implication()
        self.depth -= 1
        return If(start.at, condition, then)

    def joined(self, word: str, part: Callable[[], Node]) -> Node:
        start, parts = self.next.at, [part()]
        while self.take(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Joined(start, word, tuple(parts))

    def negation(self) -> Node:
        signs = []
        while sign := self.take("非"):
            signs.append(sign)
        node = self.comparison()
        for sign in reversed(signs):
            node = Not(sign.at, node)
        return node

    def comparison(self) -> Node:
        left = self.chain(("+", "-"), lambda: self.chain(("×", "÷"), self.minus))
        if sign := self.take(*_COMPARING):
            right = self.chain(("+", "-"), lambda: self.chain(("×", "÷"), self.minus))
            return Comparison(sign.at, sign.text, left, right)
        if sign := self.take("属于"):
            self.need("(", "“属于”之后")
            texts = [self.text()]
            while self.take(","):
                texts.append(self.text())
            self.need(")", "各项之后")
            return OneOf(sign.at, left, tuple(texts))
        return left

    def text(self) -> Text:
        token = self.next
        if token.kind != Kind.TEXT:
            raise FormulaError(f"这里应是带引号的文字，{self.found()}。", token.at)
        self.place += 1
        return Text(token.at, token.text)

    def chain(self, signs: tuple[str, ...], part: Callable[[], Node]) -> Node:
        node = part()
        while sign := self.take(*signs):
            node = Arithmetic(sign.at, sign.text, node, part())
        return node

    def minus(self) -> Node:
        signs = []
        while sign := self.take("-"):
            signs.append(sign)
        node = self.primary()
        for sign in reversed(signs):
            node = Minus(sign.at, node)
        return node

    def primary(self) -> Node:
        token = self.next
        if token.kind == Kind.TEXT:
            return self.text()
        if opened := self.take("("):
            node = self.formula()
            self.need(")", f"第 {opened.at + 1} 个字的左括号")
            return node
        if token.kind not in {Kind.NUMBER, Kind.CODE, Kind.WORD}:
            raise FormulaError(f"这里应是指标代码、数字或括号，{self.found()}。", token.at)
        self.place += 1
        if token.kind == Kind.NUMBER:
            percent = token.text.endswith("%")
            return Number(token.at, Fraction(token.text.rstrip("%")) / (100 if percent else 1), percent)
        if token.kind == Kind.CODE:
            return CellOf(token.at, token.text)
        if not self.take("("):
            return Name(token.at, token.text)
        return self.material(token) if token.text == MATERIALS else self.call(token)

    def material(self, name: Token) -> MaterialOf:
        subject = self.word("“资料”的括号里应是材料的名称，如 媒体报道")
        part = self.word("点之后应是其中的一类，如 媒体报道.省级") if self.take(".") else ""
        self.need(")", f"“{name.text}”的括号")
        return MaterialOf(name.at, subject, part)

    def word(self, what: str) -> str:
        token = self.next
        if token.kind != Kind.WORD:
            raise FormulaError(f"{what}，{self.found()}。", token.at)
        self.place += 1
        return token.text

    def call(self, name: Token) -> Call:
        given = [self.given()]
        while self.take(","):
            given.append(self.given())
        self.need(")", f"“{name.text}”的括号")
        return Call(name.at, name.text, tuple(given))

    def given(self) -> Node:
        first, second = self.next, self.read[min(self.place + 1, len(self.read) - 1)]
        if first.kind == Kind.CODE and (second.kind, second.text) == (Kind.SIGN, ":"):
            self.place += 2
            last = self.next
            if last.kind != Kind.CODE:
                raise FormulaError(f"冒号之后应是指标代码，{self.found()}。", last.at)
            self.place += 1
            return Span(first.at, first.text, last.text)
        return self.formula()
