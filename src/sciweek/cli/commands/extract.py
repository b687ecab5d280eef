"""`extract`: the fields of notices as JSON, one object a line."""

import argparse
import json
import sys
from pathlib import Path


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("extract", help="从通知文件读出字段，一行一个 JSON")
    command.add_argument("--json", action="store_true", help="输出 JSON（目前唯一的格式）")
    command.add_argument("files", nargs="+", metavar="文件")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Read each file; one that cannot be read is named on the error output, and the rest go on."""
    from sciweek.core.errors import BadInput
    from sciweek.notices.reading import read_document, read_notice

    failed = 0
    for name in words.files:
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
