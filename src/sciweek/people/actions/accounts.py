"""A person's own account, ending memberships, and locking accounts."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, permit
from sciweek.core.names import clean_name, normal_phone
from sciweek.people.models import Account, FormerPassword, Membership
from sciweek.people.person import Person
from sciweek.people.rules import may_end_membership, may_lock_accounts


@transaction.atomic
def change_own_data(*, actor: Person, name: str, phone: str, email: str) -> Account:
    """Correct one's own name and ways to be reached.

    Raises:
        BadInput: wrong, or used by another account.
    """
    account = Account.objects.select_for_update().get(pk=actor.account_id)
    account.name = clean_name(name)
    account.phone = normal_phone(phone) if phone.strip() else ""
    account.email = email.strip().lower()
    try:
        with transaction.atomic():
            account.save(update_fields=["name", "phone", "email"])
    except IntegrityError as error:
        raise BadInput("这个手机或邮箱已被其他账号使用。", {"phone": "请核对。", "email": "请核对。"}) from error
    record(
        actor,
        "account.change",
        account,
        personal={"name": account.name, "phone": account.phone, "email": account.email},
    )
    return account


@transaction.atomic
def change_own_password(*, actor: Person, old: str, new: str) -> Account:
    """Set a new password; the last five are refused.

    Raises:
        BadInput: the old password is wrong, or the new one is too weak or was used before.
    """
    account = Account.objects.select_for_update().get(pk=actor.account_id)
    if not account.check_password(old):
        raise BadInput("原密码不对，请重新输入。", {"old": "原密码不对。"})
    try:
        validate_password(new, account)
    except ValidationError as error:
        raise BadInput("新密码不符合要求。", {"new": " ".join(error.messages)}) from error
    account.set_password(new)
    account.password_set_at = timezone.now()
    account.save(update_fields=["password", "password_set_at"])
    FormerPassword.objects.create(account=account, password=account.password, set_at=timezone.now())
    record(actor, "account.password", account)
    return account


@transaction.atomic
def end_membership(*, actor: Person, membership_id: int) -> Membership:
    """End a person's role in a unit; the account stays.

    Raises:
        NotPermitted: see `rules.may_end_membership`.
    """
    membership = Membership.objects.select_for_update(of=("self",)).select_related("unit").get(pk=membership_id)
    permit(may_end_membership(actor, membership))
    if membership.to_at is None:
        membership.to_at = clock.now()
        membership.save(update_fields=["to_at"])
        record(actor, "membership.end", membership, account=membership.account_id, role=membership.role)
    return membership


@transaction.atomic
def set_active(*, actor: Person, account_id: int, active: bool) -> Account:
    """Lock an account, or open it again. Nobody locks himself.

    Raises:
        NotPermitted: not the security administrator.
        BadInput: the actor's own account.
    """
    permit(may_lock_accounts(actor), "只有安全管理员可以停用账号。")
    if account_id == actor.account_id:
        raise BadInput("不能停用自己的账号。")
    account = Account.objects.select_for_update().get(pk=account_id)
    account.is_active = active
    account.save(update_fields=["is_active"])
    record(actor, "account.unlock" if active else "account.lock", account)
    return account
