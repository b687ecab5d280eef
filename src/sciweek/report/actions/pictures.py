"""Picking pictures for the package. Each act keeps the whole list as a new version, as drafts are kept."""

from collections.abc import Callable, Collection, Sequence

from django.db import transaction

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, Stale, permit
from sciweek.core.files import refuse_secrecy_marks
from sciweek.people.person import Person
from sciweek.report.actions.drafting import ONLY_LEAD, campaign_of, lock_reports
from sciweek.report.models import Selection
from sciweek.report.pictures import LONGEST_CAPTION, Pick, added, without
from sciweek.report.queries.pictures import offered, picks_of, selection_of
from sciweek.report.rules import may_report


def pick_pictures(*, actor: Person, campaign_id: int, picture_ids: Collection[int]) -> Selection:
    """Put these behind the picked ones, with the words of their units; what is no longer usable leaves the list.

    Raises:
        NotPermitted: not the lead office, or the campaign is not called.
        WrongState: all of them are picked already.
        BadInput: none of them may be published, or the list becomes too long.
    """

    def more(campaign: Campaign, picks: Sequence[Pick]) -> list[Pick]:
        rows = offered(campaign).filter(pk__in=picture_ids).order_by("placement__division_code", "placement", "pk")
        new = [Pick(pk, caption) for pk, caption in rows.values_list("pk", "caption")]
        if not new:
            raise BadInput("选中的图片都不能公开使用：没有上报，或只存档。请另选。")
        return added(picks, new)

    return _changed(actor, campaign_id, more)


def drop_pictures(*, actor: Person, campaign_id: int, picture_ids: Collection[int]) -> Selection:
    """Take these out of the list; the pictures themselves stay with their units.

    Raises:
        NotPermitted: not the lead office, or the campaign is not called.
        WrongState: none of them is picked.
    """
    return _changed(actor, campaign_id, lambda _campaign, picks: without(picks, picture_ids))


def arrange_pictures(*, actor: Person, campaign_id: int, version: int, picks: Sequence[Pick]) -> Selection:
    """Keep the list in this order with these words; `version` is the list that the actor began from.

    Raises:
        NotPermitted: not the lead office, or the campaign is not called.
        Stale: a colleague has changed the list meanwhile.
        BadInput: words too long or with a mark of secrecy, or a picture that is not in the list.
    """

    def rearranged(_campaign: Campaign, kept: Sequence[Pick]) -> list[Pick]:
        given = checked(picks)
        there = [pick.picture_id for pick in kept]
        asked = [pick.picture_id for pick in given]
        if len(set(asked)) < len(asked) or not set(asked) <= set(there):
            raise BadInput("有图片已经移出，或不能再公开使用。请刷新页面，看过最新清单再改。")
        return given

    return _changed(actor, campaign_id, rearranged, version=version, yours=picks)


def checked(picks: Sequence[Pick]) -> list[Pick]:
    """The list with its words on one line each.

    Raises:
        BadInput: see `arrange_pictures`.
    """
    clean = [Pick(pick.picture_id, " ".join(pick.caption.split())) for pick in picks]
    for number, pick in enumerate(clean, 1):
        if len(pick.caption) > LONGEST_CAPTION:
            raise BadInput(f"第 {number} 张的说明超过 {LONGEST_CAPTION} 个字，请精简。")
        refuse_secrecy_marks(pick.caption)
    return clean


@transaction.atomic
def _changed(
    actor: Person,
    campaign_id: int,
    change: Callable[[Campaign, Sequence[Pick]], list[Pick]],
    *,
    version: int | None = None,
    yours: Sequence[Pick] = (),
) -> Selection:
    campaign = campaign_of(campaign_id)
    permit(may_report(actor, campaign), ONLY_LEAD)
    lock_reports(campaign_id)
    last = selection_of(campaign)
    kept = last.number if last else 0
    before = picks_of(last)
    if version is not None and version != kept:
        raise Stale("同事刚刚改过选用的图片。", theirs=before, yours=yours)
    usable = set(offered(campaign).filter(pk__in=[pick.picture_id for pick in before]).values_list("pk", flat=True))
    after = change(campaign, [pick for pick in before if pick.picture_id in usable])
    if last is not None and after == before:
        return last
    made = Selection.objects.create(
        campaign=campaign,
        number=kept + 1,
        pictures=[pick.as_data() for pick in after],
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    record(actor, "report.pictures", campaign, number=made.number, pictures=[pick.picture_id for pick in after])
    return made
