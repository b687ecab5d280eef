"""Keeping tables of totals under a name: each person his own, an officer's also for his office."""

import unicodedata

from django.db import transaction

from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, NotFound, WrongState, permit
from sciweek.people.models import Account
from sciweek.people.person import Person
from sciweek.returns.models import SavedView
from sciweek.returns.rules import may_share_views

MOST = 50
LONGEST_NAME, LONGEST_QUERY = 40, 2000
NOT_SHARING = "只有主管部门的管理员可以把视图共享给本单位。"


@transaction.atomic
def save_view(*, actor: Person, name: str, query: str, shared: bool = False) -> SavedView:
    """Keep a table's parameters under a name.

    Raises:
        NotPermitted: to be shared by somebody who may not; see `rules.may_share_views`.
        BadInput: no name or a longer one than 40 characters, or one that the actor has used already; too many conditions.
        WrongState: the actor has 50 views.
    """
    permit(may_share_views(actor) or not shared, NOT_SHARING)
    # Two savings at once queue here, so that the second counts what the first has saved.
    Account.objects.select_for_update().get(pk=actor.account_id)
    if SavedView.objects.filter(account=actor.account_id).count() >= MOST:
        raise WrongState(f"每人最多保存 {MOST} 个视图。请先删去不用的。")
    if len(query) > LONGEST_QUERY:
        raise BadInput("条件太多，存不下。请改选整组指标，或少选几个。")
    view = SavedView.objects.create(
        account_id=actor.account_id,
        unit_id=actor.unit_id,
        name=_free_name(actor, name),
        query=query,
        shared=shared,
        saved_at=clock.now(),
    )
    record(actor, "view.save", view, shared=shared)
    return view


@transaction.atomic
def rename_view(*, actor: Person, view_id: int, name: str) -> SavedView:
    """Call an own view something else.

    Raises:
        NotFound: the actor has no such view.
        BadInput: see `save_view`.
    """
    Account.objects.select_for_update().get(pk=actor.account_id)
    view = _own(actor, view_id)
    view.name = _free_name(actor, name, besides=view.pk)
    view.save(update_fields=["name"])
    record(actor, "view.rename", view)
    return view


@transaction.atomic
def share_view(*, actor: Person, view_id: int, shared: bool) -> SavedView:
    """Show an own view to the others of the office, or no longer.

    Raises:
        NotFound: the actor has no such view.
        NotPermitted: see `rules.may_share_views`; taking back is everybody's right.
    """
    view = _own(actor, view_id)
    permit(may_share_views(actor) or not shared, NOT_SHARING)
    view.shared = shared
    view.save(update_fields=["shared"])
    record(actor, "view.share", view, shared=shared)
    return view


@transaction.atomic
def delete_view(*, actor: Person, view_id: int) -> str:
    """Take an own view away, and tell its name.

    Raises:
        NotFound: the actor has no such view.
    """
    view = _own(actor, view_id)
    record(actor, "view.delete", view)
    view.delete()
    return view.name


def _own(actor: Person, view_id: int) -> SavedView:
    own = SavedView.objects.select_for_update().filter(account=actor.account_id, unit=actor.unit_id, pk=view_id)
    view = own.first()
    if view is None:
        raise NotFound("没有这个视图，可能已经删除。")
    return view


def _free_name(actor: Person, name: str, *, besides: int = 0) -> str:
    """The name as it is kept, if the actor has no other view of this name."""
    kept = " ".join("".join(sign for sign in name if unicodedata.category(sign) != "Cc" or sign.isspace()).split())
    if not kept:
        raise BadInput("请给视图起个名字。", {"name": "请填写名称。"})
    if len(kept) > LONGEST_NAME:
        raise BadInput(f"名称最多 {LONGEST_NAME} 个字，现有 {len(kept)} 个字。", {"name": "名称太长。"})
    same = SavedView.objects.filter(account=actor.account_id, unit=actor.unit_id, name=kept).exclude(pk=besides)
    if same.exists():
        raise BadInput(f"已有名为“{kept}”的视图。请换个名字，或先删去那一个。", {"name": "已有同名的视图。"})
    return kept
