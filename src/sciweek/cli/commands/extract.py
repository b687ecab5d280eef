"""`extract`: the fields of notices as JSON, one object a line; and how well they are read, against known answers."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("extract", help="从通知文件读出字段，一行一个 JSON")
    command.add_argument("--json", action="store_true", help="输出 JSON（目前唯一的格式）")
    command.add_argument("--explain", metavar="目录", help="与目录里的标准答案（NNN.txt 旁的 NNN.json）逐字段比较")
    command.add_argument("--calibrate", metavar="目录", nargs="+", help="用标准答案测定把握（开发用），打印可靠性表")
    command.add_argument("--write", action="store_true", help="与 --calibrate 同用：写入随软件发布的把握表")
    command.add_argument("files", nargs="*", metavar="文件")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Read files, or judge the reading."""
    if words.calibrate:
        return calibrate([Path(name) for name in words.calibrate], write=words.write)
    if words.explain:
        return explain(Path(words.explain))
    if not words.files:
        print("请给出要读的文件。", file=sys.stderr)
        return 2
    return read(words.files)


def read(names: Sequence[str]) -> int:
    """Read each file; one that cannot be read is named on the error output, and the rest go on."""
    from sciweek.core.errors import BadInput
    from sciweek.notices.reading import read_document, read_notice

    failed = 0
    for name in names:
        path = Path(name)
        try:
            document = read_document(path.read_bytes(), path.name)
            fields = read_notice(document.text, document.metadata)
        except (BadInput, OSError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            failed += 1
            continue
        print(json.dumps({"file": path.name, **fields.as_record()}, ensure_ascii=False))
    return 1 if failed else 0


def answered(folder: Path) -> list[tuple[str, str, Mapping[str, object]]]:
    """The notices of a folder that have answers: name, text, answers."""
    pairs = [(path, path.with_suffix(".json")) for path in sorted(folder.glob("*.txt"))]
    return [
        (path.stem, path.read_text(encoding="utf-8"), json.loads(answers.read_text(encoding="utf-8")))
        for path, answers in pairs
        if answers.is_file()
    ]


def explain(folder: Path) -> int:
    """Print what was missed (-) and wrongly found (+), then F1 by field."""
    from sciweek.notices.reading import read_notice
    from sciweek.notices.reading.scoring import counts, errors, macro_f1, totals

    notices = []
    for name, text, answers in answered(folder):
        record = read_notice(text).as_record()
        notices.append(counts(record, answers))
        for sign, field, value in errors(record, answers):
            print(f"{sign} {name} {field}: {value}")
    if not notices:
        print(f"{folder} 里没有带答案的通知。", file=sys.stderr)
        return 1
    for field, count in totals(notices).items():
        print(f"{field:18} F1 {count.f1:.3f}  ({count.right}/{count.found} found, {count.wanted} wanted)")
    print(f"notices {len(notices)}  macro-F1 {macro_f1(notices):.3f}")
    return 0


def calibrate(folders: Sequence[Path], *, write: bool) -> int:
    """Print how far the confidence can be trusted, by cross-validation; on request keep the table."""
    from sciweek.notices.reading import calibration
    from sciweek.notices.reading.confidence import TABLE

    samples = calibration.samples_of([notice for folder in folders for notice in answered(folder)])
    guesses = calibration.cross_validated(samples)
    if not guesses:
        print("没有带答案的通知。", file=sys.stderr)
        return 1
    for title, chosen in (("all copies", guesses), ("as found", [each for each in guesses if not each.copy])):
        print(f"{title}: {len(chosen)} values")
        for each in calibration.reliability(chosen):
            shown = f"{each.share:.3f}  [{each.low:.3f}, {each.high:.3f}]"
            print(f"  {each.least:.2f}-{each.most:.2f}  n {each.count:5}  mean {each.mean:.3f}  right {shown}")
    share = sum(each.right for each in guesses) / len(guesses)
    constant = share * (1 - share)
    print(f"Brier {calibration.brier(guesses):.4f} (a constant {constant:.4f})", end="  ")
    print(f"error {calibration.calibration_error(guesses):.4f}  separation {calibration.separation(guesses):.3f}")
    if write:
        table = calibration.fit(samples)
        kept = {
            "base": round(table.base, 4),
            "rules": {rule: round(rate, 4) for rule, rate in sorted(table.rules.items())},
            "doubts": {doubt: round(weight, 3) for doubt, weight in sorted(table.doubts.items())},
            "steps": [[round(least, 4), round(right, 4)] for least, right in table.steps],
        }
        TABLE.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"已写入 {TABLE.name}。")
    return 0
