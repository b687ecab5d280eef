"""The transcript (过录表): one row a return, one column an indicator, of everything that has been submitted.

A small one is answered at once; a larger one is an export that a worker writes (`core.exports`). Returns and cells are
read as bare tuples, 200 returns at a time: as objects they took five times as long, and memory does not grow with them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sciweek.campaigns.models import Campaign
from sciweek.campaigns.queries import campaigns_for
from sciweek.core.errors import BadInput, NotFound, NotPermitted, permit
from sciweek.core.exports import Progress, export_kind
from sciweek.core.exports.actions import ask_export
from sciweek.core.models import Export
from sciweek.core.scope import Scope
from sciweek.documents.sheets.writing import SheetOut, Value, write_csv, write_xlsx
from sciweek.people.enums import UnitKind
from sciweek.people.person import Person
from sciweek.people.queries import person_acting
from sciweek.places.queries import Names, names_around
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.enums import NUMERIC, CellState, ValueKind
from sciweek.returns.models import Cell, FormItem, Return
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.returns import returns_in
from sciweek.returns.rollup import Counting, counts
from sciweek.returns.tables import exact
from sciweek.returns.template import FormText, ItemText
from sciweek.returns.values import CellContent, show
from sciweek.review.models import StageChoice

TRANSCRIPT = "returns.transcript"
AT_ONCE = 300
BATCH = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
FORMAT_NAMES = {"xlsx": "Excel", "csv": "CSV"}
# What is read beside the cells: the id, and what stands in the columns before the indicators.
BESIDE = ("pk", "unit__name", "placement__division_code", "placement__kind", "track__stage", "entered_by__name")

Read = Callable[[int | None, str], Value]


@dataclass(frozen=True, slots=True)
class Transcript:
    """Which returns the transcript holds, in order, under which columns."""

    form: FormText
    names: Names
    ret_ids: Sequence[int]
    # Indicator id to the place of its column, and how a cell of it is read.
    columns: dict[int, tuple[int, Read]]
    found: QuerySet[Return]

    @property
    def head(self) -> list[str]:
        """The titles of the columns."""
        beside = [_("单位"), _("地区"), _("类型"), _("状态"), _("代录单位")]
        return [*beside, *[f"{item.code} {item.name}" for item in self.form.items]]


def transcribed(scope: Scope, campaign: Campaign) -> QuerySet[Return]:
    """The returns that the transcript holds: all inside `scope` that have been submitted, by place and name."""
    rows = returns_in(scope, campaign).filter(counts(Counting.SUBMITTED, "track"))
    return rows.order_by("placement__division_code", "unit__name", "pk")


def transcript_of(person: Person, campaign: Campaign) -> Transcript:
    """The transcript inside the person's scope. Three queries and those of form and names; its rows are read later."""
    form = ensure_form(campaign)
    text, found = form_text(form), transcribed(person.scope, campaign)
    ids = dict(FormItem.objects.filter(form=form).values_list("indicator__code", "indicator_id"))
    return Transcript(
        form=text,
        names=names_around(person.division_code),
        ret_ids=list(found.values_list("pk", flat=True)),
        columns={ids[item.code]: (place, _reader(item)) for place, item in enumerate(text.items, len(BESIDE) - 1)},
        found=found,
    )


def _reader(item: ItemText) -> Read:
    if item.kind == ValueKind.INTEGER:
        return lambda value, text: value
    if item.kind in NUMERIC:
        return lambda value, text: exact(value or 0, item)
    return lambda value, text: show(CellContent(CellState.VALUE, value, text), item.kind)


def rows_of(transcript: Transcript) -> Iterator[list[Value]]:
    """The rows. A return that was sent back since the transcript was begun is left out; each row is as it stands now."""
    kinds, stages = ({value: str(label) for value, label in words.choices} for words in (UnitKind, StageChoice))
    blank: list[Value] = [None] * len(transcript.form.items)
    for start in range(0, len(transcript.ret_ids), BATCH):
        batch = transcript.ret_ids[start : start + BATCH]
        rows: dict[int, list[Value]] = {}
        for pk, unit, code, kind, stage, by in transcript.found.filter(pk__in=batch).values_list(*BESIDE):
            rows[pk] = [unit, transcript.names[code], kinds[kind], stages[stage], by, *blank]
        cells = Cell.objects.filter(ret__in=list(rows))
        for pk, indicator, state, value, text in cells.values_list("ret_id", "indicator_id", "state", "value", "text"):
            place, read = transcript.columns[indicator]
            rows[pk][place] = "-" if state == CellState.NONE else read(value, text)
        yield from rows.values()


def write_transcript(
    transcript: Transcript, file_format: str, out: BinaryIO, rows: Iterable[Sequence[Value]] | None = None
) -> None:
    """Write it as `xlsx` or `csv`; `rows` are those of `rows_of`, watched by somebody on their way."""
    rows = rows_of(transcript) if rows is None else rows
    if file_format == "csv":
        out.writelines(write_csv(transcript.head, rows))
        return
    folder = Path(settings.EXPORTS)
    folder.mkdir(parents=True, exist_ok=True)
    write_xlsx([SheetOut(_("过录表"), transcript.head, rows, widths=[30, 12, 14, 10])], out, folder)


def file_name(campaign: Campaign, file_format: str) -> str:
    """What the file is called where it is saved."""
    return f"transcript-{campaign.slug}.{file_format}"


def ask_transcript(*, actor: Person, campaign: Campaign, file_format: str) -> Export:
    """Let a worker write the transcript of what lies inside the actor's scope.

    Raises:
        NotPermitted: no officer.
        BadInput: a format that there is not.
        WrongState: five of the actor's exports wait already.
    """
    permit(actor.is_officer)
    if file_format not in MEDIA_TYPES:
        raise BadInput(_("没有选文件格式。请选 Excel 或 CSV。"))
    return ask_export(
        actor=actor,
        kind=TRANSCRIPT,
        arguments={"campaign": campaign.pk, "format": file_format},
        title=f"{_('过录表')} {FORMAT_NAMES[file_format]} · {campaign.name}",
        file_name=file_name(campaign, file_format),
    )


@export_kind(TRANSCRIPT)
def make_transcript(export: Export, out: BinaryIO, progress: Progress) -> None:
    """Write the transcript of what lies inside the asker's scope now.

    Raises:
        NotPermitted: the asker is no officer any more.
        NotFound: the asker sees this campaign no more.
    """
    person = person_acting(export.account_id, export.membership_id)
    if person is None or not person.is_officer:
        raise NotPermitted(_("您申请时的角色已经取消，不能再生成过录表。"))
    campaign = campaigns_for(person).filter(pk=export.arguments["campaign"]).first()
    if campaign is None:
        raise NotFound(_("这届活动周已不在您能看到的范围内。"))
    transcript = transcript_of(person, campaign)
    rows = progress.follow(rows_of(transcript), len(transcript.ret_ids))
    write_transcript(transcript, export.arguments["format"], out, rows)
