"""A unit explains what a check found; an office of the chain exempts, lists the unit, or checks again."""

import pytest
from django.db import DatabaseError, transaction

from sciweek.campaigns.actions.calling import close_campaign
from sciweek.campaigns.models import Campaign
from sciweek.core.errors import BadInput, NotFound, NotPermitted, Stale, WrongState
from sciweek.core.models import AuditEntry
from sciweek.mailroom.models import Message
from sciweek.people.person import Person
from sciweek.returns.actions.explaining import exempt, explain
from sciweek.returns.actions.filling import save_cells
from sciweek.returns.actions.passing import submit_return
from sciweek.returns.enums import Exempted
from sciweek.returns.findings import Finding, Standing
from sciweek.returns.models import Exemption, Explanation, Return
from sciweek.returns.queries.checks import findings_of
from tests.factories.campaigns import Province, make_person
from tests.factories.returns import accepted, filled, fresh, whole_form

WORDS = "讲座由两校合办，人次由对方填报"
REASON = "已电话核实，情况属实"
# Findings of the shipped form by these figures: 核实性 R17, 准强制性 R10, 强制性 R05.
TO_EXPLAIN = whole_form(B01="100", B02="0", B03="0")
NEAR = whole_form(A06="1", A04="2", B08="3", B09="2", B10="2")
MANDATORY = whole_form(B03="9999")


def found(ret: Return, code: str) -> Finding:
    return next(finding for finding in findings_of(fresh(ret)) if finding.check == code)


def test_what_must_be_explained_keeps_the_return_until_it_is(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    with pytest.raises(BadInput, match=r"1 项审核问题.*（核实性）"):
        submit_return(actor=province.filler, ret_id=ret.pk)
    assert explain(actor=province.filler, ret_id=ret.pk, check_code="R17", text=f"  {WORDS}\n")
    assert (found(ret, "R17").standing, found(ret, "R17").explanation) == (Standing.EXPLAINED, WORDS)
    assert submit_return(actor=province.filler, ret_id=ret.pk).track.stage == "submitted"
    entry = AuditEntry.objects.get(act="return.explain")
    assert entry.detail == {"check": "R17", "version": ret.version}


def test_the_same_words_about_the_same_figures_are_kept_once(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    written = [explain(actor=province.filler, ret_id=ret.pk, check_code="R17", text=WORDS) for _ in range(2)]
    assert written == [True, False]
    assert Explanation.objects.count() == 1


def test_words_lapse_when_a_figure_changes_and_hold_again_when_they_are_said_again(
    province: Province, campaign: Campaign
) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    explain(actor=province.filler, ret_id=ret.pk, check_code="R17", text=WORDS)
    save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"A01": "4", "A02": "3", "A04": "4"})
    assert (found(ret, "R17").standing, found(ret, "R17").explanation) == (Standing.LAPSED, WORDS)
    with pytest.raises(BadInput, match="1 项审核问题"):
        submit_return(actor=province.filler, ret_id=ret.pk)
    explain(actor=province.filler, ret_id=ret.pk, check_code="R17", text=WORDS)
    assert found(ret, "R17").standing == Standing.EXPLAINED
    assert Explanation.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "said"), [("已核实", "至少写 6 个字"), ("已 核 实 了 吧", "至少写 6 个字"), ("长" * 501, "最多 500 个字")]
)
def test_an_explanation_is_neither_too_short_nor_too_long(
    province: Province, campaign: Campaign, text: str, said: str
) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    with pytest.raises(BadInput, match=said):
        explain(actor=province.filler, ret_id=ret.pk, check_code="R17", text=text)
    assert not Explanation.objects.exists()


@pytest.mark.parametrize("code", ["R05", "R16", "R10"])
def test_what_needs_no_words_or_takes_none_is_not_explained(province: Province, campaign: Campaign, code: str) -> None:
    """R05 must be corrected, R16 is satisfied, R10 must be listed first."""
    ret = filled(province.filler, campaign, {**NEAR, "B03": "9999"})
    with pytest.raises(WrongState, match="不需要说明"):
        explain(actor=province.filler, ret_id=ret.pk, check_code=code, text=WORDS)


