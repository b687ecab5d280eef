"""A week of the demo from its notice: read, confirmed, made into a campaign."""

from sciweek.campaigns.actions.drafting import campaign_from_notice
from sciweek.campaigns.content import CampaignFacts
from sciweek.campaigns.from_notice import draft_of
from sciweek.campaigns.models import Campaign
from sciweek.demo.cast import DATA
from sciweek.demo.moments import Week
from sciweek.notices.actions import take_in_notice
from sciweek.notices.facts import facts_of
from sciweek.notices.reading import read_notice
from sciweek.people.person import Person


def open_week(*, actor: Person, week: Week) -> Campaign:
    """Take in the notice and confirm what was read from it, as an officer would."""
    text = (DATA / week.notice).read_text(encoding="utf-8")
    facts = facts_of(read_notice(text))
    notice = take_in_notice(actor=actor, text=text, facts=facts)
    draft = draft_of(facts)
    if draft.start is None or draft.end is None:
        raise ValueError(f"the demo's notice {week.notice} says no dates")
    campaign_facts = CampaignFacts(
        slug=week.slug,
        name=draft.name,
        start=draft.start,
        end=draft.end,
        theme=draft.theme,
        edition=int(week.notice.removeprefix("notice_")[:2]),
        doc_number=draft.doc_number,
    )
    return campaign_from_notice(actor=actor, notice_id=notice.pk, facts=campaign_facts, content=draft.content)
