"""What joint hosts (联合主办) do beside the lead: say what they think, and write about the streams that are theirs."""

from collections.abc import Iterable

from django.db import transaction

from sciweek.campaigns.models import Campaign, Remark, Stream
from sciweek.campaigns.queries import hosts_to_tell, leaders_to_tell, talk_of
from sciweek.campaigns.rules import may_answer, may_describe, may_remark
from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, Stale, WrongState, permit
from sciweek.core.files import refuse_secrecy_marks
from sciweek.mailroom.actions import Recipient, post
from sciweek.people.models import Membership
from sciweek.people.person import Person

LONGEST_REMARK = 1000
LONGEST_DESCRIPTION = 2000


@transaction.atomic
def remark_on(*, actor: Person, campaign_id: int, text: str, about: str = "") -> Remark:
    """Say something about the campaign, or about the stream named `about`; the lead office is told.

    Raises:
        NotPermitted: not a joint host of this campaign, or it is closed.
        BadInput: no words, too many, a secrecy mark, or no stream of this name.
    """
    campaign = _locked(campaign_id)
    permit(may_remark(actor, campaign), "只有本届活动周的联合主办单位可以提出意见，且要在归档之前。")
    words = _words(text, LONGEST_REMARK, "意见")
    if about and not campaign.streams.filter(name=about).exists():
        raise BadInput(f"没有名为“{about[:20]}”的板块，请重新选择。", {"about": "请重新选择。"})
    remark = _say(actor, campaign, text=words, about=about)
    record(actor, "campaign.remark", campaign, remark=remark.pk)
    _tell(leaders_to_tell(campaign), "campaigns/remarked", campaign, remark)
    return remark


@transaction.atomic
def answer_remark(*, actor: Person, remark_id: int, text: str, settles: bool) -> Remark:
    """Answer a joint host, and end the talk when `settles`; who opened it is told. Ending it needs no words.

    Raises:
        NotPermitted: not the lead office, or the campaign is closed.
        WrongState: the talk has been settled.
        BadInput: no words in an answer that settles nothing, too many, or a secrecy mark.
    """
    opening = Remark.objects.get(pk=remark_id, opening=None)
    campaign = _locked(opening.campaign_id)
    permit(may_answer(actor, campaign), "只有牵头单位可以答复，且要在归档之前。")
    if talk_of(opening).settled:
        raise WrongState("这条意见已经办结。还有意见的，请主办单位另提一条。")
    words = "" if settles and not text.strip() else _words(text, LONGEST_REMARK, "答复")
    answer = _say(actor, campaign, text=words, about=opening.about, opening=opening, settles=settles)
    record(actor, "campaign.settle" if settles else "campaign.answer", campaign, remark=opening.pk)
    _tell(hosts_to_tell(opening.unit_id), "campaigns/answered", campaign, answer)
    return answer


@transaction.atomic
def describe_stream(*, actor: Person, stream_id: int, seen: str, text: str) -> Stream:
    """Write what a stream is about. The campaign gets a new version, so that a form which the lead has open is refused.

    Raises:
        NotPermitted: the stream is another's, or the campaign is no draft any more.
        BadInput: too many words, or a secrecy mark.
        Stale: it no longer says what the actor has `seen`.
    """
    found = Stream.objects.get(pk=stream_id)
    campaign = _locked(found.campaign_id)
    stream = Stream.objects.get(pk=stream_id)
    stream.campaign = campaign
    permit(may_describe(actor, stream), "只有负责这个板块的联合主办单位可以修改说明，且要在部署之前。")
    words = _words(text, LONGEST_DESCRIPTION, "说明") if text.strip() else ""
    if stream.description != seen:
        raise Stale("板块说明刚被别人改过。请对照最新内容，再决定是否保存。", theirs=stream.description, yours=words)
    stream.description = words
    stream.save(update_fields=["description"])
    campaign.version += 1
    campaign.save(update_fields=["version"])
    record(actor, "stream.describe", stream, campaign=campaign.pk)
    return stream


def _locked(campaign_id: int) -> Campaign:
    return Campaign.objects.select_for_update(of=("self",)).select_related("office").get(pk=campaign_id)


def _words(text: str, longest: int, what: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if len(words) < 2:
        raise BadInput(f"请写明{what}。", {"text": f"请写明{what}。"})
    if len(words) > longest:
        raise BadInput(
            f"{what}超过 {longest} 个字（现有 {len(words)} 个），请缩短。", {"text": f"最多 {longest} 个字。"}
        )
    refuse_secrecy_marks(words)
    return words


def _say(
    actor: Person, campaign: Campaign, *, text: str, about: str, opening: Remark | None = None, settles: bool = False
) -> Remark:
    return Remark.objects.create(
        campaign=campaign,
        opening=opening,
        about=about,
        text=text,
        settles=settles,
        unit_id=actor.unit_id,
        account_id=actor.account_id,
        actor_name=actor.name,
        at=clock.now(),
    )


def _tell(members: Iterable[Membership], template: str, campaign: Campaign, remark: Remark) -> None:
    people = [Recipient(member.account.name, member.account.email) for member in members]
    post(template, to=people, context={"campaign": campaign, "remark": remark}, division_code=campaign.division_code)
