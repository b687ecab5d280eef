"""All that a package is made of: the facts, what a person wrote, and what the paper says of itself. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from sciweek.campaigns.papers.sentences import paragraphs
from sciweek.report.facts import ReportFacts
from sciweek.report.pictures import ChosenPicture
from sciweek.report.shown import Shown, shown

ABOVE = "科学技术部"


@dataclass(frozen=True, slots=True)
class Texts:
    """What the lead office writes into a report. A line is a paragraph; what is empty is left out of the report."""

    recipient: str = ABOVE
    number: str = ""
    highlights: str = ""
    problems: str = ""
    plans: str = ""
    head: str = ""
    copies: str = ""

    def as_data(self) -> dict[str, str]:
        """As a draft and a snapshot keep it."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a paper says of itself: which edition, over which data, under which seal of the audit trail."""

    edition: int = 0
    fingerprint: str = ""
    seal_number: int = 0
    seal_code: str = ""

    @property
    def line(self) -> str:
        """The line in small print; a draft says that it is one."""
        if not self.edition:
            return "草稿，未印发。"
        said = f"第{self.edition}版　数据指纹 {self.fingerprint[:16]}"
        return f"{said}　审计封印第{self.seal_number}号 {self.seal_code[:16]}" if self.seal_number else said


@dataclass(frozen=True, slots=True)
class Content:
    """One report as it would be printed; `media` is how many media reports go with it."""

    facts: ReportFacts
    texts: Texts
    imprint: Imprint
    shown: Shown
    pictures: Sequence[ChosenPicture] = ()
    media: int = 0

    @property
    def titles(self) -> "Titles":
        """How the papers are called."""
        return Titles(self.facts.campaign)


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of the package's papers."""

    campaign: str

    @property
    def letter(self) -> str:
        """The letter (报送函)."""
        return f"关于报送{self.campaign}情况的函"

    @property
    def report(self) -> str:
        """The report that goes with it."""
        return f"关于{self.campaign}情况的报告"

    @property
    def data_book(self) -> str:
        """The data book."""
        return f"{self.campaign}统计数据册"

    @property
    def units(self) -> str:
        """The list of units."""
        return f"{self.campaign}填报单位目录清单"

    @property
    def media(self) -> str:
        """The picked pictures and the list of media reports."""
        return f"{self.campaign}活动图片和媒体报道清单"


def content_of(
    facts: ReportFacts,
    texts: Texts,
    imprint: Imprint | None = None,
    *,
    pictures: Sequence[ChosenPicture] = (),
    media: int = 0,
) -> Content:
    """The content of a draft, or of the edition that `imprint` says."""
    return Content(facts, texts, imprint or Imprint(), shown(facts), pictures, media)


def written(texts: Texts) -> Iterator[tuple[str, Sequence[str]]]:
    """The chapters that a person wrote, with their headings; empty ones are left out."""
    for heading, text in (
        ("主要做法和亮点", texts.highlights),
        ("存在的问题", texts.problems),
        ("下一步打算和建议", texts.plans),
    ):
        if paragraphs(text):
            yield heading, paragraphs(text)
