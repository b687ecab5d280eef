"""Which figures of two forms may be compared, along the links between their indicators. Pure.

No link: the same code is the same indicator. Links are followed through codes that stand on neither form, so that forms
several years apart compare as well. Whatever is not plain (a part missing, kinds that contradict each other) counts as
redefined: a missing comparison is seen and asked about, a wrong one is believed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from sciweek.returns.enums import LinkKind

Compared = Literal["same", "renamed", "split", "merged", "redefined"]


@dataclass(frozen=True, slots=True)
class Link:
    """That the indicator `after` goes on from `before`; see `models.IndicatorLink`."""

    before: str
    after: str
    kind: LinkKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Codes of the newer form, summed, beside codes of the older one, summed; `redefined` ones are never compared."""

    codes: tuple[str, ...]
    before: tuple[str, ...]
    kind: Compared
    note: str = ""

    @property
    def allowed(self) -> bool:
        """Whether the two sums may be compared."""
        return self.kind != "redefined"


@dataclass(slots=True)
class _Group:
    """Codes of both forms that hang together, and the links between them."""

    codes: list[str]
    before: list[str]
    links: list[Link]


def comparisons(now: Sequence[str], before: Sequence[str], links: Sequence[Link]) -> Mapping[str, Comparison]:
    """For each code of the newer form that has a counterpart on the older one, what it is compared with.

    A code that shares its counterpart with others (split, merged with another's parts) bears the same comparison as they.
    """
    new, old = dict.fromkeys(now), dict.fromkeys(before)
    direct = _followed(links, {*new, *old})
    found: dict[str, Comparison] = {}
    for group in _groups(new, old, [link for link in direct if link.before in old and link.after in new]):
        kind = _kind(group, direct)
        note = "；".join(dict.fromkeys(link.note for link in group.links if link.note))
        comparison = Comparison(tuple(group.codes), tuple(group.before), kind, note)
        found |= dict.fromkeys(group.codes, comparison)
    return {code: found[code] for code in new if code in found}


def _followed(links: Iterable[Link], kept: set[str]) -> list[Link]:
    """The links with every code between that stands on neither form left out."""
    edges: dict[tuple[str, str], Link] = {}
    for link in links:
        _add(edges, link)
    between = sorted({code for pair in edges for code in pair} - kept)
    for code in between:
        into = [link for link in edges.values() if link.after == code]
        out = [link for link in edges.values() if link.before == code]
        if not into or not out:
            continue
        for link in (*into, *out):
            del edges[link.before, link.after]
        for first, second in product(into, out):
            _add(edges, _joined(first, second))
    return list(edges.values())


def _add(edges: dict[tuple[str, str], Link], link: Link) -> None:
    if link.before == link.after:
        return
    present = edges.get((link.before, link.after))
    if present is not None and present.kind != link.kind:
        link = Link(link.before, link.after, LinkKind.REDEFINED, _notes(present, link))
    edges[link.before, link.after] = link


def _joined(first: Link, second: Link) -> Link:
    kinds = {first.kind, second.kind} - {LinkKind.RENAMED} or {LinkKind.RENAMED}
    kind = kinds.pop() if len(kinds) == 1 else LinkKind.REDEFINED
    return Link(first.before, second.after, kind, _notes(first, second))


def _notes(*links: Link) -> str:
    return "；".join(dict.fromkeys(link.note for link in links if link.note))


def _groups(new: Iterable[str], old: Mapping[str, None], links: Sequence[Link]) -> Iterator[_Group]:
    """The codes of both forms that hang together, by a link or by being one code, in the order of the forms."""
    new = list(new)
    ends: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    pairs = [(link.before, link.after) for link in links] + [(code, code) for code in new if code in old]
    for before, after in pairs:
        ends["old", before].add(("new", after))
        ends["new", after].add(("old", before))
    seen: set[tuple[str, str]] = set()
    for code in new:
        if ("new", code) in seen or ("new", code) not in ends:
            continue
        inside, open_ends = {("new", code)}, [("new", code)]
        while open_ends:
            more = ends[open_ends.pop()] - inside
            inside |= more
            open_ends += more
        seen |= inside
        yield _Group(
            [each for each in new if ("new", each) in inside],
            [each for each in old if ("old", each) in inside],
            [link for link in links if ("new", link.after) in inside],
        )


def _kind(group: _Group, direct: Sequence[Link]) -> Compared:
    kinds = {link.kind for link in group.links}
    if not kinds:
        return "same"
    if len(kinds) > 1 or set(group.codes) & set(group.before) or not _is_whole(group, direct):
        return "redefined"
    shape = len(group.before) == 1, len(group.codes) == 1
    fitting: dict[tuple[bool, bool], LinkKind] = {
        (True, True): LinkKind.RENAMED,
        (True, False): LinkKind.SPLIT,
        (False, True): LinkKind.MERGED,
    }
    if kinds != {fitting.get(shape)}:
        return "redefined"
    return "renamed" if shape == (True, True) else "split" if shape[0] else "merged"


def _is_whole(group: _Group, direct: Sequence[Link]) -> bool:
    """Whether every part is asked for: no link leads from or to these indicators that one of the forms leaves out."""
    touching = [link for link in direct if link.before in group.before or link.after in group.codes]
    return len(touching) == len(group.links)
