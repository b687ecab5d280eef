"""Taking a list of media reports from a sheet: a dry run first, errors row by row, all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import override

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core.dates import read_date
from sciweek.core.errors import BadInput, permit
from sciweek.documents.sheets.columns import Wanted, find_columns
from sciweek.documents.sheets.reading import Sheet
from sciweek.documents.sheets.trial import Outcome, Trial, TriedRow
from sciweek.materials.actions.handing import NOT_OWN, locked_to_write
from sciweek.materials.actions.reports import MOST_REPORTS, ReportFacts, add_reports, checked_report
from sciweek.materials.enums import MediaLevel, Origin
from sciweek.materials.models import MediaReport
from sciweek.materials.rules import is_own
from sciweek.people.person import Person

WANTED = (
    Wanted("title", ("标题", "报道标题", "题目"), required=True),
    Wanted("medium", ("媒体名称", "媒体", "刊播媒体"), required=True),
    Wanted("level", ("媒体级别", "级别"), required=True),
    Wanted("origin", ("原创或转载", "原创/转载", "类型"), required=True),
    Wanted("published_on", ("发布日期", "日期", "刊播日期", "刊发日期"), required=True),
    Wanted("url", ("网址", "链接", "报道链接"), required=True),
    Wanted("note", ("备注",)),
)


@dataclass(frozen=True, slots=True)
class RowReport(TriedRow):
    """What is known of a row beside what becomes of it."""

    checked: Mapping[str, Any] | None = None


def preview(*, actor: Person, placement: Placement, sheet: Sheet) -> Trial[RowReport]:
    """What an import would do; nothing is written. A row whose address the unit has entered before is left as it is.

    Raises:
        NotPermitted: another unit's.
        UnreadableSheet: the sheet as a whole cannot be used.
    """
    permit(is_own(actor, placement), NOT_OWN)
    columns = find_columns(sheet, WANTED)
    known = set(MediaReport.objects.filter(placement=placement).exclude(url_key="").values_list("url_key", flat=True))
    seen: dict[str, int] = {}
    rows = []
    for row in columns.rows:
        typed = {wanted.key: columns.text(row, wanted.key) for wanted in WANTED}
        report = _judged(row.number, typed, placement.campaign, known, seen)
        rows.append(report)
        if report.checked is not None:
            seen.setdefault(report.checked["url_key"], row.number)
    return Trial(rows)


def _judged(
    number: int, typed: Mapping[str, str], campaign: Campaign, known: set[str], seen: Mapping[str, int]
) -> RowReport:
    title = " ".join(typed["title"].split()) or "（空）"
    try:
        checked = checked_report(_facts(typed, campaign.start.year), campaign)
        if first := seen.get(checked["url_key"]):
            raise BadInput(f"网址与第 {first} 行相同，请删去一行。")
    except BadInput as refusal:
        return RowReport(number, title, Outcome.CONFLICT, refusal.sentence)
    outcome = Outcome.SAME if checked["url_key"] in known else Outcome.NEW
    return RowReport(number, title, outcome, checked=checked)


def _facts(typed: Mapping[str, str], year: int) -> ReportFacts:
    day = read_date(typed["published_on"], year)
    if day is None:
        raise BadInput(f"发布日期“{typed['published_on'][:20]}”读不出来，请写成 2023-05-20 或 2023年5月20日。")
    if not typed["url"].strip():
        raise BadInput("没有网址。只有截图或报纸扫描件的，请在网页上逐条登记并上传。")
    return ReportFacts(
        title=typed["title"],
        medium=typed["medium"],
        level=MediaLevel(_chosen(typed["level"], words_of(MediaLevel), "媒体级别")),
        origin=Origin(_chosen(typed["origin"], words_of(Origin), "原创或转载")),
        published_on=day,
        url=typed["url"],
        note=typed["note"],
    )


def words_of(choices: type[MediaLevel] | type[Origin]) -> dict[str, str]:
    """The Chinese word of each choice to its value: sheets are always in Chinese, like the form."""
    with override("zh-hans"):
        return {str(each.label): each.value for each in choices}


def _chosen(text: str, words: Mapping[str, str], what: str) -> str:
    """The value of the choice that a cell names; “中央” is as good as “中央级”.

    Raises:
        BadInput: none of them.
    """
    plain = "".join(text.split())
    found = next((value for word, value in words.items() if plain in {word, word.removesuffix("级")}), None)
    if found is None:
        raise BadInput(f"{what}“{plain[:20]}”不认识，请填：{'、'.join(words)}。")
    return found


@transaction.atomic
def import_reports(*, actor: Person, placement_id: int, sheet: Sheet) -> Trial[RowReport]:
    """Enter all new media reports of the sheet, or none.

    Raises:
        NotPermitted, WrongState, NotFound: see `locked_to_write`.
        UnreadableSheet: the sheet as a whole cannot be used.
        BadInput: a row has a conflict, or there are more than 500 in all; nothing was entered.
    """
    delivery = locked_to_write(actor, placement_id, DutyKind.MEDIA)
    report = preview(actor=actor, placement=delivery.placement, sheet=sheet)
    report.refuse_conflicts()
    if MediaReport.objects.filter(placement=placement_id).count() + len(report.new) > MOST_REPORTS:
        raise BadInput(f"一个单位最多 {MOST_REPORTS} 条媒体报道，整份都没有导入。")
    add_reports(actor=actor, delivery=delivery, checked=[dict(row.checked or {}) for row in report.new])
    return report


def blank_columns() -> list[str]:
    """The head of the blank sheet."""
    return [wanted.titles[0] for wanted in WANTED]
