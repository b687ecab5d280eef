"""English for Chinese message ids: collected from code and templates, compared, compiled. Needs no gettext tools.

Message ids are found in Python by its syntax tree and in templates by Django's own tokens.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.template.base import Lexer as TemplateLexer
from django.template.base import TokenType

PACKAGE = Path(__file__).resolve().parents[1]
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
HAN = re.compile(r"[一-鿿]")
_TRANSLATE = re.compile(r"""^(?:translate|trans)\s+(?:"([^"]*)"|'([^']*)')""")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def messages() -> dict[str, set[str]]:
    """Every message id with the files it stands in."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for message in in_python(path.read_text(encoding="utf-8")):
            found.setdefault(message, set()).add(str(path.relative_to(PACKAGE)))
    for path in sorted([*PACKAGE.rglob("*.html"), *PACKAGE.rglob("templates/**/*.txt")]):
        for message in in_template(path.read_text(encoding="utf-8")):
            found.setdefault(message, set()).add(str(path.relative_to(PACKAGE)))
    return {message: places for message, places in found.items() if HAN.search(message)}


def in_python(source: str) -> Iterator[str]:
    """The ids of calls such as `_("…")`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def in_template(source: str) -> Iterator[str]:
    """The ids of `translate` tags, also inside attributes, and of trimmed or plain `blocktranslate` blocks."""
    inside: list[str] | None = None
    trimmed = False
    for token in TemplateLexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            words = token.contents
            if found := _TRANSLATE.match(words):
                yield found[1] if found[1] is not None else found[2]
            elif words.split()[0] in {"blocktranslate", "blocktrans"}:
                inside, trimmed = [], "trimmed" in words.split()
            elif words.split()[0] in {"endblocktranslate", "endblocktrans"} and inside is not None:
                text = "".join(inside)
                yield " ".join(line.strip() for line in text.splitlines() if line.strip()) if trimmed else text
                inside = None
        elif inside is not None:
            inside.append(
                f"%({token.contents.split('|')[0]})s"
                if token.token_type == TokenType.VAR
                else token.contents.replace("%", "%%")
            )


def merge() -> polib.POFile:
    """The po file with new ids added empty and ids that are gone left out; saved."""
    wanted = messages()
    old = {entry.msgid: entry for entry in polib.pofile(str(PO))} if PO.exists() else {}
    made = polib.POFile(wrapwidth=0)
    made.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for message in sorted(wanted):
        said = old[message].msgstr if message in old else ""
        made.append(
            polib.POEntry(msgid=message, msgstr=said, occurrences=[(place, "") for place in sorted(wanted[message])])
        )
    PO.parent.mkdir(parents=True, exist_ok=True)
    made.save(str(PO))
    return made


def gaps() -> list[str]:
    """What is wrong with the translations: missing, empty, left over, or with other placeholders."""
    wanted = messages()
    have = {entry.msgid: entry.msgstr for entry in polib.pofile(str(PO))} if PO.exists() else {}
    wrong = [f"缺少：{message}" for message in sorted(wanted) if not have.get(message)]
    wrong += [f"多余：{message}" for message in sorted(set(have) - set(wanted))]
    wrong += [
        f"占位符不同：{message}"
        for message, said in sorted(have.items())
        if said and sorted(_PLACEHOLDER.findall(message)) != sorted(_PLACEHOLDER.findall(said))
    ]
    return wrong


def compile_all() -> None:
    """Make the mo file when it is missing or older than the po file."""
    target = PO.with_suffix(".mo")
    if PO.exists() and (not target.exists() or target.stat().st_mtime < PO.stat().st_mtime):
        polib.pofile(str(PO)).save_as_mofile(str(target))
