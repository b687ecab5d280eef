"""The self-check of the installation over what was submitted."""

from sciweek.campaigns.models import Campaign
from sciweek.core.health import CHECKS
from sciweek.returns.actions.filling import save_cells
from sciweek.returns.checking import changed_after_submission, submitted_returns
from sciweek.returns.models import Cell, ReturnVersion
from tests.factories.campaigns import Province
from tests.factories.returns import AFTER, sent_back, submitted


def test_the_check_stands_in_the_list_of_the_installation() -> None:
    assert submitted_returns in CHECKS


def test_what_was_submitted_and_not_touched_is_whole(province: Province, campaign: Campaign) -> None:
    submitted(province.filler, campaign)
    line = submitted_returns()
    assert line.ok
    assert line.said == "1 次上报，完整"


def test_a_return_that_is_being_corrected_may_differ_from_what_was_submitted(
    province: Province, campaign: Campaign
) -> None:
    ret = sent_back(province.filler, campaign, province.county_officer)
    save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"B03": "1"})
    assert submitted_returns().ok


def test_a_cell_changed_behind_the_platforms_back_is_found(province: Province, campaign: Campaign) -> None:
    ret = submitted(province.filler, campaign)
    Cell.objects.filter(ret=ret, indicator__code="D01").update(value=1)
    assert list(changed_after_submission()) == [ret.pk]
    assert not submitted_returns().ok


def test_a_forged_submission_is_found(province: Province, campaign: Campaign) -> None:
    ret = submitted(province.filler, campaign)
    last = ReturnVersion.objects.get(ret=ret)
    ReturnVersion.objects.create(
        ret=ret, number=2, version=2, cells=last.cells, at=AFTER, previous=last.previous, hash=last.hash
    )
    assert "第 2 次上报" in submitted_returns().said
