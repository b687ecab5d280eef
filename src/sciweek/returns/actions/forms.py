"""Making a campaign's form from a template."""

from dataclasses import replace

from django.db import transaction

from sciweek.campaigns.models import Campaign
from sciweek.core.audit import SYSTEM, Actor, record
from sciweek.core.errors import BadInput, WrongState, permit
from sciweek.people.person import Person
from sciweek.returns.models import Form, FormGroup, FormItem, Indicator, Return
from sciweek.returns.queries.forms import form_text
from sciweek.returns.rules import may_make_form
from sciweek.returns.template import FormText, shipped


@transaction.atomic
def make_form(*, actor: Person, campaign_id: int, template: FormText) -> Form:
    """Adopt a template as the campaign's form, in place of one adopted before.

    Raises:
        NotPermitted: not the lead office, or the campaign has been called.
        BadInput: a code stands for an indicator of another kind or unit already.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    permit(may_make_form(actor, campaign), "只有牵头单位在部署前可以更换表式。")
    Form.objects.filter(campaign=campaign).delete()
    return _make(actor, campaign, template)


@transaction.atomic
def set_signing(*, actor: Person, campaign_id: int, head_approves: bool, scan_required: bool) -> Form:
    """Say whether a unit's head submits, and whether a sealed sheet goes with it.

    Raises:
        NotPermitted: not the lead office, or the campaign has been called.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    permit(may_make_form(actor, campaign), "只有牵头单位在部署前可以更改上报要求。")
    text = replace(form_text(ensure_form(campaign)), head_approves=head_approves, scan_required=scan_required)
    Form.objects.filter(campaign=campaign).delete()
    return _make(actor, campaign, text)


def ensure_form(campaign: Campaign) -> Form:
    """The campaign's form; the shipped one is adopted when nobody chose one."""
    present = Form.objects.filter(campaign=campaign).first()
    if present is not None:
        return present
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        return Form.objects.filter(campaign=campaign).first() or _make(SYSTEM, campaign, shipped())


def _make(actor: Actor, campaign: Campaign, template: FormText) -> Form:
    if Return.objects.filter(campaign=campaign).exists():
        raise WrongState("已有单位开始填报，表式不能再改。")
    indicators = _indicators(template)
    form = Form.objects.create(
        campaign=campaign,
        title=template.title,
        number=template.number,
        agency=template.agency,
        notes=template.notes,
        checks=[check.as_data() for check in template.checks],
        head_approves=template.head_approves,
        scan_required=template.scan_required,
    )
    made: dict[str, FormItem] = {}
    position = 0
    for number, group_text in enumerate(template.groups):
        group = FormGroup.objects.create(
            form=form, position=number, letter=group_text.letter, name=group_text.name, note=group_text.note
        )
        for item in group_text.items:
            made[item.code] = FormItem.objects.create(
                form=form,
                group=group,
                indicator=indicators[item.code],
                position=position,
                label=item.name,
                parent=made.get(item.parent),
            )
            position += 1
    record(actor, "form.make", form, campaign=campaign.pk, items=position)
    return form


def _indicators(template: FormText) -> dict[str, Indicator]:
    codes = [item.code for item in template.items]
    known = {each.code: each for each in Indicator.objects.filter(code__in=codes)}
    for item in template.items:
        present = known.get(item.code)
        if present is None:
            known[item.code] = Indicator.objects.create(
                code=item.code, name=item.name, unit=item.unit, kind=item.kind, definition=item.definition
            )
        elif (present.kind, present.unit) != (item.kind.value, item.unit):
            raise BadInput(f"代码 {item.code} 已用于“{present.name}”（{present.unit}），含义不同的指标请用新代码。")
    return known
