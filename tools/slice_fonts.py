"""Cuts the screen fonts: Noto CJK SC into slices that a browser loads only where a page has their characters.

For readers' machines without a Chinese font (a bare Linux, above all); everybody else's own fonts come first by
`local()`. The slices and `fonts.css` are committed: nobody needs this script to run or test the product. To cut anew
(fonttools and brotli are no dependencies of the project; the fonts are Debian's `fonts-noto-cjk`):

    python3 -m venv /path/to/scratch
    /path/to/scratch/bin/pip install fonttools brotli
    /path/to/scratch/bin/python tools/slice_fonts.py cut

`font_characters.txt` beside this script says which characters: GB 2312 and the 8,105 of 通用规范汉字表, the most
frequent first, as the product's own texts and then Chinese words in general use them. To order anew
(Unihan_OtherMappings.txt from the Unicode database; a word list with frequencies as in jieba's dict.txt, MIT):

    python3 tools/slice_fonts.py order --unihan Unihan_OtherMappings.txt --words dict.txt

How slices are chosen. The frequent characters stand in slices by frequency, so that a page needs few of them; their CSS
ranges are long lists. The rest stands in slices by code point under one short range each, which overlaps the frequent
ones. These faces come first in the CSS, and of two faces with one character the later wins: a frequent character
never loads a rare slice, and the CSS stays small.
"""

import argparse
import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHARACTERS = Path(__file__).with_name("font_characters.txt")
STATIC = ROOT / "src" / "sciweek" / "pages" / "static" / "pages"
SOURCES = Path("/usr/share/fonts/opentype/noto")
SC_IN_COLLECTION = 2
FREQUENT = 2304
SLICE = 256
LARGEST_IN_ALL = 9_000_000
# Punctuation must sit in one file: half-width forms at a line's edge are chosen between neighbours of one font.
FEATURES = ["calt", "ccmp", "halt", "kern", "locl", "palt"]


@dataclass(frozen=True, slots=True)
class Face:
    """One weight to cut: its source, its place in the CSS, and names of readers' own fonts that make it needless."""

    key: str
    family: str
    style: str
    source: str
    weights: str
    local: tuple[str, ...]
    characters: int | None = None


FACES = (
    Face(
        "sans",
        "Sciweek Sans",
        "Regular",
        "NotoSansCJK-Regular.ttc",
        "100 500",
        (
            "PingFang SC",
            "PingFangSC-Regular",
            "HarmonyOS Sans SC",
            "MiSans",
            "Microsoft YaHei",
            "Noto Sans CJK SC",
            "NotoSansCJKsc-Regular",
            "Noto Sans SC",
            "Source Han Sans SC",
            "WenQuanYi Micro Hei",
        ),
    ),
    Face(
        "sans-bold",
        "Sciweek Sans",
        "Bold",
        "NotoSansCJK-Bold.ttc",
        "501 900",
        (
            "PingFang SC Semibold",
            "PingFangSC-Semibold",
            "HarmonyOS Sans SC Bold",
            "MiSans Demibold",
            "Microsoft YaHei Bold",
            "Noto Sans CJK SC Bold",
            "NotoSansCJKsc-Bold",
            "Noto Sans SC Bold",
            "Source Han Sans SC Bold",
        ),
    ),
    Face(
        "serif",
        "Sciweek Serif",
        "Bold",
        "NotoSerifCJK-Bold.ttc",
        "100 900",
        (
            "Songti SC Bold",
            "STSongti-SC-Bold",
            "Noto Serif CJK SC Bold",
            "NotoSerifCJKsc-Bold",
            "Noto Serif SC Bold",
            "Source Han Serif SC Bold",
            "STZhongsong",
        ),
        characters=3755,
    ),
)


def gb2312(rows: Iterable[int]) -> Iterator[str]:
    """The characters of rows of GB 2312 (1 to 9 signs, 16 to 55 first level, 56 to 87 second level)."""
    for row in rows:
        for cell in range(1, 95):
            try:
                yield bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def basic() -> list[str]:
    """Latin, digits, punctuation and the signs that official Chinese uses: the slice every page loads."""
    spans = (
        (0x20, 0x7E),
        (0xA0, 0xFF),
        (0x2010, 0x2027),
        (0x2030, 0x203B),
        (0x2160, 0x216B),
        (0x2190, 0x2193),
        (0x2460, 0x2473),
        (0x3000, 0x3020),
        (0x3220, 0x3229),
        (0x338E, 0x33A1),
        (0xFF01, 0xFF5E),
    )
    signs = {chr(code) for first, last in spans for code in range(first, last + 1)}
    signs |= {"〇", "々", "€", "™", "℃", "℅", "№", "≤", "≥", "≠", "≈", "√", "∞", "✓", "✗", "\u200b", "￥", "‖"}
    return sorted(signs | set(gb2312((1, 2, 6))))


