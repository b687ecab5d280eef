"""Reads of the catalogue of indicators: which codes are taken for life, and what of a form contradicts that."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import QuerySet

from sciweek.campaigns.models import Campaign
from sciweek.returns.enums import ValueKind
from sciweek.returns.faults import Fault, Path
from sciweek.returns.links import Link
from sciweek.returns.models import FormItem, Indicator
from sciweek.returns.queries.forms import links_into
from sciweek.returns.template import FormText, ItemText, shipped


def catalogue() -> QuerySet[Indicator]:
    """All indicators there ever were, by code."""
    return Indicator.objects.order_by("code")


def used_codes(campaign: Campaign, codes: Iterable[str]) -> set[str]:
    """Those of the codes that another campaign asks for as well: what they mean is no longer this one's to change."""
    others = FormItem.objects.filter(indicator__code__in=[*codes]).exclude(form__campaign=campaign)
    return set(others.values_list("indicator__code", flat=True))


def fixed_codes(campaign: Campaign, codes: Iterable[str]) -> set[str]:
    """Those of the codes that keep unit and kind for life: asked for by another campaign too, or by the shipped form."""
    codes = set(codes)
    return used_codes(campaign, codes) | (codes & set(shipped().kinds))


def clashes(campaign: Campaign, text: FormText) -> list[Fault]:
    """What of a form contradicts the catalogue: a code of another meaning, a link to nothing, a link that is settled."""
    codes = set(text.kinds)
    known = {each.code: each for each in Indicator.objects.filter(code__in=codes | {k.before for k in text.links})}
    for item in shipped().items:
        known.setdefault(item.code, Indicator(code=item.code, name=item.name, unit=item.unit, kind=item.kind.value))
    fixed, used = fixed_codes(campaign, codes), used_codes(campaign, codes)
    found = [fault for path, item in _placed(text) if item.code in fixed for fault in _other_meaning(path, item, known)]
    found += [
        Fault(("links", n, "before"), f"指标目录里没有旧代码 {link.before}。请核对代码，或删去这条衔接。")
        for n, link in enumerate(text.links)
        if link.before not in known
    ]
    return found + list(_settled_links(text, used))


def _placed(text: FormText) -> Iterator[tuple[Path, ItemText]]:
    for number, group in enumerate(text.groups):
        for place, item in enumerate(group.items):
            yield ("groups", number, "items", place), item


def _other_meaning(path: Path, item: ItemText, known: Mapping[str, Indicator]) -> Iterator[Fault]:
    present = known[item.code]
    kind = ValueKind(present.kind)
    if (kind, present.unit) != (item.kind, item.unit):
        yield Fault(
            (*path, "unit" if kind == item.kind else "kind"),
            f"代码 {item.code} 已用于“{present.name}”（{present.unit}，{kind.label}），"
            "含义不同的指标请用新代码，并写明与它的衔接。",
        )


def _settled_links(text: FormText, used: set[str]) -> Iterator[Fault]:
    kept = set(links_into(used))
    for number, link in enumerate(text.links):
        if link.after in used and link not in kept:
            said = f"{link.after} 已在别的活动周使用，它的衔接不能再改。请删去这条衔接，或为新的含义另用一个代码。"
            yield Fault(("links", number), said)
    written = set(text.links)
    for path, item in _placed(text):
        if missing := [link for link in kept - written if link.after == item.code]:
            names = "、".join(f"{link.before}（{link.kind.label}，{link.note or '无说明'}）" for link in missing)
            said = f"{item.code} 已在别的活动周使用，它由 {names} 延续而来，请保留这条衔接。"
            yield Fault((*path, "code"), said)


def written_links(text: FormText, used: set[str]) -> list[Link]:
    """The links of a form that are its own to write: of indicators that no other campaign asks for."""
    return [link for link in text.links if link.after not in used]
