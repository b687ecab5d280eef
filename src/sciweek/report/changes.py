"""已变动: what differs now from an edition that went out, by indicator. Pure, over the data that an edition keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Changed:
    """One indicator: its total in the edition and now, as exact text; empty where nobody reported."""

    code: str
    name: str
    unit: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What has changed since an edition: totals by indicator, how many returns came, went or were corrected, the rest."""

    figures: Sequence[Changed]
    added: int
    gone: int
    corrected: int
    texts: bool
    pictures: bool

    def __bool__(self) -> bool:
        return bool(self.figures or self.added or self.gone or self.corrected or self.texts or self.pictures)


def difference(
    then: Mapping[str, Any],
    versions_then: Sequence[Sequence[Any]],
    now: Mapping[str, Any],
    versions_now: Sequence[Sequence[Any]],
) -> Difference:
    """What has changed between two contents of the data files and the versions behind them."""
    before, after = ({row[0]: tuple(row[1:]) for row in rows} for rows in (versions_then, versions_now))
    return Difference(
        figures=_figures(then["figures"], now["figures"]),
        added=len(after.keys() - before.keys()),
        gone=len(before.keys() - after.keys()),
        corrected=sum(before[key] != after[key] for key in before.keys() & after.keys()),
        texts=_written(then["texts"]) != _written(now["texts"]),
        # An edition of before there were pictures has none.
        pictures=then.get("pictures", []) != now["pictures"],
    )


def _written(texts: Mapping[str, str]) -> dict[str, str]:
    """What is not empty: an edition of before lacks what could not be written then."""
    return {name: text for name, text in texts.items() if text}


def _figures(then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> list[Changed]:
    old, new = ({each["code"]: each for each in figures} for figures in (then, now))
    found = []
    for code in dict.fromkeys((*old, *new)):
        values = [(figures.get(code) or {}).get("value") or "" for figures in (old, new)]
        if values[0] != values[1]:
            named = new.get(code) or old[code]
            found.append(Changed(code, named["name"], named["unit"], *values))
    return found
