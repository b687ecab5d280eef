"""What a notice was read as, in the parts that a person checks: those that ask something stand first and open."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.campaigns.forms.campaigns import CampaignForm, ContentForm, Rows
from sciweek.campaigns.from_notice import Draft
from sciweek.notices.facts import Sureness

# The fields of the form by part, after the colour of the part's marks in the text.
FIELDS = {
    "name": ("body", ("name", "edition")),
    "theme": ("theme", ("theme",)),
    "dates": ("date", ("start", "end")),
    "doc_number": ("contact", ("doc_number",)),
    "rest": ("", ("slug", "prefecture_days_before", "county_days_before")),
}
LABELS = {
    "name": gettext_lazy("名称"),
    "theme": gettext_lazy("主题"),
    "dates": gettext_lazy("起止日期"),
    "doc_number": gettext_lazy("文号"),
    "rest": gettext_lazy("网址与逐级截止"),
}
# The hints of a draft that stand with a list beside its own.
BESIDE = {"duties": ("due",)}
NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part: what was read, in short, how sure that is, and whether something is `wanting` or was refused."""

    key: str
    label: str
    sure: Sureness | None
    chance: int | None
    said: str
    wanting: bool
    colour: str = ""
    fields: Sequence[BoundField] = ()
    rows: Rows | None = None
    hints: Sequence[str] = ()

    @property
    def refused(self) -> bool:
        """Whether a row of its list was refused."""
        return self.rows is not None and self.rows.faulty

    @property
    def asks(self) -> bool:
        """Whether the reading is not sure of it."""
        return self.sure in {Sureness.LOOK, Sureness.FILL}

    @property
    def open(self) -> bool:
        """Whether it stands open, before those that are folded."""
        return self.asks or self.wanting


def field_parts(form: CampaignForm, draft: Draft) -> list[Part]:
    """The single fields, those that ask first."""
    made = []
    for key, (colour, names) in FIELDS.items():
        fields = [form[name] for name in names]
        made.append(
            Part(
                key=key,
                label=str(LABELS[key]),
                sure=draft.sureness.get(key),
                chance=draft.chances.get(key),
                said=_said(fields, with_labels=key == "rest"),
                wanting=any(field.errors or (field.field.required and not _text(field)) for field in fields),
                colour=colour,
                fields=fields,
            )
        )
    return sorted(made, key=lambda part: not part.open)


def list_parts(lists: ContentForm, draft: Draft, more: str) -> list[Part]:
    """The ordered lists, those that ask first; the one that `more` rows were asked for stays open."""
    made = [
        Part(
            key=each.name,
            label=str(each.title),
            sure=draft.sureness[each.name],
            chance=draft.chances.get(each.name),
            said=in_short(each.names),
            wanting=each.faulty or each.name == more,
            rows=each,
            hints=[draft.hints[key] for key in (each.name, *BESIDE.get(each.name, ())) if key in draft.hints],
        )
        for each in lists.lists
    ]
    return sorted(made, key=lambda part: not part.open)


def in_short(names: Sequence[str]) -> str:
    """How many there are, and the first of them."""
    if not names:
        return _("没有")
    first = "、".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
    return _("%(count)s 项：%(names)s") % {"count": len(names), "names": first}


def _said(fields: Sequence[BoundField], *, with_labels: bool) -> str:
    texts = [(field.label, _text(field)) for field in fields]
    return " · ".join(f"{label} {text}" if with_labels else text for label, text in texts if text)


def _text(field: BoundField) -> str:
    value = field.value()
    return "" if value is None else str(value).strip()
