"""`returns import`: filled forms from a folder, a zip or files, as a dry run first; the code of the page 批量代录."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sciweek.campaigns.models import Campaign
    from sciweek.core.archives import Member
    from sciweek.people.person import Person
    from sciweek.returns.importing.gathering import ReadFile
    from sciweek.returns.importing.planning import Planned

HEAD = ("结果", "单位", "文件", "要改", "相同", "读不出", "认不准", "审核")
WORDS = {
    "ready": "可以保存",
    "same": "没有变化",
    "confirm": "要逐项确认",
    "choose": "认不出单位",
    "refused": "不能读入",
    "saved": "已保存",
}


def add(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the act."""
    command = acts.add_parser("import", help="读入填好的统计表（文件夹、zip 或文件），默认只试读")
    command.add_argument("paths", nargs="+", metavar="文件", help="文件夹、zip，或 xlsx、docx、csv、扫描件")
    command.add_argument("--campaign", required=True, metavar="活动周", help="网址标识，如 2023")
    command.add_argument("--as", required=True, dest="username", metavar="登录名", help="以谁的名义读入")
    command.add_argument("--yes", action="store_true", help="保存；不加只试读")
    command.add_argument("--format", choices=("table", "json"), default="table", help="格式")
    command.set_defaults(do=run)


@dataclass(slots=True)
class Line:
    """One file as it is printed. `refusal` is why it was not saved although it could have been."""

    planned: "Planned"
    saved: bool = False
    refusal: str = ""

    @property
    def outcome(self) -> str:
        """What became of it."""
        return "saved" if self.saved else "refused" if self.refusal else self.planned.standing.value

    @property
    def fell_through(self) -> bool:
        """Whether it did not go in, or would not."""
        return self.outcome not in {"saved", "ready", "same"}

    def count(self, *outcomes: str) -> int:
        """How many rows of the sheet have one of these outcomes."""
        counts = self.planned.trial.counts if self.planned.trial else {}
        return sum(counts.get(each, 0) for each in outcomes)

    @property
    def findings(self) -> dict[str, int]:
        """How many findings of each word there would be."""
        return dict(Counter(each.word for each in self.planned.trial.findings)) if self.planned.trial else {}

    def reasons(self) -> list[dict[str, str]]:
        """Why it did not go in, place by place."""
        from sciweek.returns.importing.planning import troubles

        if not self.fell_through:
            return []
        if self.refusal:
            return [{"place": "", "text": "", "reason": self.refusal}]
        return [{"place": each.place, "text": each.text, "reason": each.reason} for each in troubles(self.planned)]


def run(words: argparse.Namespace, campaign: "Campaign") -> int:
    """Read, print, and save with `--yes`; 1 when a file did not go in, or would not."""
    from sciweek.core.errors import permit
    from sciweek.returns.actions.forms import ensure_form
    from sciweek.returns.importing.gathering import BY_COMMAND, gather, read_member
    from sciweek.returns.importing.planning import CLOSED
    from sciweek.returns.queries.forms import form_text
    from sciweek.returns.rules import may_import

    person = _person(words.username)
    permit(may_import(person, campaign), CLOSED)
    try:
        gathered = gather(_files(words.paths), BY_COMMAND)
    except OSError as error:
        print(f"读不到“{error.filename}”：{error.strerror}。请核对路径。", file=sys.stderr)
        return 1
    form = form_text(ensure_form(campaign))
    read = [read_member(member, form, campaign.name) for member in gathered.members]
    lines = _planned(person, campaign, read)
    if words.yes:
        _save(person, campaign, lines, gathered.members)
    if words.format == "json":
        print(json.dumps(_record(words, lines, gathered.left_out), ensure_ascii=False, indent=1))
    else:
        _print(words, lines, gathered.left_out)
    return 1 if any(line.fell_through for line in lines) else 0


def _person(username: str) -> "Person":
    from sciweek.core.errors import BadInput
    from sciweek.people.queries import account_named, person_of

    account = account_named(username)
    person = person_of(account.pk) if account is not None else None
    if person is None:
        raise BadInput(f"没有登录名为“{username}”的在职人员。请用 --as 写明以谁的名义读入。")
    return person


