"""The form as its pages show it: groups with indented parts, and what each indicator goes on from, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sciweek.returns.definition.comparing import Difference
from sciweek.returns.enums import LinkKind, ValueKind
from sciweek.returns.links import Link
from sciweek.returns.queries.forms import names_of
from sciweek.returns.template import FormText, GroupText, ItemText


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link with what the old indicator was called, and what the new one is called on this form."""

    link: Link
    old_name: str
    new_name: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An indicator; `depth` is how many totals it is part of, at most 3."""

    item: ItemText
    depth: int
    first_part: bool
    links: Sequence[ShownLink]


@dataclass(frozen=True, slots=True)
class GroupRows:
    """A group with its rows."""

    group: GroupText
    rows: Sequence[ItemRow]


def shown_links(form: FormText) -> list[ShownLink]:
    """All links of the form. One query."""
    old = names_of(link.before for link in form.links)
    new = {item.code: item.name for item in form.items}
    return [ShownLink(link, old.get(link.before, ""), new[link.after]) for link in form.links]


def group_rows(form: FormText, links: Sequence[ShownLink]) -> list[GroupRows]:
    """The form's groups with their rows."""
    depths: dict[str, int] = {}
    groups = []
    for group in form.groups:
        rows, before = [], ""
        for item in group.items:
            depths[item.code] = depths[item.parent] + 1 if item.parent else 0
            own = [shown for shown in links if shown.link.after == item.code]
            rows.append(ItemRow(item, min(depths[item.code], 3), bool(item.parent) and item.parent != before, own))
            before = item.parent
        groups.append(GroupRows(group, rows))
    return groups


def _field_words() -> Mapping[str, str]:
    """What the fields of a form's data are called on screen."""
    return {
        "title": _("表名"),
        "number": _("表号"),
        "agency": _("制定机关"),
        "authority": _("批准文号"),
        "valid_until": _("有效期至"),
        "notes": _("填报说明"),
        "head_approves": _("由单位负责人确认后上报"),
        "scan_required": _("上报时附盖章扫描件"),
        "name": _("名称"),
        "note": _("说明"),
        "unit": _("计量单位"),
        "kind": _("类型"),
        "definition": _("解释"),
        "parent": _("其中"),
        "required": _("必填"),
        "options": _("选项"),
        "group": _("分组"),
        "grade": _("等级"),
        "formula": _("公式"),
        "sentence": _("说明"),
        "parameters": _("参数"),
    }


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A difference between two forms in words."""

    difference: Difference
    what: str
    name: str
    details: Sequence[tuple[str, str, str]]


def shown_differences(found: Sequence[Difference]) -> list[ShownDifference]:
    """What differs, in the words of the screen."""
    words = _field_words()
    whats = {
        "cover": _("封面"),
        "group": _("分组"),
        "item": _("指标"),
        "order": _("次序"),
        "check": _("审核公式"),
        "link": _("衔接"),
    }
    kinds = {kind.value: str(kind.label) for kind in (*ValueKind, *LinkKind)}
    return [
        ShownDifference(
            each,
            whats[each.what],
            kinds.get(each.name, each.name) if each.what == "link" else each.name,
            [(words.get(name, name), *_in_words(name, (old, new), kinds)) for name, old, new in each.details],
        )
        for each in found
    ]


def _in_words(field: str, values: tuple[str, str], kinds: Mapping[str, str]) -> tuple[str, str]:
    if field != "kind":
        return values
    return kinds.get(values[0], values[0]), kinds.get(values[1], values[1])


def doubts(form: FormText) -> list[str]:
    """What may be read and used, and is probably not meant."""
    found = [_("还没有指标。请先添加分组，再在分组里添加指标。")] if not form.items else []
    if form.items:
        empty = [f"{group.letter} {group.name}" for group in form.groups if not group.items]
        found += [_("分组“%(name)s”里还没有指标。") % {"name": name} for name in empty]
    if form.items and not form.checks:
        found.append(_("还没有审核公式，填错了也会放行。"))
    for ends, kind, sentence in (
        ([link.before for link in form.links], "split", _("%(code)s 拆分后只有一部分在表上，两届不作比较。")),
        (
            [link.after for link in form.links],
            "merged",
            _("%(code)s 只合并了一项旧指标，两届不作比较。若只是改了代码，关系应选“改名”。"),
        ),
    ):
        alone = [
            code
            for code, link in zip(ends, form.links, strict=True)
            if link.kind.value == kind and ends.count(code) == 1
        ]
        found += [sentence % {"code": code} for code in alone]
    return found
