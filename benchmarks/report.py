"""The whole package of a province, from reading the totals to the last file, and the memory of a process that makes it.

The reference is the longest part by itself: every cell that counts, held in memory already, written by xlsxwriter as one
sheet. A report with this sheet in it cannot be faster by that way of writing.
"""

import argparse
import io
import tempfile
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.db.models import F
from PIL import Image

from benchmarks.measuring import in_own_process, line, measure
from benchmarks.province import AFTER, Laid, lay
from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core import clock
from sciweek.core.audit import SYSTEM
from sciweek.core.files import keep
from sciweek.materials.enums import Stage as PartStage
from sciweek.materials.models import Delivery, MediaReport, Picture
from sciweek.report.files.package import FILES, files_of, zip_of
from sciweek.report.models import Selection
from sciweek.report.pictures import MOST
from sciweek.report.queries.editions import report_of
from sciweek.report.queries.facts import facts_of
from sciweek.report.queries.lists import lists_of
from sciweek.returns.actions.subtotals import rebuild_subtotals
from sciweek.returns.models import Return
from sciweek.review.models import Track
from sciweek.review.transitions import Stage


def run(words: argparse.Namespace) -> None:
    """Lay down, make everything, then once more in a process of its own."""
    laid = lay(words.returns, words.indicators)
    _accept_all(laid)
    _show(laid)
    campaign = Campaign.objects.select_related("office", "previous").get(pk=laid.campaign.pk)
    with clock.at(AFTER):
        lists = lists_of(campaign)
        held = [list(row) for row in lists.transcript()]
        reference = measure(lambda: _bare(held), 1)
        facts = measure(lambda: facts_of(campaign), words.runs)
        content = report_of(campaign, proven=False).content
        print(f"{content.facts.counted:,} of {content.facts.expected:,} returns count")
        line("reference: xlsxwriter, the cells that count", reference)
        line("facts, proven against the cells", facts, reference)
        for kind in FILES:
            line(f"  {kind.key}", measure(lambda kind=kind: kind.made(content, lists), 1), reference)  # type: ignore[misc]
        whole = measure(lambda: _whole(campaign), 2)
        line("the whole package with its zip", whole, reference)
        print(f"  {sum(len(file.data) for file in whole.result) / 1e6:.1f} MB in {len(whole.result)} files")
    _alone()


def _accept_all(laid: Laid) -> None:
    """Every return is accepted by every office: the day on which the report goes out."""
    tracks = Track.objects.filter(pk__in=Return.objects.filter(campaign=laid.campaign).values("track"))
    tracks.update(
        stage=Stage.ACCEPTED.value,
        accepted=F("offices"),
        waiting_for=None,
        submitted_at=AFTER,
        first_submitted_at=AFTER,
    )
    rebuild_subtotals(laid.campaign.pk)


def _show(laid: Laid) -> None:
    """Two media reports of each unit, and as many pictures as a package takes, each as large as a busy photograph."""
    placements = list(Placement.objects.filter(campaign=laid.campaign).order_by("pk"))
    Delivery.objects.bulk_create(
        Delivery(placement=each, kind=kind.value, stage=PartStage.HANDED_IN, handed_in_at=AFTER)
        for each in placements
        for kind in (DutyKind.PICTURES, DutyKind.MEDIA)
    )
    common = {"campaign": laid.campaign, "added_at": AFTER}
    MediaReport.objects.bulk_create(
        MediaReport(
            **common,
            placement=each,
            unit_id=each.unit_id,
            title=f"科技活动周走进校园 {each.pk}",
            medium="测试日报",
            level="county",
            origin="original",
            published_on=AFTER.date(),
            url=f"https://news.example.cn/{each.pk}-{number}.html",
            url_key=f"news.example.cn/{each.pk}-{number}.html",
        )
        for each in placements
        for number in range(2)
    )
    picks = [{"picture": _photographed(each, common), "caption": "麦田里的科学课"} for each in placements[:MOST]]
    Selection.objects.create(campaign=laid.campaign, number=1, pictures=picks, at=AFTER)


def _photographed(placement: Placement, common: dict[str, Any]) -> int:
    out = io.BytesIO()
    Image.effect_noise((1600, 1067), 40).convert("RGB").save(out, "JPEG", quality=85)
    file = keep(out.getvalue(), name="photo.jpg", media_type="image/jpeg", actor=SYSTEM)
    made = Picture.objects.create(
        **common,
        placement=placement,
        unit_id=placement.unit_id,
        original=file,
        web=file,
        thumb=file,
        sha256=file.sha256,
        width=1600,
        height=1067,
        minors="none",
        use="usable",
    )
    return made.pk


def _whole(campaign: Campaign) -> list[object]:
    content = report_of(campaign).content
    files = files_of(content, lists_of(campaign))
    return [*files, zip_of(content, files)]


def _bare(rows: Sequence[Sequence[object]]) -> int:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(number, column, value)
                elif value is not None:
                    page.write_number(number, column, value)
    return out.tell()


def _alone() -> None:
    """The command in a process of its own: how long with everything but starting Python, and the most memory it held."""
    with tempfile.TemporaryDirectory(prefix="sciweek-bench-report-", dir="/tmp") as folder:
        used = in_own_process("sciweek.cli.__main__.main", ["report", "bench", "--out", folder])
    print(f"  ./sciweek report in a process of its own: {used.wall:.1f} s, peak memory {used.peak / 1e6:.0f} MB")
