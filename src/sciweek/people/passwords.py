"""Password rules beyond Django's own (GB/T 22239, 身份鉴别: complexity, not reused)."""

import re

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sciweek.people.models import Account

REMEMBERED = 5


class ThreeKindsValidator:
    """At least three of: lower case, upper case, digits, other signs (a Han character counts as another sign)."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError for a password of fewer than three kinds, or one of the account's last ones."""
        kinds = sum(bool(re.search(kind, password)) for kind in (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]"))
        if kinds < 3:
            raise ValidationError(_("密码要含小写字母、大写字母、数字、其他符号中的至少三种。"), code="too_few_kinds")
        if user is not None and user.pk is not None:
            former = user.former_passwords.order_by("-set_at").values_list("password", flat=True)[:REMEMBERED]
            if any(check_password(password, encoded) for encoded in former):
                raise ValidationError(_("不能使用最近 5 次用过的密码，请换一个。"), code="used_before")

    def get_help_text(self) -> str:
        """The rule as it stands under the field."""
        return _("含小写字母、大写字母、数字、其他符号中的至少三种，且不同于最近 5 次用过的密码。")
