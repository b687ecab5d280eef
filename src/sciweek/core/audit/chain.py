"""Hashes of the audit trail: entry hashes, Merkle roots and seal codes. Pure functions over bytes and plain values."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

START = "0" * 64


def canonical(value: object) -> bytes:
    """One byte form for a JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def entry_hash(previous: str, facts: Mapping[str, object]) -> str:
    """SHA-256 over the previous entry's hash and this entry's facts, as hex."""
    return hashlib.sha256(previous.encode() + canonical(facts)).hexdigest()


def stamp(moment: datetime) -> str:
    """The instant in the form in which it is hashed: microseconds since the epoch, so that databases agree."""
    return str(round(moment.timestamp() * 1_000_000))


def merkle_root(leaves: Sequence[str]) -> str:
    """The root over hex leaves in order. Leaves and nodes are hashed with different prefixes (RFC 6962, 2.1).

    An odd node is carried up unchanged. The root of nothing is the hash of nothing.
    """
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in leaves]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex()


def seal_code(key: str, *, number: int, root: str, count: int, previous: str, at: str) -> str:
    """HMAC-SHA-256 over a seal's facts and the seal before it, with a key that is not in the database."""
    facts = canonical({"number": number, "root": root, "count": count, "previous": previous, "at": at})
    return hmac.new(key.encode(), facts, hashlib.sha256).hexdigest()
