"""Forms of campaigns. Ordered lists are sets of rows that work without script: clearing a row takes it away."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from sciweek.campaigns.content import (
    BodyFacts,
    CampaignFacts,
    Content,
    DutyFacts,
    StreamFacts,
    SubWeekFacts,
    VenueFacts,
)
from sciweek.campaigns.enums import BodyPart, DutyKind, VenuePart
from sciweek.core.clock import SHANGHAI, end_of
from sciweek.pages.forms import DayField, SciweekForm, WholeNumberField

MOST_ROWS = 60
MORE_ROWS = 3


class CampaignForm(SciweekForm):
    """What the week is called, when it is, and how dates cascade."""

    name = forms.CharField(label=_("活动周名称"), max_length=100)
    slug = forms.CharField(label=_("网址标识"), max_length=40, help_text=_("小写字母、数字和短横线，用在网址里。"))
    theme = forms.CharField(label=_("主题"), max_length=100, required=False)
    edition = WholeNumberField(label=_("届次"), min_value=1, max_value=200, required=False)
    start = DayField(label=_("开始日期"))
    end = DayField(label=_("结束日期"))
    doc_number = forms.CharField(label=_("通知文号"), max_length=60, required=False)
    prefecture_days_before = WholeNumberField(
        label=_("市州级提前（工作日）"),
        min_value=0,
        max_value=30,
        help_text=_("报送至市州的单位，比任务截止日提前几个工作日。"),
    )
    county_days_before = WholeNumberField(
        label=_("县区级提前（工作日）"), min_value=0, max_value=30, help_text=_("不少于市州级。")
    )
    introduction = forms.CharField(label=_("简介"), widget=forms.Textarea, max_length=4000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def facts(self) -> CampaignFacts:
        """What was typed, once the form is valid."""
        return CampaignFacts(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class Row(SciweekForm):
    """A row of an ordered list. `place` orders; a row whose `main` field is empty is left out."""

    main = "name"
    place = WholeNumberField(
        label=_("次序"),
        min_value=0,
        max_value=999,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A cleared row is taken away, so the browser must not insist on it.
        super().__init__(*args, **{**kwargs, "use_required_attribute": False})

    def full_clean(self) -> None:
        """A row whose main field is empty has no faults."""
        super().full_clean()
        if self.is_bound and not str(self.data.get(self.add_prefix(self.main)) or "").strip():
            self._errors: ErrorDict | None = ErrorDict()
            self.cleaned_data = {}

    @property
    def kept(self) -> bool:
        """Whether the row says anything."""
        return bool(self.cleaned_data.get(self.main))


class StreamRow(Row):
    """A line of work."""

    name = forms.CharField(label=_("板块"), max_length=80, required=False)
    description = forms.CharField(label=_("说明"), max_length=2000, required=False)
    owner = forms.CharField(label=_("负责的主办单位"), max_length=150, required=False)


class SubWeekRow(Row):
    """A themed week."""

    name = forms.CharField(label=_("主题科技周"), max_length=60, required=False)
    agency = forms.CharField(label=_("牵头部门"), max_length=120, required=False)
    description = forms.CharField(label=_("说明"), max_length=200, required=False)


class BodyRow(Row):
    """A host, organiser or co-organiser."""

    name = forms.CharField(label=_("单位"), max_length=150, required=False)
    part = forms.ChoiceField(label=_("角色"), choices=BodyPart.choices)
    is_lead = forms.BooleanField(label=_("牵头"), required=False)


class VenueRow(Row):
    """A venue."""

    name = forms.CharField(label=_("场所"), max_length=120, required=False)
    part = forms.ChoiceField(label=_("角色"), choices=VenuePart.choices)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)


class DutyRow(Row):
    """What is asked for by when."""

    main = "title"
    title = forms.CharField(label=_("任务"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("种类"), choices=DutyKind.choices)
    due_day = DayField(label=_("截止日期"))
    due_time = forms.TimeField(
        label=_("时刻"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "24:00", "size": 5}),
    )
    address = forms.CharField(label=_("报送至"), max_length=120, required=False)
    instructions = forms.CharField(label=_("要求"), max_length=2000, required=False)

    @property
    def due_at(self) -> datetime:
        """The instant: a day without a time ends at its end."""
        return moment_of(self.cleaned_data["due_day"], self.cleaned_data.get("due_time"))


class ContactRow(Row):
    """Whom to ask."""

    main = "agency"
    agency = forms.CharField(label=_("单位"), max_length=120, required=False)
    name = forms.CharField(label=_("联系人"), max_length=40, required=False)
    phone = forms.CharField(label=_("电话"), max_length=60, required=False)
    email = forms.CharField(label=_("邮箱"), max_length=120, required=False)


LISTS: Mapping[str, tuple[Any, type[Row]]] = {
    "duties": (_("任务与截止"), DutyRow),
    "bodies": (_("主办、承办、协办"), BodyRow),
    "venues": (_("会场"), VenueRow),
    "streams": (_("内容板块"), StreamRow),
    "sub_weeks": (_("主题科技周"), SubWeekRow),
    "contacts": (_("联系方式（只对工作人员显示）"), ContactRow),
}


def moment_of(day: Any, hour: time | None) -> datetime:
    """The instant of a day and a time in Shanghai; without a time the day ends at its end."""
    return datetime.combine(day, hour, SHANGHAI) if hour else end_of(day)


class Rows:
    """One ordered list of the form: its rows as typed or as they stand, and empty rows for more."""

    def __init__(self, name: str, typed: Any, initial: Sequence[Mapping[str, object]]) -> None:
        self.name = name
        self.title, self.kind = LISTS[name]
        made = forms.formset_factory(self.kind, extra=2, max_num=MOST_ROWS, absolute_max=MOST_ROWS + MORE_ROWS)
        numbered = [{"place": number, **row} for number, row in enumerate(initial, 1)]
        self.rows = made(self._longer(typed), prefix=name, initial=numbered)

    def _longer(self, typed: Any) -> Any:
        """What was typed, with more rows when the button of this list was pressed; None when nothing was."""
        count = f"{self.name}-TOTAL_FORMS"
        if typed is None or count not in typed:
            return None
        if typed.get("more") != self.name:
            return typed
        longer = typed.copy()
        total = str(longer[count])
        longer[count] = str((int(total) if total.isascii() and total.isdigit() else 0) + MORE_ROWS)
        return longer

    @property
    def columns(self) -> list[forms.BoundField]:
        """The heads of the table, as fields of an empty row."""
        return list(self.rows.empty_form)

    @property
    def names(self) -> list[str]:
        """What each row that says something is about."""
        said = (str(row[self.kind.main].value() or "").strip() for row in self.rows.forms)
        return [name for name in said if name]

    @property
    def faulty(self) -> bool:
        """Whether a typed row was refused."""
        return bool(self.rows.is_bound and not self.rows.is_valid())

    def is_valid(self) -> bool:
        """Whether every row that says something is right."""
        return bool(self.rows.is_bound and self.rows.is_valid())

    def kept(self) -> list[Any]:
        """The rows that say something, by their place; those without one come last."""
        rows = [row for row in self.rows.forms if row.kept]
        return sorted(rows, key=lambda row: (row.cleaned_data["place"] is None, row.cleaned_data["place"] or 0))


class ContentForm:
    """All ordered lists of a campaign as one form; the lists in `without` are changed elsewhere and left out."""

    def __init__(self, typed: Any, content: Content, *, without: Sequence[str] = ()) -> None:
        rows = initial_rows(content)
        self.lists = [Rows(name, typed, rows[name]) for name in LISTS if name not in without]

    def is_valid(self) -> bool:
        """Whether every list is right; all are checked, so that all faults show at once."""
        valid = [each.is_valid() for each in self.lists]
        return all(valid)

    def content(self) -> Content:
        """What was typed."""
        kept = {each.name: each.kept() for each in self.lists}
        data = {name: [row.cleaned_data for row in rows] for name, rows in kept.items()}
        return Content(
            streams=[
                StreamFacts(name=row["name"], description=row["description"], owner=row["owner"])
                for row in data["streams"]
            ],
            sub_weeks=[
                SubWeekFacts(name=row["name"], agency=row["agency"], description=row["description"])
                for row in data["sub_weeks"]
            ],
            bodies=[
                BodyFacts(part=BodyPart(row["part"]), name=row["name"], is_lead=row["is_lead"])
                for row in data["bodies"]
            ],
            venues=[
                VenueFacts(part=VenuePart(row["part"]), name=row["name"], address=row["address"])
                for row in data["venues"]
            ],
            duties=[_duty_of(row) for row in kept.get("duties", [])],
            contacts=[(row["agency"], row["name"], row["phone"], row["email"]) for row in data["contacts"]],
        )


def _duty_of(row: DutyRow) -> DutyFacts:
    data = row.cleaned_data
    return DutyFacts(
        kind=DutyKind(data["kind"]),
        title=data["title"],
        due_at=row.due_at,
        instructions=data["instructions"],
        address=data["address"],
    )


def initial_rows(content: Content) -> dict[str, list[dict[str, object]]]:
    """The lists as the rows of their tables show them."""
    return {
        "streams": [asdict(each) for each in content.streams],
        "sub_weeks": [asdict(each) for each in content.sub_weeks],
        "bodies": [{"name": each.name, "part": each.part.value, "is_lead": each.is_lead} for each in content.bodies],
        "venues": [{**asdict(each), "part": each.part.value} for each in content.venues],
        "duties": [_duty_row(each) for each in content.duties],
        "contacts": [
            {"agency": agency, "name": name, "phone": phone, "email": email}
            for agency, name, phone, email in content.contacts
        ],
    }


def _duty_row(duty: DutyFacts) -> dict[str, object]:
    local = duty.due_at.astimezone(SHANGHAI)
    ends_day = (local.hour, local.minute) == (23, 59)
    return {
        "title": duty.title,
        "kind": duty.kind.value,
        "due_day": local.date(),
        "due_time": None if ends_day else local.time(),
        "address": duty.address,
        "instructions": duty.instructions,
    }


class NoticeForm(SciweekForm):
    """A notice as a file or as pasted text."""

    file = forms.FileField(
        label=_("通知文件"),
        required=False,
        help_text=_(
            "Word（docx、doc）、有文字的 PDF、网页（html）或文本（txt），不超过 20 MB。涉密不上网：涉密文件不得上传。"
        ),
        widget=forms.FileInput(attrs={"accept": ".docx,.doc,.wps,.pdf,.html,.htm,.txt"}),
    )
    text = forms.CharField(
        label=_("或者粘贴全文"), required=False, max_length=200_000, widget=forms.Textarea(attrs={"rows": 12})
    )

    def clean(self) -> dict[str, Any] | None:
        """One of the two is needed."""
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not str(cleaned.get("text") or "").strip() and not self.errors:
            self.add_error("text", _("请选择文件，或粘贴通知全文。"))
        return cleaned


class ReasonForm(SciweekForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=300, help_text=_("至少 6 个字，记入审计。"))


class AddUnitForm(ReasonForm):
    """A unit to expect, and why."""

    field_order = ("unit", "reason")
    unit = forms.TypedChoiceField(label=_("单位"), coerce=int)

    def __init__(self, choices: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("请选择")), *choices]  # type: ignore[attr-defined]


class MomentForm(SciweekForm):
    """A day, and a time of it; without a time the day ends at its end."""

    due_at = DayField(label=_("新的截止日期"))
    due_time = forms.TimeField(
        label=_("时刻"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "24:00"})
    )

    def moment(self) -> datetime:
        """The instant that was typed."""
        return moment_of(self.cleaned_data["due_at"], self.cleaned_data.get("due_time"))


class ExtendForm(MomentForm, ReasonForm):
    """More time for one unit, and why."""

    field_order = ("due_at", "due_time", "reason")


class RemarkForm(SciweekForm):
    """What a joint host thinks, of the whole campaign or of one stream."""

    about = forms.ChoiceField(label=_("关于"), required=False)
    text = forms.CharField(label=_("意见"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, streams: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("整个活动周")), *[(name, name) for name in streams]]
        self.fields["about"].choices = choices  # type: ignore[attr-defined]


class AnswerForm(SciweekForm):
    """What the lead answers; a remark can be settled without a word."""

    text = forms.CharField(
        label=_("答复"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("只办结、不答复时可以不填。"),
    )


class StreamForm(SciweekForm):
    """What a stream is about; `seen` is what it said when the form was shown."""

    description = forms.CharField(
        label=_("说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
