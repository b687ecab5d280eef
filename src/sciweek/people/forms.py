"""Forms of units, invitations and accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.pages.forms import SciweekForm
from sciweek.people.actions.invitations import Invitee
from sciweek.people.actions.units import UnitFacts
from sciweek.people.enums import Level, Role, UnitKind
from sciweek.people.models import Unit
from sciweek.people.person import Person
from sciweek.people.queries import units_in
from sciweek.places.queries import choices_within


class ContactForm(SciweekForm):
    """How a unit is reached."""

    contact_name = forms.CharField(label=_("联系人"), max_length=40, required=False)
    contact_phone = forms.CharField(
        label=_("联系电话"),
        max_length=30,
        required=False,
        help_text=_("手机或座机，如 0971-5550123。列表中只显示部分号码。"),
    )
    contact_email = forms.EmailField(label=_("邮箱"), required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class UnitForm(ContactForm):
    """What the register says of a unit."""

    field_order = ("name", "short_name", "kind", "division_code", "level", "reports_to", "credit_code")
    name = forms.CharField(label=_("单位全称"), max_length=120, help_text=_("与公章一致。"))
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("类型"), choices=UnitKind.choices)
    division_code = forms.TypedChoiceField(label=_("所在地"), coerce=int)
    level = forms.TypedChoiceField(
        label=_("级别"), choices=[("", _("按所在地")), *Level.choices], coerce=int, required=False, empty_value=None
    )
    reports_to = forms.ModelChoiceField(
        label=_("报送至"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("材料先交给谁审核。留空则报送当地科技主管部门。"),
    )
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)

    def __init__(self, person: Person, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division_code"].choices = choices_within(person.division_code)  # type: ignore[attr-defined]
        if unit is None:
            self.fields["reports_to"].queryset = units_in(person.scope).order_by("level", "name")  # type: ignore[attr-defined]
        else:
            del self.fields["reports_to"]
            del self.fields["division_code"]
        self.unit = unit

    def facts(self) -> UnitFacts:
        """The cleaned fields as the verbs take them."""
        data = self.cleaned_data
        return UnitFacts(
            name=data["name"],
            kind=UnitKind(data["kind"]),
            division_code=self.unit.division_code if self.unit else data["division_code"],
            level=Level(data["level"]) if data["level"] else None,
            short_name=data["short_name"],
            credit_code=data["credit_code"],
            contact_name=data["contact_name"],
            contact_phone=data["contact_phone"],
            contact_email=data["contact_email"],
            address=data["address"],
        )


class MoveForm(SciweekForm):
    """The new superior of a unit."""

    reports_to = forms.ModelChoiceField(label=_("新的报送单位"), queryset=Unit.objects.none())

    def __init__(self, person: Person, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = units_in(person.scope).exclude(line__startswith=unit.line).order_by("level", "name")
        self.fields["reports_to"].queryset = inside  # type: ignore[attr-defined]


class InviteForm(SciweekForm):
    """Whom to invite to which role."""

    role = forms.ChoiceField(label=_("角色"))
    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(
        label=_("手机"), max_length=30, required=False, help_text=_("手机和邮箱至少填一项，对方接受邀请时要核对。")
    )
    email = forms.EmailField(label=_("邮箱"), required=False, help_text=_("填了邮箱，链接会同时发到邮箱。"))

    def __init__(self, roles: list[Role], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def invitee(self) -> Invitee:
        """The cleaned fields as the verb takes them."""
        return Invitee(self.cleaned_data["name"], self.cleaned_data["phone"], self.cleaned_data["email"])


class AcceptForm(SciweekForm):
    """What the invited person fills in."""

    proof = forms.CharField(
        label=_("您的手机或邮箱"), max_length=254, help_text=_("邀请单位登记的手机或邮箱，用来核对是您本人。")
    )
    username = forms.CharField(
        label=_("登录名"),
        max_length=30,
        help_text=_("2 到 30 个字，可用汉字、字母、数字。以后也可以用手机或邮箱登录。"),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 位，含小写字母、大写字母、数字、其他符号中的三种。"),
    )
    again = forms.CharField(label=_("再输一次密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def clean(self) -> dict[str, Any]:
        """The two passwords are the same."""
        data = super().clean() or self.cleaned_data
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("两次输入的密码不一样。"))
        return data


class OwnDataForm(SciweekForm):
    """A person's own name and ways to be reached."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("手机"), max_length=30, required=False)
    email = forms.EmailField(label=_("邮箱"), required=False)


class PasswordForm(SciweekForm):
    """A new password."""

    old = forms.CharField(label=_("原密码"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    new = forms.CharField(
        label=_("新密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 位，含小写字母、大写字母、数字、其他符号中的三种，不同于最近 5 次用过的密码。"),
    )


class SheetForm(SciweekForm):
    """An uploaded sheet."""

    sheet = forms.FileField(
        label=_("填好的表格"),
        help_text=_("xlsx 或 csv，不超过 3 MB、20,000 行。请勿上传涉密内容。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
