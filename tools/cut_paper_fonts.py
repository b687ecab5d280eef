"""Cuts the fonts of papers: whole faces for pdf, with the characters of `font_characters.txt` (see `slice_fonts.py`).

typst reads no woff2, so the slices of the pages do not serve. The faces are committed: nobody needs this script to run or
test the product. To cut anew (fonttools is no dependency of the project; the fonts are those of Debian's
`fonts-noto-cjk`, `fonts-noto-cjk-extra` and `fonts-lxgw-wenkai`), from the root of the repository:

    python3 -m venv /path/to/scratch
    /path/to/scratch/bin/pip install fonttools
    /path/to/scratch/bin/python -m tools.cut_paper_fonts

There is no open simplified 仿宋 with these characters; the body is set in Song on machines that have no 仿宋 of their own.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from tools.slice_fonts import CHARACTERS, ROOT, SC_IN_COLLECTION, basic

OUT = ROOT / "src" / "sciweek" / "documents" / "fonts"
SOURCES = Path("/usr/share/fonts")
LARGEST_IN_ALL = 12_000_000
# `locl` would keep the Japanese and Korean forms of each character: half as much again, for papers in Chinese only.
FEATURES = ["kern"]


@dataclass(frozen=True, slots=True)
class Face:
    """One face to cut: the file that it becomes, its family, and its source under the folder of fonts."""

    file: str
    family: str
    source: str


FACES = (
    Face("song.otf", "Sciweek Song", "opentype/noto/NotoSerifCJK-Regular.ttc"),
    Face("title.otf", "Sciweek Title", "opentype/noto/NotoSerifCJK-Bold.ttc"),
    Face("hei.otf", "Sciweek Hei", "opentype/noto/NotoSansCJK-Medium.ttc"),
    Face("kai.ttf", "Sciweek Kai", "truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"),
)


def cut(face: Face, characters: set[str], sources: Path, out: Path) -> int:
    """One face, renamed to ours: the originals' names are reserved and not ours to use for a changed font. Its bytes."""
    # Only cutting needs fonttools.
    from fontTools.subset import Options, Subsetter  # type: ignore[import-not-found]  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # type: ignore[import-not-found]  # noqa: PLC0415

    path = sources / face.source
    font = TTFont(path, fontNumber=SC_IN_COLLECTION if path.suffix == ".ttc" else -1, lazy=True)
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(each) for each in characters])
    subsetter.subset(font)
    names = {1: face.family, 2: "Regular", 4: face.family, 6: face.family.replace(" ", "") + "-Regular"}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    # One weight a family: a bold source must be found as the regular face of its own family.
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0b100001 | 0b1000000
    font["head"].macStyle = 0
    if "CFF " in font:
        font["CFF "].cff.fontNames[0] = names[6]
    font.save(out / face.file)
    return (out / face.file).stat().st_size


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, default=SOURCES, help="folder that holds the fonts")
    sources = parser.parse_args().sources
    characters = set(CHARACTERS.read_text(encoding="utf-8").replace("\n", "")) | set(basic())
    OUT.mkdir(exist_ok=True)
    total = sum(cut(face, characters, sources, OUT) for face in FACES)
    sys.stdout.write(f"{total:,} bytes in all\n")
    if total > LARGEST_IN_ALL:
        sys.exit(f"The fonts are {total:,} bytes, more than {LARGEST_IN_ALL:,}.")


if __name__ == "__main__":
    main()