def _files(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Name, with the folder that it lies in, and bytes of each file; folders are gone through to the bottom."""
    from sciweek.returns.importing.gathering import BY_COMMAND

    for each in map(Path, paths):
        found = sorted(path for path in each.rglob("*") if path.is_file()) if each.is_dir() else [each]
        for path in found:
            if path.name.startswith((".", "~$")):
                continue
            inside = each.is_dir() and path.parent != each
            with path.open("rb") as file:
                yield f"{path.parent.name}/{path.name}" if inside else path.name, file.read(BY_COMMAND.size + 1)


def _planned(person: "Person", campaign: "Campaign", read: "Sequence[ReadFile]") -> list[Line]:
    """The plan; of several sheets of one unit none is saved."""
    from sciweek.returns.importing.planning import InHand, plan

    hand = [
        InHand(key=number, name=each.name, layout=each.layout, is_scan=bool(each.scan), refusal=each.refusal)
        for number, each in enumerate(read)
    ]
    lines = [Line(planned) for planned in plan(person, campaign, hand)]
    for line in lines:
        if line.planned.offered and line.planned.others:
            others = "、".join(line.planned.others)
            line.refusal = f"和 {others} 是同一家单位的表。请只留一份，再读入。"
    return lines


def _save(person: "Person", campaign: "Campaign", lines: Sequence[Line], members: "Sequence[Member]") -> None:
    from sciweek.returns.actions.importing import save_at_once

    ready = [line for line in lines if line.planned.offered and not line.refusal]
    chosen = [(line.planned, members[line.planned.file.key].data) for line in ready]
    results = save_at_once(actor=person, campaign=campaign, chosen=chosen, source="command")
    for line, result in zip(ready, results, strict=True):
        line.saved, line.refusal = not result.sentence, result.sentence


def _record(words: argparse.Namespace, lines: Sequence[Line], left_out: int) -> dict[str, object]:
    return {
        "campaign": words.campaign,
        "as": words.username,
        "saved": words.yes,
        "left_out": left_out,
        "counts": dict(Counter(line.outcome for line in lines)),
        "files": [
            {
                "file": line.planned.file.name,
                "unit": line.planned.place.unit_name if line.planned.place else None,
                "scan": line.planned.file.is_scan,
                "outcome": line.outcome,
                "changes": line.count("changes"),
                "same": line.count("same"),
                "unreadable": line.count("unreadable"),
                "unsure": line.count("unsure", "unknown"),
                "findings": line.findings,
                "reasons": line.reasons(),
            }
            for line in lines
        ],
    }


def _print(words: argparse.Namespace, lines: Sequence[Line], left_out: int) -> None:
    from sciweek.documents.sheets.writing import width_of

    rows = [HEAD, *map(_row, lines)]
    widths = [max(width_of(row[n]) for row in rows) for n in range(len(HEAD))]
    for row in rows:
        print(
            "  ".join(text + " " * (width - width_of(text)) for text, width in zip(row, widths, strict=True)).rstrip()
        )
    for line in lines:
        for reason in line.reasons():
            where = "：".join(
                text for text in (reason["place"], f"“{reason['text']}”" if reason["text"] else "") if text
            )
            print(f"{line.planned.file.name}　{where + '　' if where else ''}{reason['reason']}")
    counts = Counter(line.outcome for line in lines)
    told = "，".join(f"{WORDS[outcome]} {counts[outcome]}" for outcome in WORDS if counts[outcome])
    print(f"共 {len(lines)} 个文件：{told}。" + (f"另有 {left_out} 个系统自带的文件没有读。" if left_out else ""))
    if not words.yes:
        print("这是试读，什么都没有保存。核对后加 --yes 保存。")


def _row(line: Line) -> tuple[str, ...]:
    sheet = line.planned.trial is not None
    counts = [str(line.count(*each)) for each in (("changes",), ("same",), ("unreadable",), ("unsure", "unknown"))]
    return (
        WORDS[line.outcome],
        line.planned.place.unit_name if line.planned.place else "–",
        line.planned.file.name,
        *(counts if sheet else ["–"] * 4),
        "、".join(f"{word} {count}" for word, count in line.findings.items()) or ("没有问题" if sheet else "–"),
    )
