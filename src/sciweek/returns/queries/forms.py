"""Reads of forms: as models, and as the pure rules take them; who changed a draft's form, and how it was before."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from django.db.models import QuerySet

from sciweek.campaigns.models import Campaign
from sciweek.returns.checks import read_checks
from sciweek.returns.enums import LinkKind, ValueKind
from sciweek.returns.links import Link
from sciweek.returns.models import Form, FormChange, FormItem, Indicator, IndicatorLink
from sciweek.returns.template import FormText, GroupText, ItemText, shipped


def form_of(campaign: Campaign) -> Form | None:
    """The campaign's statistics form."""
    return Form.objects.filter(campaign=campaign).first()


def forms_of(campaigns: Iterable[Campaign | None]) -> dict[int, Form]:
    """Campaign id to its form, for those that have one. One query."""
    return {form.campaign_id: form for form in Form.objects.filter(campaign__in=[each for each in campaigns if each])}


def coming_text(campaign: Campaign) -> FormText:
    """The campaign's form, or the one that it would adopt: that of the campaign before, else the shipped one."""
    found = form_of(campaign) or (form_of(campaign.previous) if campaign.previous else None)
    return form_text(found) if found else shipped()


def form_text(form: Form) -> FormText:
    """A form with its groups, items, checks and links as the pure rules take it.

    A form is never changed once it is there (a draft's is replaced by a new one), so each process keeps the last few.
    """
    return kept_text(form.pk)


@lru_cache(maxsize=32)
def kept_text(form_id: int) -> FormText:
    form = Form.objects.get(pk=form_id)
    items: dict[int, list[ItemText]] = {}
    places: dict[str, int] = {}
    rows = FormItem.objects.filter(form=form).select_related("indicator", "parent__indicator").order_by("position")
    for row in rows:
        items.setdefault(row.group_id, []).append(_item(row))
        places[row.indicator.code] = row.position
    groups = [GroupText(g.letter, g.name, g.note, tuple(items.get(g.pk, ()))) for g in form.groups.order_by("position")]
    links = links_into(places)
    text = FormText(
        *(form.title, form.number, form.agency, form.notes, groups, ()),
        head_approves=form.head_approves,
        scan_required=form.scan_required,
        authority=form.authority,
        valid_until=form.valid_until,
        links=tuple(sorted(links, key=lambda link: (places[link.after], link.before))),
    )
    return replace(text, checks=read_checks(form.checks, text.kinds))


def _item(row: FormItem) -> ItemText:
    indicator = row.indicator
    return ItemText(
        *(indicator.code, row.label, indicator.unit, ValueKind(indicator.kind), row.definition),
        parent=row.parent.indicator.code if row.parent else "",
        required=row.required,
        options=tuple(row.options),
    )


def links_into(codes: Iterable[str]) -> list[Link]:
    """What these indicators go on from."""
    rows = IndicatorLink.objects.filter(after__code__in=[*codes]).order_by("pk")
    return [
        Link(before, after, LinkKind(kind), note)
        for before, after, kind, note in rows.values_list("before__code", "after__code", "kind", "note")
    ]


@lru_cache(maxsize=32)
def kept_items(form_id: int) -> Mapping[str, FormItem]:
    """Indicator code to its place on the form, in order, with the indicator; kept as `form_text` is. Not to be changed."""
    rows = FormItem.objects.filter(form=form_id).select_related("indicator").order_by("position")
    return MappingProxyType({row.indicator.code: row for row in rows})


def required_codes(form: Form) -> list[str]:
    """The indicators that may not stay blank."""
    return list(
        FormItem.objects.filter(form=form, required=True).order_by("position").values_list("indicator__code", flat=True)
    )


def form_changes(campaign: Campaign) -> QuerySet[FormChange]:
    """The edits of a draft's form, newest first."""
    return FormChange.objects.filter(campaign=campaign)


def changes_since(campaign: Campaign, form_id: int) -> list[FormChange]:
    """The edits that came after the form with this id, the oldest first; all of them when it never was there."""
    return list(FormChange.objects.filter(campaign=campaign, replaced__gte=form_id).order_by("pk"))


def forms_to_copy(campaigns: QuerySet[Campaign], campaign: Campaign) -> QuerySet[Form]:
    """The forms of these campaigns, but this one's, the newest first."""
    others = Form.objects.filter(campaign__in=campaigns.order_by()).exclude(campaign=campaign)
    return others.select_related("campaign__office").order_by("-campaign__start", "-pk")


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """What indicators are called in the catalogue, by code."""
    return dict(Indicator.objects.filter(code__in=[*codes]).values_list("code", "name"))
