"""Inviting people: a single-use link, bound to a unit, a role, and the person's phone or mail."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from sciweek.core import clock
from sciweek.core.audit import Actor, record
from sciweek.core.errors import BadInput, NotFound, WrongState, permit
from sciweek.core.names import clean_name, normal_phone
from sciweek.mailroom.actions import Recipient, post
from sciweek.people.enums import Role
from sciweek.people.models import Account, FormerPassword, Invitation, Membership, Unit
from sciweek.people.person import Person
from sciweek.people.rules import may_invite

LASTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Invitee:
    """Whom an invitation is for; phone or mail is needed."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """An invitation with its link, which is shown once and kept nowhere."""

    invitation: Invitation
    link: str


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str) -> str:
    """The address that an invitation leads to; the host comes from the settings, never from a request."""
    return f"{settings.BASE_URL}/invitation/{token}/"


def _clean(invitee: Invitee) -> Invitee:
    phone = normal_phone(invitee.phone) if invitee.phone.strip() else ""
    email = invitee.email.strip().lower()
    if not phone and not email:
        raise BadInput("请填写手机或邮箱，邀请只对本人有效。", {"phone": "手机和邮箱至少填一项。"})
    return Invitee(clean_name(invitee.name), phone, email)


@transaction.atomic
def invite(*, actor: Person, unit_id: int, role: Role, invitee: Invitee) -> Issued:
    """Invite a person to a role in a unit and mail the link where there is an address.

    An earlier invitation of the same person to the same role that still waits is revoked.

    Raises:
        NotPermitted: see `rules.may_invite`.
        BadInput: the name or both ways to reach the person are missing or wrong.
    """
    unit = Unit.objects.filter(pk=unit_id, valid_to=None).first()
    if unit is None:
        raise NotFound("没有这个单位，或已停用。")
    permit(may_invite(actor, unit, role), "您不能邀请人员担任这个单位的这个角色。")
    return _issue(actor, unit, role, invitee, invited_by=actor.membership_id)


@transaction.atomic
def invite_first(*, actor: Actor, unit: Unit, role: Role, invitee: Invitee) -> Issued:
    """The first invitations of an installation, made at set-up when there is no person yet."""
    return _issue(actor, unit, role, invitee, invited_by=None)


def _issue(actor: Actor, unit: Unit, role: Role, invitee: Invitee, *, invited_by: int | None) -> Issued:
    who = _clean(invitee)
    now, token = timezone.now(), secrets.token_urlsafe(24)
    Invitation.objects.filter(
        unit=unit, role=role, phone=who.phone, email=who.email, accepted_at=None, revoked_at=None
    ).update(revoked_at=now)
    invitation = Invitation.objects.create(
        unit=unit,
        role=role,
        name=who.name,
        phone=who.phone,
        email=who.email,
        token_hash=token_hash(token),
        invited_by_id=invited_by,
        made_at=clock.now(),
        expires_at=now + LASTS,
    )
    link = link_of(token)
    record(actor, "invitation.issue", invitation, unit=unit.pk, role=role.value)
    context = {"invitation": invitation, "unit": unit, "role": role.label, "link": link, "inviter": actor.label}
    post(
        "people/invitation",
        to=[Recipient(who.name, who.email)],
        context=context,
        about=f"invitation:{invitation.pk}",
        division_code=unit.division_code,
    )
    return Issued(invitation, link)


@transaction.atomic
def revoke_invitation(*, actor: Person, invitation_id: int) -> Invitation:
    """Make an invitation's link worthless.

    Raises:
        NotPermitted: the actor could not have issued it.
        WrongState: already used.
    """
    invitation = Invitation.objects.select_for_update().select_related("unit").get(pk=invitation_id)
    permit(may_invite(actor, invitation.unit, Role(invitation.role)))
    if invitation.accepted_at:
        raise WrongState("这份邀请已被接受，不能撤销。如需取消角色，请到人员列表停用。")
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record(actor, "invitation.revoke", invitation)
    return invitation


def invitation_for(token: str) -> Invitation:
    """The invitation behind a link that can still be used.

    Raises:
        NotFound: no such link.
        WrongState: used, revoked or expired; says which and what to do.
    """
    found = Invitation.objects.select_related("unit").filter(token_hash=token_hash(token)).first()
    return _usable(found)


def _usable(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise NotFound("邀请链接不对。请核对是否复制完整，或向邀请单位索取新的链接。")
    if invitation.accepted_at:
        raise WrongState("这份邀请已经用过。如果是您本人用的，请直接登录；如果不是，请立即告知邀请单位。")
    if invitation.revoked_at:
        raise WrongState("这份邀请已被撤销。如仍需加入，请联系邀请单位。")
    if invitation.expires_at <= timezone.now():
        raise WrongState("这份邀请已过有效期。请联系邀请单位重新发送。")
    return invitation


def _refuse_wrong_person(invitation: Invitation, proof: str) -> None:
    typed = proof.strip().lower()
    try:
        typed_phone = normal_phone(proof)
    except BadInput:
        typed_phone = ""
    by_mail = bool(typed) and typed == invitation.email
    by_phone = bool(typed_phone) and typed_phone == invitation.phone
    if not by_mail and not by_phone:
        raise BadInput(
            "手机或邮箱与邀请不一致。邀请只对本人有效，请填写邀请单位登记的手机或邮箱。", {"proof": "与邀请不一致。"}
        )


@transaction.atomic
def accept_invitation(*, token: str, proof: str, username: str, password: str) -> Membership:
    """Make the account of the invited person, with the role; the link is used up.

    `proof` is the phone or mail that the invitation was made for. Two at once: the invitation's row is locked, so the
    second finds it used.

    Raises:
        NotFound, WrongState: see `invitation_for`.
        BadInput: wrong proof, a sign-in name that is taken, a weak password, or a person who has an account already.
    """
    invitation = _locked(token)
    _refuse_wrong_person(invitation, proof)
    account = _new_account(invitation, username, password)
    return _join(invitation, account)


@transaction.atomic
def accept_as(*, account_id: int, token: str) -> Membership:
    """Add the role to the account that is signed in, when it is the invited person's.

    Raises:
        NotFound, WrongState: see `invitation_for`.
        BadInput: the account's phone and mail are others than the invitation's.
    """
    invitation = _locked(token)
    account = Account.objects.get(pk=account_id)
    same_phone = bool(invitation.phone) and account.phone == invitation.phone
    same_email = bool(invitation.email) and account.email == invitation.email
    if not same_phone and not same_email:
        raise BadInput("当前登录的账号不是被邀请人。请退出登录后，用本人账号登录再接受邀请。")
    return _join(invitation, account)


def _locked(token: str) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).select_related("unit")
    return _usable(found.filter(token_hash=token_hash(token)).first())


def _new_account(invitation: Invitation, username: str, password: str) -> Account:
    username = username.strip()
    if not 2 <= len(username) <= 30 or not all(sign.isalnum() or sign in "._-" for sign in username):
        raise BadInput("登录名要 2 到 30 个字，只用汉字、字母、数字和 . _ -。", {"username": "请换一个登录名。"})
    account = Account(
        username=username,
        name=invitation.name,
        phone=invitation.phone if _is_mobile(invitation.phone) else "",
        email=invitation.email,
        created_at=clock.now(),
        password_set_at=timezone.now(),
    )
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise BadInput("密码不符合要求。", {"password": " ".join(error.messages)}) from error
    account.set_password(password)
    if Account.objects.filter(username__iexact=username).exists():
        raise BadInput("这个登录名已有人使用，请换一个。", {"username": "已有人使用。"})
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise BadInput("这个手机或邮箱已有账号。请先登录，再打开邀请链接，角色会加到原账号上。") from error
    FormerPassword.objects.create(account=account, password=account.password, set_at=timezone.now())
    return account


def _is_mobile(phone: str) -> bool:
    return len(phone) == 11 and phone.isdigit()


def _join(invitation: Invitation, account: Account) -> Membership:
    membership, made = Membership.objects.get_or_create(
        account=account, unit=invitation.unit, role=invitation.role, to_at=None, defaults={"from_at": clock.now()}
    )
    invitation.accepted_at, invitation.accepted_by = timezone.now(), account
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    actor = JoiningActor(account.pk, invitation.unit_id, account.name)
    record(actor, "invitation.accept", invitation, account=account.pk, membership=membership.pk, new=made)
    return membership


@dataclass(frozen=True, slots=True)
class JoiningActor:
    """Somebody in the moment of joining, who acts under no membership yet."""

    account_id: int | None
    unit_id: int | None
    label: str
