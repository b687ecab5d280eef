"""Making a campaign's form, and changing a draft's: each change is a new form in place of the one before."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils.translation import override

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.audit import SYSTEM, Actor, record
from sciweek.core.errors import NotFound, Stale, WrongState, permit
from sciweek.core.locks import lock_pair
from sciweek.people.person import Person
from sciweek.returns.enums import FormAct
from sciweek.returns.faults import Faulty
from sciweek.returns.models import Form, FormChange, FormGroup, FormItem, Indicator, IndicatorLink, Return
from sciweek.returns.queries.catalogue import clashes, fixed_codes, used_codes, written_links
from sciweek.returns.queries.forms import coming_text, form_of, form_text, forms_of
from sciweek.returns.queries.years import Forms
from sciweek.returns.rules import may_make_form
from sciweek.returns.template import FormText, ItemText, as_data, read_form, shipped

NOT_ANY_MORE = "只有牵头单位在部署前可以更改表式。"
# The catalogue of indicators has no row of its own to lock; campaigns are numbered from 1.
CATALOGUE = (0, 0)


@transaction.atomic
def make_form(*, actor: Person, campaign_id: int, template: FormText) -> Form:
    """Adopt a template as the campaign's form, in place of one adopted before.

    Raises:
        NotPermitted: not the lead office, or the campaign has been called.
        Faulty: it contradicts the catalogue of indicators; see `clashes`.
    """
    campaign = _locked(actor, campaign_id)
    return _replace(actor, campaign, template, FormAct.ADOPT, "")


@transaction.atomic
def change_form(*, actor: Person, campaign_id: int, seen: int, text: FormText, act: FormAct, about: str = "") -> Form:
    """Put an edited form in place of the one with the id `seen`, which stays restorable.

    Raises:
        NotPermitted: not the lead office, or the campaign has been called.
        Stale: the form is another one by now; `theirs` and `yours` are both texts.
        Faulty: it contradicts the catalogue of indicators; see `clashes`.
    """
    campaign = _locked(actor, campaign_id)
    present = ensure_form(campaign)
    if present.pk != seen:
        sentence = "您打开页面之后，表式又改过。您的这一步没有保存，请对照最新内容再决定。"
        raise Stale(sentence, theirs=form_text(present), yours=text)
    return _replace(actor, campaign, text, act, about)


@transaction.atomic
def restore_form(*, actor: Person, campaign_id: int, seen: int, change_id: int) -> Form:
    """Put the form as it was before a change in place of the one with the id `seen`; that one becomes restorable too.

    Raises:
        NotPermitted, Stale: as `change_form`.
        NotFound: no change of this campaign's form.
        Faulty: it contradicts what the catalogue of indicators holds by now.
    """
    change = FormChange.objects.filter(campaign=campaign_id, pk=change_id).first()
    if change is None:
        raise NotFound("没有这一版。请返回版本列表查看。")
    with override("zh-hans"):
        about = f"撤销：{change.get_act_display()} {change.about}".strip()
    text = read_form(change.before)
    return change_form(
        actor=actor, campaign_id=campaign_id, seen=seen, text=text, act=FormAct.RESTORE, about=about[:80]
    )


@transaction.atomic
def set_signing(*, actor: Person, campaign_id: int, head_approves: bool, scan_required: bool) -> Form:
    """Say whether a unit's head submits, and whether a sealed sheet goes with it.

    Raises:
        NotPermitted: not the lead office, or the campaign has been called.
    """
    campaign = _locked(actor, campaign_id)
    text = replace(form_text(ensure_form(campaign)), head_approves=head_approves, scan_required=scan_required)
    return _replace(actor, campaign, text, FormAct.SIGNING, "")


def ensure_form(campaign: Campaign) -> Form:
    """The campaign's form; when nobody chose one, that of the campaign before is adopted, else the shipped one."""
    present = form_of(campaign)
    if present is not None:
        return present
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        return form_of(campaign) or _make(SYSTEM, campaign, coming_text(campaign))


def both_forms(campaign: Campaign) -> Forms:
    """The forms of the campaign, adopted if it has none, and of the one before. One query."""
    found = forms_of([campaign, campaign.previous])
    return Forms(found.get(campaign.pk) or ensure_form(campaign), found.get(campaign.previous_id or 0))


def _locked(actor: Person, campaign_id: int) -> Campaign:
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("previous").get(pk=campaign_id)
    permit(may_make_form(actor, campaign), NOT_ANY_MORE)
    return campaign


