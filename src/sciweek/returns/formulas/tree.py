"""What a formula consists of. Each node knows at which character of its text it begins."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sciweek.core.errors import BadInput


class FormulaError(BadInput):
    """A formula cannot be used. `at` is the character where, from 0; the sentence says it to people, from 1."""

    def __init__(self, sentence: str, at: int) -> None:
        super().__init__(f"第 {at + 1} 个字处：{sentence}")
        self.at = at


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the unit that the form shows; `percent` when it was written so."""

    at: int
    value: Fraction
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class CellOf:
    """The cell of an indicator, of this campaign or of the one before (`last`)."""

    at: int
    code: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class MaterialOf:
    """How many things there are of a material that the unit has handed in (资料), or of one part of it (`part`)."""

    at: int
    subject: str
    part: str = ""

    @property
    def key(self) -> str:
        """By what the count is known: 媒体报道, 媒体报道.省级."""
        return f"{self.subject}.{self.part}" if self.part else self.subject


@dataclass(frozen=True, slots=True)
class Name:
    """A word that is neither keyword nor function: a parameter of the check, or a fact about the unit."""

    at: int
    name: str


@dataclass(frozen=True, slots=True)
class Span:
    """All indicators of the form from one to another. Stands only in a function's brackets; `cells` once it is bound."""

    at: int
    first: str
    last: str
    cells: tuple["CellOf", ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is given."""

    at: int
    name: str
    given: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Minus:
    """The opposite number."""

    at: int
    of: "Node"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two amounts joined by + − × ÷."""

    at: int
    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two amounts or texts compared by = ≠ < ≤ > ≥."""

    at: int
    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class OneOf:
    """A text that is one of several (属于)."""

    at: int
    left: "Node"
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a statement (非)."""

    at: int
    of: "Node"


@dataclass(frozen=True, slots=True)
class Joined:
    """Statements of which all must hold (且), or at least one (或)."""

    at: int
    word: str
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class If:
    """The second statement must hold where the first does (若…则…)."""

    at: int
    condition: "Node"
    then: "Node"


@dataclass(frozen=True, slots=True)
class Both:
    """Two statements that hold together or not at all (当且仅当)."""

    at: int
    left: "Node"
    right: "Node"


Leaf = Number | Text | CellOf | MaterialOf | Name
Node = Leaf | Span | Call | Minus | Arithmetic | Comparison | OneOf | Not | Joined | If | Both


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes that this one joins, in the order of the text."""
    if isinstance(node, Arithmetic | Comparison | Both):
        return (node.left, node.right)
    if isinstance(node, Minus | Not):
        return (node.of,)
    if isinstance(node, If):
        return (node.condition, node.then)
    if isinstance(node, Call):
        return node.given
    if isinstance(node, Joined):
        return node.parts
    if isinstance(node, Span):
        return node.cells
    return (node.left, *node.texts) if isinstance(node, OneOf) else ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything in it, in the order of the text."""
    yield node
    for part in parts_of(node):
        yield from walk(part)
