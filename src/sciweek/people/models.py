"""Units, accounts, and who may do what where.

A unit has a place (division, 块) and a line (`reports_to`, 条): two things. `line` holds the ids from the top of the
reports-to tree down to the unit itself (`/1/17/230/`), so that a whole line is one prefix.
"""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sciweek.people.enums import Level, Role, UnitKind
from sciweek.places.models import Division


class Unit(models.Model):
    """An organisation that hosts, organises or reports (单位)."""

    name = models.CharField(_("单位全称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    kind = models.CharField(_("类型"), max_length=30, choices=UnitKind)
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("所在地"), related_name="+")
    division_code = models.PositiveIntegerField(_("行政区划代码"), db_index=True)
    reports_to = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("报送至"), null=True, blank=True, related_name="subordinates"
    )
    line = models.CharField(max_length=200, blank=True, db_index=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=40, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    contact_email = models.EmailField(_("联系邮箱"), blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "division_code"], condition=Q(valid_to=None), name="one_open_unit_a_name_and_place"
            ),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code="") & Q(valid_to=None),
                name="one_open_unit_a_credit_code",
            ),
            models.CheckConstraint(condition=~Q(reports_to=models.F("id")), name="no_unit_under_itself"),
        ]
        indexes = [models.Index(fields=["kind", "division_code"])]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


class AccountManager(BaseUserManager["Account"]):
    """Looks accounts up by sign-in name; accounts are made by `actions` only."""


class Account(AbstractBaseUser):
    """Somebody who can sign in. What the person may do stands in the memberships."""

    username = models.CharField(_("登录名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("邮箱"), blank=True)
    phone = models.CharField(_("手机"), max_length=20, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    password_set_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="one_account_an_email"),
            models.UniqueConstraint(fields=["phone"], condition=~Q(phone=""), name="one_account_a_phone"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as it is shown."""
        return self.name


class Membership(models.Model):
    """A person's role in a unit. It ends; it is never deleted."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    role = models.CharField(_("角色"), max_length=30, choices=Role)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "unit", "role"], condition=Q(to_at=None), name="one_open_membership_a_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.get_role_display()}"


class Invitation(models.Model):
    """A single-use link that makes one person's account or adds a role to it.

    Bound to a unit, a role and the person's phone or mail; only the hash of the token is kept.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="invitations")
    role = models.CharField(_("角色"), max_length=30, choices=Role)
    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(_("手机"), max_length=20, blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="invitation_is_bound_to_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_role_display()}"


class SignIn(models.Model):
    """One try to sign in, for the person's own log and the security administrator. Kept by account, never by typed text."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField(db_index=True)
    ok = models.BooleanField()
    way = models.CharField(max_length=20, blank=True)
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.at:%F %T}"


class FormerPassword(models.Model):
    """Hashes of an account's last passwords, so that none is used again soon (等保 2.0, 身份鉴别)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.set_at:%F}"
