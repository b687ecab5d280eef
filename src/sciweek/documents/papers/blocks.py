"""What a paper consists of, from top to bottom, whatever file it becomes: docx and pdf are written from the same blocks. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

HAN = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class RedHead:
    """版头: the issuer in red (发文机关标志), 发文字号 under it, and the red line."""

    issuer: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """The paper's title."""

    text: str


@dataclass(frozen=True, slots=True)
class CentredLine:
    """A line by itself in the middle: 发文字号 above a title, issuer and day under one."""

    text: str


@dataclass(frozen=True, slots=True)
class Recipients:
    """To whom it goes (主送)."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of one of four levels; its number is given by `numbered`."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered paragraph that begins with its own heading: （一）精心组织。各单位要……"""

    head: str
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of the body."""

    text: str


@dataclass(frozen=True, slots=True)
class Attachments:
    """The note on attachments (附件说明)."""

    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Signature:
    """Issuer and date (落款); `others` issue it jointly and stand below."""

    office: str
    day: date
    others: Sequence[str] = ()

    @property
    def offices(self) -> list[str]:
        """All issuers, the lead first."""
        return [self.office, *self.others]


@dataclass(frozen=True, slots=True)
class Note:
    """附注: in brackets under the date."""

    text: str


@dataclass(frozen=True, slots=True)
class AttachmentPage:
    """Where an attachment begins; the only one of a paper bears no number."""

    number: int | None
    title: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; `widths` in millimetres, narrowed where they are wider than the text in all."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn in one colour: a name and one value for each label."""

    name: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Columns by name, with their caption below; `decimals` of the values stand behind the point."""

    caption: str
    names: Sequence[str]
    series: Sequence[Series]
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG of ours with what stands under it; `read` gives its bytes when a file is written."""

    caption: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures beside and under each other, two in a row."""

    pictures: Sequence[Picture]


@dataclass(frozen=True, slots=True)
class Remark:
    """Small print: under a table, or what the paper says of itself (edition, fingerprint, seal)."""

    text: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记 at the end of all: who gets a copy (抄送), who printed it and when."""

    copies: str
    office: str
    day: date

    @property
    def copied(self) -> str:
        """The line that names who gets a copy."""
        return f"抄送：{self.copies.rstrip('。')}。"


Block = (
    RedHead
    | CentredLine
    | Title
    | Recipients
    | Heading
    | Clause
    | Text
    | Attachments
    | Signature
    | Note
    | AttachmentPage
    | Table
    | BarChart
    | Pictures
    | Remark
    | Imprint
)


@dataclass(slots=True)
class Numbering:
    """Counts headings, tables and charts of a paper; an attachment counts its headings anew."""

    headings: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    tables: int = 0
    charts: int = 0

    def heading(self, level: int) -> str:
        """The label of the next heading of this level: 一、 （一） 1. （1）."""
        self.headings[level - 1] += 1
        self.headings[level:] = [0] * (len(self.headings) - level)
        number = self.headings[level - 1]
        return (f"{han(number)}、", f"（{han(number)}）", f"{number}.", f"（{number}）")[level - 1]

    def table(self) -> str:
        """The label of the next table."""
        self.tables += 1
        return f"表{self.tables}　"

    def chart(self) -> str:
        """The label of the next chart."""
        self.charts += 1
        return f"图{self.charts}　"

    def begin_attachment(self) -> None:
        """Headings begin with 一 again."""
        self.headings = [0] * len(self.headings)


def han(number: int) -> str:
    """A number up to 99 in Han numerals."""
    if number <= 10:
        return HAN[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else HAN[tens - 1]) + "十" + (HAN[ones - 1] if ones else "")


def attachment_lines(names: Sequence[str]) -> list[str]:
    """The note on attachments, line by line: Arabic numbers where there are several, no punctuation at the end."""
    labels = [f"{number}. " if len(names) > 1 else "" for number in range(1, len(names) + 1)]
    lines = [label + name.rstrip("。；;.") for label, name in zip(labels, names, strict=True)]
    return ["附件：" + line if not at else line for at, line in enumerate(lines)]


def texts_of(block: Block) -> Iterator[str]:
    """Every text of a block, as it will be printed."""
    match block:
        case (
            CentredLine(text) | Title(text) | Recipients(text) | Heading(text) | Text(text) | Note(text) | Remark(text)
        ):
            yield text
        case RedHead(issuer, number):
            yield from (issuer, number)
        case Attachments(names):
            yield from names
        case Clause(head, text):
            yield from (head, text)
        case Signature():
            yield from block.offices
        case Imprint(copies, office):
            yield from (copies, office)
        case AttachmentPage(_, title):
            yield title
        case Table(caption, head, rows):
            yield caption
            yield from head
            for row in rows:
                yield from row
        case BarChart(caption, names, series):
            yield caption
            yield from names
            yield from (each.name for each in series)
        case Pictures(pictures):
            yield from (each.caption for each in pictures)


def all_texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text of a paper."""
    for block in blocks:
        yield from texts_of(block)
