"""A full page as an office program sets it: 22 lines of 28 characters. Needs LibreOffice, which the product does not."""

import io
import re
import shutil
import subprocess

import pytest

from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.writing import write_docx

SOFFICE = shutil.which("soffice")
FULL = "国" * 26
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="没有 LibreOffice：22 行 × 28 字只按文件里的尺寸核对")


def pages(folder, papers):
    """How many pages LibreOffice makes of each paper; one run for all, since each takes seconds to begin."""
    for name, paper in papers.items():
        out = io.BytesIO()
        write_docx(paper, out)
        (folder / f"{name}.docx").write_bytes(out.getvalue())
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    files = [str(folder / f"{name}.docx") for name in papers]
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=120)
    return {name: len(re.findall(rb"/Type\s*/Page\b", (folder / f"{name}.pdf").read_bytes())) for name in papers}


def test_a_page_holds_twenty_two_lines_of_twenty_eight_characters(tmp_path):
    line, longer = b.Text(FULL), b.Text(FULL + "国")
    found = pages(tmp_path, {"22": [line] * 22, "23": [line] * 23, "29": [longer] * 11, "29+": [longer] * 12})
    assert found == {"22": 1, "23": 2, "29": 1, "29+": 2}
