"""The fonts that papers name, and which of them this machine has. Pure but for asking fontconfig."""

import shutil
import subprocess

from sciweek.documents.papers.paper import FANG, HEI, KAI, SONG, TITLE

# The names under which systems know each face; the first is what a paper says.
FACES = {
    TITLE: (TITLE, "FZXiaoBiaoSong-B05S"),
    FANG: (FANG, "FangSong_GB2312"),
    HEI: (HEI, "SimHei"),
    KAI: (KAI, "KaiTi_GB2312"),
    SONG: (SONG, "SimSun"),
}
LONGEST = 10


def installed() -> frozenset[str] | None:
    """The families that fontconfig knows on this machine; None where it is not there to be asked."""
    asked = shutil.which("fc-list")
    if asked is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603 -- our own words only
            [asked, ":", "family"], capture_output=True, timeout=LONGEST, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return frozenset(
        name.strip() for line in listed.stdout.decode(errors="replace").splitlines() for name in line.split(",")
    )


def missing(families: frozenset[str]) -> list[str]:
    """The faces of papers that are none of these families."""
    return [face for face, names in FACES.items() if not families & set(names)]