def _replace(actor: Person, campaign: Campaign, text: FormText, act: FormAct, about: str) -> Form:
    present = form_of(campaign)
    if present is None:
        return _make(actor, campaign, text)
    before, replaced = form_text(present), present.pk
    if before == text:
        return present
    FormChange.objects.create(
        campaign=campaign,
        replaced=replaced,
        before=as_data(before),
        act=act,
        about=about,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    present.delete()
    made = _make(actor, campaign, text, gone=set(before.kinds) - set(text.kinds))
    record(actor, "form.change", made, campaign=campaign.pk, edit=act.value, replaced=replaced)
    return made


def _make(actor: Actor, campaign: Campaign, text: FormText, gone: "set[str] | frozenset[str]" = frozenset()) -> Form:
    if Return.objects.filter(campaign=campaign).exists():
        raise WrongState("已有单位开始填报，表式不能再改。")
    lock_pair(*CATALOGUE)
    if faults := clashes(campaign, text):
        raise Faulty(faults)
    indicators = _enter(campaign, text)
    form = Form.objects.create(
        campaign=campaign,
        **{name: getattr(text, name) for name in ("title", "number", "agency", "authority", "valid_until", "notes")},
        checks=[check.as_data() for check in text.checks],
        head_approves=text.head_approves,
        scan_required=text.scan_required,
    )
    _write_items(form, text, indicators)
    _forget(campaign, gone)
    record(actor, "form.make", form, campaign=campaign.pk, items=len(indicators))
    return form


def _enter(campaign: Campaign, text: FormText) -> dict[str, Indicator]:
    """The form's indicators, entered into the catalogue with their links; those that are nobody else's as they are now."""
    codes, links = set(text.kinds), text.links
    before = {link.before for link in links} - codes
    wanted = {item.code: item for item in (*shipped().items, *text.items) if item.code in codes | before}
    known = {each.code: each for each in Indicator.objects.filter(code__in=codes | before)}
    new = [_indicator(item) for code, item in wanted.items() if code not in known]
    known |= {each.code: each for each in Indicator.objects.bulk_create(new)}
    own = codes - fixed_codes(campaign, codes)
    changed = [each for code in own if _take(each := known[code], wanted[code])]
    Indicator.objects.bulk_update(changed, ["name", "unit", "kind", "definition"])
    used = used_codes(campaign, codes)
    IndicatorLink.objects.filter(after__code__in=codes - used).delete()
    IndicatorLink.objects.bulk_create(
        IndicatorLink(before=known[link.before], after=known[link.after], kind=link.kind, note=link.note)
        for link in written_links(text, used)
    )
    return {code: known[code] for code in text.kinds}


def _indicator(item: ItemText) -> Indicator:
    return Indicator(code=item.code, name=item.name, unit=item.unit, kind=item.kind, definition=item.definition)


def _take(indicator: Indicator, item: ItemText) -> bool:
    """Let an indicator be as the form has it; whether that changed anything."""
    values = {"name": item.name, "unit": item.unit, "kind": item.kind.value, "definition": item.definition}
    changed = any(getattr(indicator, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(indicator, name, value)
    return changed


def _write_items(form: Form, text: FormText, indicators: Mapping[str, Indicator]) -> None:
    groups = FormGroup.objects.bulk_create(
        FormGroup(form=form, position=number, letter=group.letter, name=group.name, note=group.note)
        for number, group in enumerate(text.groups)
    )
    rows = [(group, item) for group, its in zip(groups, text.groups, strict=True) for item in its.items]
    made = FormItem.objects.bulk_create(
        FormItem(
            form=form,
            group=group,
            indicator=indicators[item.code],
            position=position,
            label=item.name,
            definition=item.definition,
            required=item.required,
            options=list(item.options),
        )
        for position, (group, item) in enumerate(rows)
    )
    by_code = {item.code: row for (_group, item), row in zip(rows, made, strict=True)}
    parts = [item for item in text.items if item.parent]
    for item in parts:
        by_code[item.code].parent = by_code[item.parent]
    FormItem.objects.bulk_update([by_code[item.code] for item in parts], ["parent"])


def _forget(campaign: Campaign, codes: "set[str] | frozenset[str]") -> None:
    """Take codes that this draft alone asked for, and no longer does, out of the catalogue: nothing was reported under them."""
    free = codes - fixed_codes(campaign, codes)
    kept = set(IndicatorLink.objects.filter(before__code__in=free).values_list("before__code", flat=True))
    IndicatorLink.objects.filter(after__code__in=free - kept).delete()
    Indicator.objects.filter(code__in=free - kept).delete()
