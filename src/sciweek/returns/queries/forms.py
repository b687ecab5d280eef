"""Reads of forms: as models, and as the pure rules take them."""

from dataclasses import replace
from functools import lru_cache

from sciweek.campaigns.models import Campaign
from sciweek.returns.checks import read_checks
from sciweek.returns.enums import ValueKind
from sciweek.returns.models import (
    Form,
    FormItem,
)
from sciweek.returns.template import FormText, GroupText, ItemText


def form_of(campaign: Campaign) -> Form | None:
    """The campaign's statistics form."""
    return Form.objects.filter(campaign=campaign).first()


def form_text(form: Form) -> FormText:
    """A form with its groups, items and checks as the pure rules take it.

    A form is never changed once it is there (a draft's is replaced by a new one), so each process keeps the last few.
    """
    return kept_text(form.pk)


@lru_cache(maxsize=32)
def kept_text(form_id: int) -> FormText:
    form = Form.objects.get(pk=form_id)
    items: dict[int, list[ItemText]] = {}
    rows = FormItem.objects.filter(form=form).select_related("indicator", "parent__indicator").order_by("position")
    for row in rows:
        parent = row.parent.indicator.code if row.parent else ""
        kind = ValueKind(row.indicator.kind)
        item = ItemText(row.indicator.code, row.label, row.indicator.unit, kind, row.indicator.definition, parent)
        items.setdefault(row.group_id, []).append(item)
    groups = [GroupText(g.letter, g.name, g.note, items.get(g.pk, [])) for g in form.groups.order_by("position")]
    text = FormText(
        *(form.title, form.number, form.agency, form.notes, groups, ()), form.head_approves, form.scan_required
    )
    return replace(text, checks=read_checks(form.checks, text.kinds))


def required_codes(form: Form) -> list[str]:
    """The indicators that may not stay blank."""
    return list(
        FormItem.objects.filter(form=form, required=True).order_by("position").values_list("indicator__code", flat=True)
    )
