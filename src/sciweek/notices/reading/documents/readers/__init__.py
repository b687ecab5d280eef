"""Readers of hostile files. Each is a program of its own, run as a limited child: it reads a file and prints what it holds."""

import sys
from collections.abc import Sequence
from pathlib import Path


def reader(kind: str) -> Sequence[str]:
    """The words that start the reader of a kind of file."""
    return [sys.executable, "-I", str(Path(__file__).with_name(f"{kind}_reader.py"))]
