"""What an edition freezes, as hashes. Pure.

The fingerprint is over what a report says by itself: totals, texts, picked pictures, and which versions of which returns are behind them.
How many have reported meanwhile is not part of it, nor is the day: neither makes what the joint hosts agreed to another
report. An edition's own hash covers everything that it keeps and the edition before, so that none can be exchanged.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from sciweek.core.audit.chain import canonical

START = "0" * 64
# Return id, number of the version, its hash.
Version = Sequence[object]
# Fields of the content that move without making another report, or that the edition itself gives.
PASSING = ("written", "edition", "fingerprint", "seal", "chapters")
LATER_TEXTS = ("head", "copies")
PASSING_OF_PLACE = ("submitted", "on_time", "sent_back")


class Edition(Protocol):
    """A kept edition, as far as its chain needs it."""

    number: int
    content: dict[str, object]
    versions: list[Version]
    cosigning: list[dict[str, object]]
    fingerprint: str
    previous: str
    hash: str


def fingerprint(content: Mapping[str, object], versions: Sequence[Version]) -> str:
    """SHA-256 over what a report says; `content` is that of the data files."""
    kept = {key: value for key, value in content.items() if key not in PASSING}
    # What came later and is not used leaves a report the one that was frozen before there was such a thing.
    if not kept.get("pictures"):
        kept.pop("pictures", None)
    texts: Mapping[str, str] = content["texts"]  # type: ignore[assignment]
    kept["texts"] = {key: text for key, text in texts.items() if text or key not in LATER_TEXTS}
    places = [
        {key: value for key, value in place.items() if key not in PASSING_OF_PLACE}
        for place in content["places"]  # type: ignore[attr-defined]
    ]
    return hashlib.sha256(
        canonical({**kept, "places": places, "versions": [list(each) for each in versions]})
    ).hexdigest()


def edition_hash(edition: Edition) -> str:
    """SHA-256 over all that an edition keeps, and the hash of the one before."""
    facts = {
        "number": edition.number,
        "content": edition.content,
        "versions": [list(each) for each in edition.versions],
        "cosigning": edition.cosigning,
        "fingerprint": edition.fingerprint,
    }
    return hashlib.sha256(edition.previous.encode() + canonical(facts)).hexdigest()


def first_broken(editions: Iterable[Edition]) -> int | None:
    """The number of the first edition, oldest first, that does not fit the one before it; None when all do."""
    previous = START
    for number, edition in enumerate(editions, 1):
        whole = (edition.number, edition.previous, edition.hash) == (number, previous, edition_hash(edition))
        if not whole or edition.fingerprint != fingerprint(edition.content, edition.versions):
            return number
        previous = edition.hash
    return None
