"""The dates of a campaign in one row of days."""

from datetime import date

from sciweek.campaigns.calendar import days_of
from sciweek.people.enums import Level
from tests.factories.campaigns import campaign_facts, duty_facts


def test_days_run_from_the_first_day_of_the_week_to_the_last_date() -> None:
    days = days_of(campaign_facts(), [duty_facts()])
    assert [each.day for each in days] == sorted(each.day for each in days)
    assert days[0].day == date(2023, 5, 20)
    assert days[-1].day == date(2023, 6, 15)
    assert days[-1].level == Level.PROVINCE


def test_things_due_on_one_day_at_one_level_share_a_line() -> None:
    days = days_of(campaign_facts(), [duty_facts(title="统计表"), duty_facts(title="总结")])
    assert [each.text for each in days if each.level == Level.COUNTY] == ["统计表、总结"]


def test_only_levels_below_the_lead_office_collect_before_it() -> None:
    days = days_of(campaign_facts(), [duty_facts()], lead=Level.COUNTY)
    assert [(each.level, each.day) for each in days if each.level] == [(Level.COUNTY, date(2023, 6, 15))]
