"""What can be exported: each room enters its own kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from sciweek.core.models import Export

if TYPE_CHECKING:
    from sciweek.core.exports.running import Progress

Write = Callable[[Export, BinaryIO, "Progress"], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of export. `write` refuses (`core.errors`) where the asker may no longer have it.

    `personal` marks lists of people: they are not made without a reason, which goes into the audit trail.
    """

    name: str
    write: Write
    personal: bool = False


KINDS: dict[str, Kind] = {}


def export_kind(name: str, *, personal: bool = False) -> Callable[[Write], Write]:
    """Enter a function in the list of kinds."""

    def enter(write: Write) -> Write:
        KINDS[name] = Kind(name, write, personal)
        return write

    return enter
