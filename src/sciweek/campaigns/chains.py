"""The chain of offices that accept what a unit reports: nearest first, up to the campaign's office. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_CHAIN = 3


@dataclass(frozen=True, slots=True)
class Reporter:
    """A unit as far as its chain needs it: its id, and the ids from the top of the tree down to it."""

    unit_id: int
    line: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """The offices, nearest first; or, when there is no usable chain, the reason in Chinese."""

    offices: tuple[int, ...]
    reason: str = ""


def chain_of(reporter: Reporter, office_id: int, open_units: Mapping[int, str]) -> Chain:
    """The chain from a unit to the campaign's office.

    `open_units` maps the ids of open units to their names: a closed office in between breaks the chain.
    """
    if office_id not in reporter.line:
        return Chain((), "报送关系没有通到活动周的牵头单位，请更改它的报送单位。")
    above = reporter.line[reporter.line.index(office_id) : -1]
    offices = tuple(reversed(above))
    if not offices:
        return Chain((), "这是牵头单位本身，不向别的单位报送。")
    closed = [office for office in offices if office not in open_units]
    if closed:
        return Chain((), "报送关系中有已停用的单位，请更改它的报送单位。")
    if len(offices) > LONGEST_CHAIN:
        return Chain((), f"报送层级有 {len(offices)} 级，超过 {LONGEST_CHAIN} 级，请把它改报到更近的上级。")
    return Chain(offices)
