"""What differs between two forms, for a person to look at before one takes the other's place. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from sciweek.returns.template import FormText, as_data

Outcome = Literal["added", "changed", "removed"]
What = Literal["cover", "group", "item", "check", "link", "order"]
Detail = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is added, changed or removed. `details`: key of the field, as it was, as it will be."""

    outcome: Outcome
    what: What
    key: str
    name: str
    details: Sequence[Detail] = ()


def differences(old: FormText, new: FormText) -> list[Difference]:
    """All that differs: the cover first, then groups, indicators and their order, checks, links."""
    one, other = as_data(old), as_data(new)
    found = list(_cover(one, other))
    found += _rows("group", _groups(one), _groups(other))
    found += _rows("item", _items(one), _items(other))
    if moved := _moved(list(old.kinds), list(new.kinds)):
        names = {item.code: item.name for item in new.items}
        found += [Difference("changed", "order", code, names[code]) for code in moved]
    for what, name in (("check", "checks"), ("link", "links")):
        found += _rows(what, _keyed(one.get(name, []), what), _keyed(other.get(name, []), what))  # type: ignore[arg-type]
    return found


def _cover(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Difference]:
    names = [name for name in (*one, *other) if name not in ("groups", "checks", "links")]
    for name in dict.fromkeys(names):
        if one.get(name) != other.get(name):
            yield Difference("changed", "cover", name, "", ((name, _text(one.get(name)), _text(other.get(name))),))


def _groups(form: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {group["letter"]: {"name": group["name"], "note": group["note"]} for group in form["groups"]}


def _items(form: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {
        item["code"]: {**item, "required": item.get("required", True), "group": group["letter"]}
        for group in form["groups"]
        for item in group["items"]
    }


def _keyed(rows: Sequence[Mapping[str, Any]], what: str) -> dict[str, Mapping[str, Any]]:
    if what == "check":
        return {row["code"]: {**row, "name": row["sentence"]} for row in rows}
    return {f"{row['before']} → {row['after']}": {**row, "name": row["kind"]} for row in rows}


def _rows(
    what: What, one: Mapping[str, Mapping[str, Any]], other: Mapping[str, Mapping[str, Any]]
) -> Iterator[Difference]:
    for key, row in other.items():
        if key not in one:
            yield Difference("added", what, key, row["name"])
        elif details := tuple(_details(one[key], row)):
            yield Difference("changed", what, key, row["name"], details)
    for key, row in one.items():
        if key not in other:
            yield Difference("removed", what, key, row["name"])


def _details(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Detail]:
    for name in dict.fromkeys((*one, *other)):
        old, new = _text(one.get(name)), _text(other.get(name))
        # The name of a check or link repeats another field.
        if old != new and not (name == "name" and ("sentence" in one or "before" in one)):
            yield name, old, new


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        # In one order: databases keep the names of a mapping in orders of their own.
        return "；".join(f"{name}={each}" for name, each in sorted(value.items()))
    if isinstance(value, list):
        return "；".join(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _moved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The codes on both forms that stand in another order: the fewest that would have to move."""
    kept = [code for code in old if code in set(new)]
    stand = [code for code in new if code in set(old)]
    same = SequenceMatcher(None, kept, stand, autojunk=False).get_matching_blocks()
    still = {code for block in same for code in kept[block.a : block.a + block.size]}
    return [code for code in stand if code not in still]


def changed_sums(old: FormText, new: FormText) -> list[tuple[str, list[str], list[str]]]:
    """Checks whose formula stayed and now looks at other indicators, since it sums a span: code, more, fewer."""
    before = {check.code: check for check in old.checks}
    found = []
    for check in new.checks:
        was = before.get(check.code)
        if was and was.formula == check.formula and set(was.bound.codes) != set(check.bound.codes):
            more = [code for code in check.bound.codes if code not in was.bound.codes]
            found.append((check.code, more, [code for code in was.bound.codes if code not in check.bound.codes]))
    return found
