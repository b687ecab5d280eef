"""What an edit makes of a form: each takes a form and gives a new one, or says why not and how to mend. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sciweek.core.errors import BadInput, NotFound
from sciweek.returns.checks import Check
from sciweek.returns.formulas.lexer import Kind, tokens
from sciweek.returns.links import Link
from sciweek.returns.template import FormText, GroupText, ItemText, as_data, read_form


def settled(form: FormText) -> FormText:
    """The form as it is after an edit: checks bound anew, links in order.

    Raises:
        Faulty: what was edited does not fit the rest; see `template.read_form`.
    """
    return read_form(as_data(form))


@dataclass(frozen=True, slots=True)
class Uses:
    """What holds an indicator: its parts, the checks that name it, those that sum a span it lies in, and its links."""

    parts: Sequence[ItemText]
    checks: Sequence[Check]
    spans: Sequence[Check]
    links: Sequence[Link]

    @property
    def hold(self) -> bool:
        """Whether it cannot be removed as it stands."""
        return bool(self.parts or self.checks)


def item_of(form: FormText, code: str) -> ItemText:
    """The indicator of this code.

    Raises:
        NotFound: there is none.
    """
    found = next((item for item in form.items if item.code == code), None)
    if found is None:
        raise NotFound(f"表上没有指标 {code[:12]}，可能刚被移除。请返回表式查看。")
    return found


def group_of(form: FormText, letter: str) -> GroupText:
    """The group of this letter.

    Raises:
        NotFound: there is none.
    """
    found = next((group for group in form.groups if group.letter == letter), None)
    if found is None:
        raise NotFound(f"表上没有分组 {letter[:2]}，可能刚被移除。请返回表式查看。")
    return found


def letter_of(form: FormText, code: str) -> str:
    """The letter of the group in which an indicator stands."""
    return next((g.letter for g in form.groups if any(item.code == code for item in g.items)), "")


def check_of(form: FormText, code: str) -> Check:
    """The check of this code.

    Raises:
        NotFound: there is none.
    """
    found = next((check for check in form.checks if check.code == code), None)
    if found is None:
        raise NotFound(f"表上没有审核公式 {code[:12]}，可能刚被删除。请返回表式查看。")
    return found


def named_codes(formula: str) -> set[str]:
    """The indicators that a formula names, not those that lie inside of a span."""
    return {token.text for token in tokens(formula) if token.kind == Kind.CODE}


def uses_of(form: FormText, code: str) -> Uses:
    """What holds an indicator on its form."""
    named = [check for check in form.checks if code in named_codes(check.formula)]
    return Uses(
        [item for item in form.items if item.parent == code],
        named,
        [check for check in form.checks if code in check.bound.codes and check not in named],
        [link for link in form.links if link.after == code],
    )


def with_cover(form: FormText, **cover: Any) -> FormText:
    """With another cover: any of title, number, agency, authority, valid_until and notes."""
    return settled(replace(form, **cover))


def add_group(form: FormText, group: GroupText) -> FormText:
    """With a group more, at the end."""
    return settled(replace(form, groups=[*form.groups, group]))


def change_group(form: FormText, letter: str, group: GroupText) -> FormText:
    """With another letter, name and note; its indicators stay."""
    items = group_of(form, letter).items
    groups = [replace(group, items=items) if each.letter == letter else each for each in form.groups]
    return settled(replace(form, groups=groups))


def remove_group(form: FormText, letter: str) -> FormText:
    """Without an empty group.

    Raises:
        BadInput: it has indicators; names them.
    """
    group = group_of(form, letter)
    if group.items:
        names = "、".join(f"{item.code} {item.name}" for item in group.items[:5])
        more = f"等 {len(group.items)} 项" if len(group.items) > 5 else ""
        raise BadInput(f"分组 {letter} 里还有指标：{names}{more}。请先把它们移除或改到别的分组，再移除分组。")
    return settled(replace(form, groups=[each for each in form.groups if each.letter != letter]))


def move_group(form: FormText, letter: str, by: int) -> FormText:
    """With a group one place up (-1) or down (1).

    Raises:
        BadInput: it is the first or last already, or a total would come behind its parts.
    """
    groups = list(form.groups)
    place = groups.index(group_of(form, letter))
    other = place + by
    if not 0 <= other < len(groups):
        raise BadInput(f"分组 {letter} 已经在最{'前' if by < 0 else '后'}面。")
    groups[place], groups[other] = groups[other], groups[place]
    return settled(replace(form, groups=groups))


def add_item(form: FormText, letter: str, item: ItemText, links: Sequence[Link] = ()) -> FormText:
    """With an indicator more: behind the other parts of its total where it has one in this group, else at the end."""
    items = list(group_of(form, letter).items)
    place = len(items)
    if any(each.code == item.parent for each in items):
        place = _end_of_block(items, next(n for n, each in enumerate(items) if each.code == item.parent))
    items.insert(place, item)
    return settled(replace(_with_items(form, letter, items), links=[*form.links, *links]))


def change_item(form: FormText, code: str, item: ItemText, letter: str, links: Sequence[Link]) -> FormText:
    """With an indicator changed where it stands; under another code, its parts, the checks and its links follow it.

    `links` replace those that say what it went on from. Another `letter` moves it, with its parts, to the end of that
    group.
    """
    present = item_of(form, code)
    groups = [
        replace(group, items=[_followed(each, code, item) for each in group.items])
        for group in ([*form.groups] if letter == letter_of(form, code) else _in_group(form, present, letter))
    ]
    checks = form.checks
    if item.code != code:
        checks = [replace(check, formula=_with_code(check.formula, code, item.code)) for check in checks]
    kept = [link for link in form.links if link.after != code]
    return settled(replace(form, groups=groups, checks=checks, links=[*kept, *links]))


def _followed(each: ItemText, code: str, item: ItemText) -> ItemText:
    if each.code == code:
        return item
    return replace(each, parent=item.code) if each.parent == code else each


def _with_code(formula: str, old: str, new: str) -> str:
    """The formula with one code in place of another, wherever it stands as a code."""
    for token in reversed([t for t in tokens(formula) if t.kind == Kind.CODE and t.text == old]):
        formula = formula[: token.at] + new + formula[token.at + len(old) :]
    return formula


def _in_group(form: FormText, item: ItemText, letter: str) -> list[GroupText]:
    """The groups with an indicator and the parts that follow it moved to the end of another group."""
    target, source = group_of(form, letter), letter_of(form, item.code)
    items = list(group_of(form, source).items)
    begin = items.index(item)
    end = _end_of_block(items, begin)
    left, block = [*items[:begin], *items[end:]], items[begin:end]
    moved = {source: left, target.letter: [*target.items, *block]}
    return [replace(group, items=moved.get(group.letter, group.items)) for group in form.groups]


def remove_item(form: FormText, code: str) -> FormText:
    """Without an indicator and what it went on from.

    Raises:
        BadInput: it has parts, or a check names it; says which and how to mend.
    """
    item, uses = item_of(form, code), uses_of(form, code)
    if uses.parts:
        names = "、".join(f"{part.code} {part.name}" for part in uses.parts)
        raise BadInput(
            f"{code} {item.name} 是这些指标的总项：{names}。请先移除它们，或改掉它们的“其中”，再移除 {code}。"
        )
    if uses.checks:
        names = "、".join(check.code for check in uses.checks)
        raise BadInput(f"审核公式 {names} 用到 {code} {item.name}。请先修改或删除这些公式，再移除 {code}。")
    letter = letter_of(form, code)
    items = [each for each in group_of(form, letter).items if each.code != code]
    links = [link for link in form.links if link.after != code]
    return settled(replace(_with_items(form, letter, items), links=links))


def move_item(form: FormText, code: str, by: int) -> FormText:
    """With an indicator, and the parts that follow it, one place up (-1) or down (1); beyond its group's end into the next.

    Raises:
        BadInput: it is the first or last already, or a part would leave its total.
    """
    item, letter = item_of(form, code), letter_of(form, code)
    items = list(group_of(form, letter).items)
    begin = items.index(item)
    end = _end_of_block(items, begin)
    if by < 0 and begin > 0:
        above = _begin_of_block_before(items, begin)
        if above == begin:
            raise BadInput(f"{code} 已经是 {item.parent} 的第一个其中项。")
        items = [*items[:above], *items[begin:end], *items[above:begin], *items[end:]]
        return settled(_with_items(form, letter, items))
    if by > 0 and end < len(items):
        below = _end_of_block(items, end)
        items = [*items[:begin], *items[end:below], *items[begin:end], *items[below:]]
        return settled(_with_items(form, letter, items))
    return settled(_beyond(form, item, letter, by))


def _beyond(form: FormText, item: ItemText, letter: str, by: int) -> FormText:
    """The form with an indicator at the edge of its group moved into the neighbouring one."""
    letters = [group.letter for group in form.groups]
    place = letters.index(letter) + by
    if not 0 <= place < len(letters):
        raise BadInput(f"{item.code} 已经在最{'前' if by < 0 else '后'}面。")
    groups = _in_group(form, item, letters[place])
    if by > 0:
        size = len(groups[place].items) - len(form.groups[place].items)
        items = list(groups[place].items)
        groups[place] = replace(groups[place], items=[*items[-size:], *items[:-size]])
    return replace(form, groups=groups)


def _end_of_block(items: Sequence[ItemText], begin: int) -> int:
    """Behind the parts, and their parts, that follow an indicator without a gap."""
    inside, end = {items[begin].code}, begin + 1
    while end < len(items) and items[end].parent in inside:
        inside.add(items[end].code)
        end += 1
    return end


def _begin_of_block_before(items: Sequence[ItemText], place: int) -> int:
    """Where the widest block begins that ends right above a place and is no total of what stands there."""
    above = _totals_over(items, items[place])
    begin = place
    for start in range(place - 1, -1, -1):
        if items[start].code in above:
            break
        if _end_of_block(items, start) == place:
            begin = start
    return begin


def _totals_over(items: Sequence[ItemText], item: ItemText) -> set[str]:
    parents = {each.code: each.parent for each in items}
    found: set[str] = set()
    code = item.parent
    while code and code not in found:
        found.add(code)
        code = parents.get(code, "")
    return found


def _with_items(form: FormText, letter: str, items: Sequence[ItemText]) -> FormText:
    groups = [replace(group, items=tuple(items)) if group.letter == letter else group for group in form.groups]
    return replace(form, groups=groups)


def put_check(form: FormText, code: str, row: dict[str, Any]) -> FormText:
    """With a check changed where it stands, or a new one at the end when `code` is empty.

    Raises:
        Faulty: the check cannot be used; see `checks.read_check`.
    """
    data = as_data(form)
    rows: list[dict[str, Any]] = data.get("checks", [])
    place = next((n for n, each in enumerate(rows) if each["code"] == code), len(rows)) if code else len(rows)
    rows[place : place + 1] = [row]
    return read_form({**data, "checks": rows})


def remove_check(form: FormText, code: str) -> FormText:
    """Without a check."""
    gone = check_of(form, code)
    return replace(form, checks=[check for check in form.checks if check is not gone])


def next_code(form: FormText, letter: str, taken: Collection[str]) -> str:
    """A code that may be given to a new indicator of a group: its letter, and the number after the highest one.

    `taken` are all codes that ever stood for something.
    """
    group = group_of(form, letter)
    begins = re.match(r"[A-Z]*", group.items[0].code if group.items else letter)
    start = begins[0] if begins and begins[0] else "X"
    numbers = [int(code[len(start) :]) for code in {*taken, *form.kinds} if re.fullmatch(rf"{start}\d{{1,6}}", code)]
    return f"{start}{max(numbers, default=0) + 1:02}"
