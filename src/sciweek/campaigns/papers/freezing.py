"""What an issued notice keeps of its words, and the fingerprint over them. Pure.

The day is not part of it: what the joint hosts agreed to is the same notice tomorrow.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from sciweek.core.audit.chain import canonical
from sciweek.documents.papers.blocks import Block

Kept = list[dict[str, object]]


def kept(paper: Iterable[Block], *, attached: str = "") -> Kept:
    """All that a paper says but its day, block by block; `attached` is the fingerprint of what it forwards."""
    words: Kept = []
    for block in paper:
        data = {name: value for name, value in asdict(block).items() if not isinstance(value, date)}
        words.append({"block": type(block).__name__, **data})
    return [*words, {"attached": attached}] if attached else words


def fingerprint(content: Kept) -> str:
    """SHA-256 over what `kept` gives, also after it was stored."""
    return hashlib.sha256(canonical(content)).hexdigest()