def test_a_check_that_the_form_does_not_have_is_not_found(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    with pytest.raises(NotFound, match="R99"):
        explain(actor=province.filler, ret_id=ret.pk, check_code="R99", text=WORDS)
    with pytest.raises(NotFound, match="R99"):
        exempt(actor=province.county_officer, ret_id=ret.pk, check_code="R99", exempted=Exempted.SKIP, reason=REASON)


def test_nobody_explains_figures_that_changed_under_his_eyes(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    colleague = make_person(province.schools[0])
    save_cells(actor=colleague, ret_id=ret.pk, version=ret.version, typed={"A01": "4", "A02": "3", "A04": "4"})
    with pytest.raises(Stale):
        explain(actor=province.filler, ret_id=ret.pk, check_code="R17", text=WORDS, version=ret.version)
    assert explain(actor=colleague, ret_id=ret.pk, check_code="R17", text=WORDS, version=ret.version)


def test_only_the_units_own_people_explain_and_only_while_it_is_with_them(
    province: Province, campaign: Campaign
) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    for other in (province.county_officer, province.officer, make_person(province.schools[1])):
        with pytest.raises(NotPermitted):
            explain(actor=other, ret_id=ret.pk, check_code="R17", text=WORDS)
    explain(actor=province.filler, ret_id=ret.pk, check_code="R17", text=WORDS)
    submit_return(actor=province.filler, ret_id=ret.pk)
    with pytest.raises(NotPermitted):
        explain(actor=province.filler, ret_id=ret.pk, check_code="R17", text=f"{WORDS}，特此说明")


def test_a_check_that_is_not_made_blocks_no_more_and_the_unit_is_told(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, MANDATORY)
    exempt(actor=province.county_officer, ret_id=ret.pk, check_code="R05", exempted=Exempted.SKIP, reason=REASON)
    assert (found(ret, "R05").standing, found(ret, "R05").word) == (Standing.EXEMPT, "不审")
    assert submit_return(actor=province.filler, ret_id=ret.pk).track.stage == "submitted"
    mail = Message.objects.get(template="returns/exempted")
    assert mail.to_name == province.filler.name
    assert "R05" in mail.body
    assert "不审" in mail.body
    assert REASON in mail.body
    entry = AuditEntry.objects.get(act="return.exempt")
    assert entry.detail == {"check": "R05", "exempted": "skip"}


def test_a_listed_unit_explains_and_then_submits(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, NEAR)
    assert not found(ret, "R10").explainable
    exempt(actor=province.county_officer, ret_id=ret.pk, check_code="R10", exempted=Exempted.EXPLAIN, reason=REASON)
    with pytest.raises(BadInput, match=r"1 项审核问题.*（准强制性）"):
        submit_return(actor=province.filler, ret_id=ret.pk)
    explain(actor=province.filler, ret_id=ret.pk, check_code="R10", text=WORDS)
    assert submit_return(actor=province.filler, ret_id=ret.pk).track.stage == "submitted"


def test_the_newest_word_of_an_office_counts(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, MANDATORY)
    for officer, word in ((province.county_officer, Exempted.SKIP), (province.prefecture_officer, Exempted.NONE)):
        exempt(actor=officer, ret_id=ret.pk, check_code="R05", exempted=word, reason=REASON)
    assert found(ret, "R05").blocks
    assert Exemption.objects.count() == 2
    with pytest.raises(WrongState, match="已经是“恢复审核”"):
        exempt(actor=province.officer, ret_id=ret.pk, check_code="R05", exempted=Exempted.NONE, reason=REASON)


@pytest.mark.parametrize(
    ("code", "word"), [("R05", Exempted.EXPLAIN), ("R17", Exempted.EXPLAIN), ("R24", Exempted.SKIP)]
)
def test_a_word_that_does_not_fit_the_grade_is_refused(
    province: Province, campaign: Campaign, code: str, word: Exempted
) -> None:
    ret = filled(province.filler, campaign)
    with pytest.raises(WrongState, match="不需要"):
        exempt(actor=province.county_officer, ret_id=ret.pk, check_code=code, exempted=word, reason=REASON)


def test_an_exemption_needs_a_reason(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, MANDATORY)
    with pytest.raises(BadInput, match="理由至少写 6 个字"):
        exempt(actor=province.county_officer, ret_id=ret.pk, check_code="R05", exempted=Exempted.SKIP, reason="属实")


def test_who_may_exempt(province: Province, campaign: Campaign, chain: list[Person]) -> None:
    ret = filled(province.filler, campaign, MANDATORY)

    def tries(by: Person) -> None:
        exempt(actor=by, ret_id=ret.pk, check_code="R05", exempted=Exempted.SKIP, reason=REASON)

    for other in (province.filler, make_person(province.schools[1]), make_person(province.institute)):
        with pytest.raises(NotPermitted):
            tries(other)
    tries(chain[1])
    done = accepted(make_person(province.schools[1]), campaign, chain)
    with pytest.raises(NotPermitted):
        exempt(actor=chain[0], ret_id=done.pk, check_code="R05", exempted=Exempted.SKIP, reason=REASON)
    close_campaign(actor=province.officer, campaign_id=campaign.pk)
    with pytest.raises(NotPermitted):
        exempt(actor=chain[0], ret_id=ret.pk, check_code="R05", exempted=Exempted.NONE, reason=REASON)


def test_what_was_said_is_never_changed(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    explain(actor=province.filler, ret_id=ret.pk, check_code="R17", text=WORDS)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Explanation.objects.update(text="别的说明文字")
    assert Explanation.objects.get().text == WORDS
