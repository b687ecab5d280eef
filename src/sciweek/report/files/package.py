"""All files of a package, in the order of the manifest; picked pictures stand in a folder of the zip."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from sciweek.core import clock
from sciweek.documents.filling import Layout
from sciweek.documents.fonts.folders import Unprintable
from sciweek.documents.packages import HeldFile, MadeFile, packed
from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.days import day
from sciweek.documents.papers.pdf import About, unprintable, write_pdf
from sciweek.documents.papers.writing import write_docx
from sciweek.report.content import Content
from sciweek.report.files.data_book import write_data_book
from sciweek.report.files.data_files import report_json, totals_csv, units_csv
from sciweek.report.files.media_list import write_media_list
from sciweek.report.files.ministry import lookup_in, unknown_marks
from sciweek.report.lists import Lists
from sciweek.report.papers.brief import brief
from sciweek.report.papers.letter import letter
from sciweek.report.papers.report import report

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF, CSV, JSON, ZIP = "application/pdf", "text/csv", "application/json", "application/zip"
Write = Callable[[Content, Lists], bytes]
Paper = Callable[[Content], Iterator[b.Block]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One file of the package: its key in addresses, its name, what it is, and how it is written."""

    key: str
    name: str
    media_type: str
    write: Write

    def made(self, content: Content, lists: Lists) -> MadeFile:
        """The file."""
        title = f"{content.facts.campaign}{self.name.partition('.')[0]}"
        return MadeFile(self.name, title, self.media_type, self.write(content, lists))


def moment_of(content: Content) -> datetime:
    """The instant that files bear: the start of the day on which the paper was written."""
    return datetime.combine(content.facts.written, time(), clock.SHANGHAI)


def docx_of(paper: Paper) -> Write:
    """Writes a paper as docx."""

    def write(content: Content, lists: Lists) -> bytes:
        out = io.BytesIO()
        write_docx(paper(content), out)
        return out.getvalue()

    return write


def pdf_of(paper: Paper) -> Write:
    """Writes a paper as pdf, with the same text."""

    def write(content: Content, lists: Lists) -> bytes:
        out, blocks = io.BytesIO(), list(paper(content))
        title = next(block.text for block in blocks if isinstance(block, b.Title))
        write_pdf(blocks, About(title, content.facts.office, moment_of(content)), out)
        return out.getvalue()

    return write


def _data_book(content: Content, lists: Lists) -> bytes:
    out = io.BytesIO()
    write_data_book(content, lists, out)
    return out.getvalue()


def _media_list(content: Content, lists: Lists) -> bytes:
    out = io.BytesIO()
    write_media_list(content, lists, out)
    return out.getvalue()


FILES = (
    Kind("letter.docx", "报送函.docx", DOCX, docx_of(letter)),
    Kind("letter.pdf", "报送函.pdf", PDF, pdf_of(letter)),
    Kind("report.docx", "情况报告.docx", DOCX, docx_of(report)),
    Kind("report.pdf", "情况报告.pdf", PDF, pdf_of(report)),
    Kind("data-book.xlsx", "统计数据册.xlsx", XLSX, _data_book),
    Kind("pictures-and-media.xlsx", "图片目录和媒体报道清单.xlsx", XLSX, _media_list),
    Kind("totals.csv", "汇总数据.csv", CSV, lambda content, _lists: totals_csv(content)),
    Kind("units.csv", "填报单位目录清单.csv", CSV, lambda _content, lists: units_csv(lists.units())),
    Kind("report.json", "报告数据.json", JSON, lambda content, _lists: report_json(content)),
)


BRIEFS = {"docx": DOCX, "pdf": PDF}


def brief_of(content: Content, new_today: int, ending: str) -> MadeFile:
    """The daily brief as docx or pdf. It is no part of the package."""
    write = docx_of if ending == "docx" else pdf_of
    nothing = Lists(lambda: (), (), lambda: (), lambda: ())
    data = write(lambda given: brief(given, new_today))(content, nothing)
    title = f"{content.facts.campaign}简报（{day(content.facts.written)}）"
    return MadeFile(f"{title}.{ending}", title, BRIEFS[ending], data)


def files_of(content: Content, lists: Lists, layout: Layout | None = None) -> list[MadeFile]:
    """Every file of the package, without the zip; the ministry's own layout too, where all of its marks are known."""
    files = [kind.made(content, lists) for kind in FILES]
    if layout is not None and not unknown_marks(layout, content):
        files.append(filled_layout(layout, content))
    return files


def filled_layout(layout: Layout, content: Content) -> MadeFile:
    """The ministry's own layout, filled in."""
    ending = "xlsx" if layout.is_sheet else "docx"
    title = f"{content.facts.campaign}（上级版式）"
    return MadeFile(f"上级版式.{ending}", title, XLSX if layout.is_sheet else DOCX, layout.filled(lookup_in(content)))


def zip_of(content: Content, files: list[MadeFile]) -> MadeFile:
    """All of them in one, with the picked pictures and a manifest over everything."""
    edition = content.imprint.edition
    name = f"{content.facts.campaign}报送材料（{f'第{edition}版' if edition else '草稿'}）"
    pictures = [HeldFile(each.name, each.printed, each.size, each.sha256, each.read) for each in content.pictures]
    return MadeFile(f"{name}.zip", name, ZIP, packed([*files, *pictures], moment_of(content)))


def signs_without_glyph(content: Content) -> list[Unprintable]:
    """What the pdf files print as 〓."""
    return unprintable([*letter(content), *report(content)])
