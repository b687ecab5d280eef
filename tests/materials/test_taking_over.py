"""Taking over what was handed in elsewhere: by the system alone, each judged by its own date, nothing begun touched."""

from datetime import timedelta
from typing import Any

import pytest

from sciweek.campaigns.actions.calling import extend
from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Assignment, Campaign
from sciweek.core import clock
from sciweek.core.audit import SYSTEM
from sciweek.core.errors import NotPermitted
from sciweek.core.models import AuditEntry
from sciweek.materials.actions.taking_over import take_over
from sciweek.materials.models import Delivery, DeliveryStep
from sciweek.returns.actions.summaries import take_over_summaries, write_summary
from sciweek.returns.models import Summary
from tests.factories.campaigns import Province, make_person
from tests.factories.materials import part, placed
from tests.factories.returns import AFTER

TEXT = "活动周期间组织科普活动六项，参加学生和家长一千二百余人次。"
SUMMARY = DutyKind.SUMMARY


def test_many_summaries_come_in_a_handful_of_queries_and_each_is_judged(
    province: Province, campaign: Campaign, django_assert_num_queries: Any
) -> None:
    row = Assignment.objects.get(unit=province.schools[1], duty__kind=SUMMARY)
    late = AFTER + timedelta(days=10)
    extend(actor=province.officer, assignment_id=row.pk, due_at=late + timedelta(days=1), reason="地震演练，准予延期。")
    texts = {unit.pk: TEXT for unit in (*province.schools, province.county)}
    with clock.at(late), django_assert_num_queries(16):
        assert take_over_summaries(actor=SYSTEM, campaign_id=campaign.pk, texts=texts) == 3
    marks = dict(Delivery.objects.values_list("placement__unit_id", "on_time"))
    assert marks == {province.schools[0].pk: False, province.schools[1].pk: True, province.county.pk: True}
    assert set(DeliveryStep.objects.values_list("act", "count", "actor_name")) == {("hand_in", 1, "")}
    assert AuditEntry.objects.filter(act="delivery.hand_in", detail__taken_over=True).count() == 3


def test_what_a_unit_has_begun_itself_is_left_alone(province: Province, campaign: Campaign) -> None:
    placement = placed(province.filler, campaign)
    write_summary(actor=province.filler, placement_id=placement.pk, text=f"自己写的：{TEXT}")
    texts = {unit.pk: TEXT for unit in province.schools}
    assert take_over_summaries(actor=SYSTEM, campaign_id=campaign.pk, texts=texts) == 1
    assert Summary.objects.get(placement=placement).text.startswith("自己写的")
    assert part(placement, SUMMARY).stage == "open"
    assert take_over(actor=SYSTEM, campaign_id=campaign.pk, kind=DutyKind.MEDIA, unit_ids=list(texts)) == []


def test_no_person_takes_over(province: Province, campaign: Campaign) -> None:
    for person in (province.officer, province.filler, make_person(province.institute)):
        with pytest.raises(NotPermitted, match="只有系统"):
            take_over(actor=person, campaign_id=campaign.pk, kind=SUMMARY, unit_ids=[person.unit_id])
        with pytest.raises(NotPermitted, match="只有系统"):
            take_over_summaries(actor=person, campaign_id=campaign.pk, texts={person.unit_id: TEXT})
    assert not Delivery.objects.exists()
