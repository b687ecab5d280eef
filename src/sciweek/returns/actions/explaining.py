"""What people say about findings: the unit explains (核实说明), an office of the chain exempts (不审, 说明单位)."""

from django.db import transaction

from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import NotFound, Stale, WrongState, permit
from sciweek.core.text import clean_words
from sciweek.people.person import Person
from sciweek.returns.actions.filling import locked_return, permit_filling
from sciweek.returns.actions.passing import tell
from sciweek.returns.checks import Check, Grade
from sciweek.returns.enums import Exempted
from sciweek.returns.findings import covered, findings
from sciweek.returns.models import CellChange, Exemption, Explanation, Return
from sciweek.returns.queries.checks import known_of, said_of
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.returns import chain_of
from sciweek.returns.rules import may_exempt

NOT_EXEMPTING = "只有审批链上的部门可以免审或列为说明单位，且要在全部验收之前。"
# 提示性 needs no exemption, and only a 准强制性 one is settled by listing the unit.
MAY_SKIP = frozenset({Grade.MANDATORY, Grade.NEAR_MANDATORY, Grade.TO_EXPLAIN})


@transaction.atomic
def explain(*, actor: Person, ret_id: int, check_code: str, text: str, version: int | None = None) -> bool:
    """Explain a finding; whether anything was written (the same words about the same values are not kept twice).

    `version` is the one that the person looked at: nobody explains figures that changed under his eyes.

    Raises:
        NotPermitted: see `permit_filling`.
        NotFound: the form has no such check.
        Stale: somebody else changed a covered cell since `version`.
        WrongState: the check finds nothing, or its finding is not settled by words.
        BadInput: fewer than six characters, or more than 500.
    """
    ret = locked_return(ret_id)
    permit_filling(actor, ret)
    check = _check(ret, check_code)
    _refuse_changed(actor, ret, check, version)
    known, said = known_of(ret), said_of(ret.pk)
    found = findings(form_text(ret.form), known, (), said, checks={check.code})
    if not found or not found[0].explainable:
        raise WrongState(f"审核公式 {check.code} 现在不需要说明，请刷新页面查看。")
    words, digest = clean_words(text, "说明"), covered(check, known)
    before = said.explanations.get(check.code)
    if before is not None and (before.text, before.covered) == (words, digest):
        return False
    Explanation.objects.create(
        ret=ret,
        check_code=check.code,
        covered=digest,
        text=words,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    record(actor, "return.explain", ret, check=check.code, version=ret.version)
    return True


@transaction.atomic
def exempt(*, actor: Person, ret_id: int, check_code: str, exempted: Exempted, reason: str) -> Exemption:
    """Say that a check is not made for this return, that the unit may explain it, or that it is made again; tell the unit.

    Raises:
        NotPermitted: see `rules.may_exempt`.
        NotFound: the form has no such check.
        WrongState: that is said already, or does not fit the grade of the check.
        BadInput: a reason of fewer than six characters, or more than 500.
    """
    ret = locked_return(ret_id)
    permit(may_exempt(actor, ret, chain_of(ret)), NOT_EXEMPTING)
    check = _check(ret, check_code)
    if (exempted == Exempted.SKIP and check.grade not in MAY_SKIP) or (
        exempted == Exempted.EXPLAIN and check.grade != Grade.NEAR_MANDATORY
    ):
        raise WrongState(f"{check.grade}的审核公式不需要“{exempted.label}”。")
    if said_of(ret.pk).exemptions.get(check.code, Exempted.NONE) == exempted:
        raise WrongState(f"审核公式 {check.code} 已经是“{exempted.label}”，请刷新页面查看。")
    made = Exemption.objects.create(
        ret=ret,
        check_code=check.code,
        exempted=exempted,
        reason=clean_words(reason, "理由"),
        office_id=actor.unit_id,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    record(actor, "return.exempt", ret, check=check.code, exempted=exempted.value)
    tell(ret.unit_id, "returns/exempted", ret, check=check, word=exempted.label, reason=reason, office=actor.unit_name)
    return made


def _check(ret: Return, code: str) -> Check:
    found = next((check for check in form_text(ret.form).checks if check.code == code), None)
    if found is None:
        raise NotFound(f"这张表没有审核公式 {code[:12]}。")
    return found


def _refuse_changed(actor: Person, ret: Return, check: Check, version: int | None) -> None:
    """Refuse when somebody else changed a covered cell; one's own change is saved along with the explanation."""
    if version is None or version >= ret.version:
        return
    changes = CellChange.objects.filter(ret=ret, version__gt=version, indicator__code__in=check.bound.codes)
    if changes.exclude(account_id=actor.account_id).exists():
        raise Stale("这条公式涉及的数刚被同事改过。请刷新页面，看过最新的数再说明。", theirs=ret.version, yours=version)
