"""A formula's text as words and signs, as people in offices type it: full-width signs are read like half-width ones."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

from sciweek.returns.formulas.tree import FormulaError

LONGEST = 500
KEYWORDS = frozenset({"若", "则", "且", "或", "非", "当且仅当", "属于"})
# What is typed for a sign, and the sign that is meant.
_SAME = {"<=": "≤", ">=": "≥", "=<": "≤", "=>": "≥", "<>": "≠", "!=": "≠", "==": "=", "*": "×", "/": "÷", "−": "-"}
_SAME |= {"“": '"', "”": '"', "「": '"', "」": '"', "、": ",", "·": "."}
_PIECE = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>\d+(?:\.\d+)?%?)
    |(?P<code>[A-Z][A-Z0-9]*)
    |(?P<word>[\u4e00-\u9fff]+)
    |(?P<text>["“”「」][^"“”「」]*["“”「」])
    |(?P<sign><=|>=|=<|=>|<>|!=|==|[=≠<≤>≥+\-−*×/÷(),、:.·])""",
    re.VERBOSE,
)


class Kind(StrEnum):
    """What a token is."""

    NUMBER = auto()
    CODE = auto()
    WORD = auto()
    KEYWORD = auto()
    TEXT = auto()
    SIGN = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign, and at which character it begins."""

    kind: Kind
    text: str
    at: int


def tokens(formula: str) -> list[Token]:
    """The tokens of a formula, with one that marks the end.

    Raises:
        FormulaError: too long, or a sign that has no meaning here.
    """
    if len(formula) > LONGEST:
        raise FormulaError(f"公式超过 {LONGEST} 个字，请拆成几条。", LONGEST)
    return [*_pieces(formula), Token(Kind.END, "", len(formula))]


def _narrow(sign: str) -> str:
    """The capital half-width form of a character; one that would become several stays, so that places do not move."""
    narrowed = unicodedata.normalize("NFKC", sign).upper()
    return narrowed if len(narrowed) == 1 else sign


def _pieces(formula: str) -> Iterator[Token]:
    text, place = "".join(map(_narrow, formula)), 0
    while place < len(text):
        found = _PIECE.match(text, place)
        if found is None:
            if text[place] in _SAME or text[place] == '"':
                raise FormulaError("引号没有成对。", place)
            raise FormulaError(f"不认识“{text[place]}”。", place)
        kind, piece = str(found.lastgroup), found.group()
        if kind == "text":
            yield Token(Kind.TEXT, formula[place + 1 : found.end() - 1], place)
        elif kind == "sign":
            yield Token(Kind.SIGN, _SAME.get(piece, piece), place)
        elif kind != "space":
            yield Token(Kind.KEYWORD if piece in KEYWORDS else Kind(kind), piece, place)
        place = found.end()