def ordered(unihan: Path, words: Path) -> str:
    """Every Chinese character we cover, the most frequent first; equal ones by code point.

    A character in the product's own texts counts as the most frequent: these stand on every page.
    """
    wanted = set(gb2312(range(16, 88)))
    for line in unihan.read_text(encoding="utf-8").splitlines():
        if "\tkTGH\t" in line:
            wanted.add(chr(int(line.split("\t", 1)[0].removeprefix("U+"), 16)))
    general: Counter[str] = Counter()
    for line in words.read_text(encoding="utf-8").splitlines():
        word, times, *_kind = line.split(" ")
        for character in word:
            general[character] += int(times)
    own: Counter[str] = Counter()
    for pattern in ("**/*.html", "**/*.py"):
        for path in (ROOT / "src").glob(pattern):
            own.update(path.read_text(encoding="utf-8"))
    return "".join(sorted(wanted, key=lambda each: (-own[each], -general[each], each)))


def slices(characters: Sequence[str]) -> Iterator[tuple[list[str], str]]:
    """Slices with their CSS ranges, rare ones first, the basic signs last: the order in which the CSS lists them."""
    frequent, rare = characters[:FREQUENT], sorted(characters[FREQUENT:])
    for start in range(0, len(rare), SLICE):
        part = rare[start : start + SLICE]
        yield part, f"U+{ord(part[0]):X}-{ord(part[-1]):X}"
    for start in reversed(range(0, len(frequent), SLICE)):
        part = sorted(frequent[start : start + SLICE])
        yield part, ranges(part)
    yield basic(), ranges(basic())


def ranges(characters: Sequence[str]) -> str:
    """Sorted characters as a CSS range; neighbours are joined."""
    runs: list[list[int]] = []
    for code in map(ord, characters):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def cut(face: Face, characters: Sequence[str], sources: Path) -> bytes:
    """One slice as woff2, renamed to our family: the originals' names are not ours to use for a changed font."""
    # Only cutting needs fonttools; ordering, and the test of the slices, run without it.
    from fontTools.subset import Options, Subsetter  # type: ignore[import-not-found]  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # type: ignore[import-not-found]  # noqa: PLC0415

    font = TTFont(sources / face.source, fontNumber=SC_IN_COLLECTION, lazy=True)
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(each) for each in characters])
    subsetter.subset(font)
    names = {
        1: face.family,
        2: face.style,
        4: f"{face.family} {face.style}",
        6: face.family.replace(" ", "") + "-" + face.style,
    }
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        font["CFF "].cff.fontNames[0] = names[6]
    out = io.BytesIO()
    font.flavor = "woff2"
    font.save(out)
    return out.getvalue()


def rule(face: Face, file: str, span: str) -> str:
    """The CSS face of one slice."""
    own = ",".join(f'local("{name}")' for name in face.local)
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weights};font-display:swap;'
        f'src:{own},url("../fonts/{file}") format("woff2");unicode-range:{span}}}'
    )


def cut_all(sources: Path) -> int:
    """Cut every face into `static/pages/fonts` and write `static/pages/css/fonts.css`; answers with the bytes in all.

    Raises:
        SystemExit: the slices together are larger than allowed.
    """
    folder = STATIC / "fonts"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.woff2"):
        old.unlink()
    characters = CHARACTERS.read_text(encoding="utf-8").replace("\n", "")
    css = [
        "/* Made by tools/slice_fonts.py: change it there. Fonts: SIL Open Font License 1.1, see ../fonts/OFL.txt. */"
    ]
    total = 0
    for face in FACES:
        for number, (part, span) in enumerate(slices(characters[: face.characters])):
            file = f"{face.key}-{number:02}.woff2"
            data = cut(face, part, sources)
            (folder / file).write_bytes(data)
            css.append(rule(face, file, span))
            total += len(data)
        sys.stdout.write(f"{face.key}: {total:,} bytes so far\n")
    (STATIC / "css" / "fonts.css").write_text("\n".join(css) + "\n", encoding="utf-8")
    if total > LARGEST_IN_ALL:
        sys.exit(f"The fonts are {total:,} bytes, more than {LARGEST_IN_ALL:,}.")
    return total


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    cutting = commands.add_parser("cut", help="cut the fonts and write fonts.css")
    cutting.add_argument("--sources", type=Path, default=SOURCES, help="folder with the Noto CJK collections")
    ordering = commands.add_parser("order", help="write font_characters.txt")
    ordering.add_argument("--unihan", type=Path, required=True)
    ordering.add_argument("--words", type=Path, required=True)
    options = parser.parse_args()
    if options.command == "cut":
        sys.stdout.write(f"{cut_all(options.sources):,} bytes in all\n")
        return
    text = ordered(options.unihan, options.words)
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    CHARACTERS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(text):,} characters\n")


if __name__ == "__main__":
    main()
