"""What the lead office fills in to edit a form: its cover, a group, an indicator, a check, a file with the whole of it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.core.errors import BadInput, Refused
from sciweek.pages.forms import DayField, SciweekForm
from sciweek.returns.checks import LONGEST_SENTENCE, Check, Grade
from sciweek.returns.enums import LinkKind, ValueKind
from sciweek.returns.faults import Faulty, clean_block, clean_line
from sciweek.returns.formulas.lexer import LONGEST
from sciweek.returns.links import Link
from sciweek.returns.template import LONGEST_DEFINITION, LONGEST_NOTES, FormText, GroupText, ItemText

WORDING, CHANGED = "wording", "changed"


class EditForm(SciweekForm):
    """A form over one thing of the statistics form. `version` is the id of the form that the person has seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def take_faults(self, refusal: Refused, near: str) -> None:
        """Show what is wrong: beside a field where it is about the thing that is edited (`near`), else on top."""
        faults = refusal.faults if isinstance(refusal, Faulty) else ()
        if not faults:
            self.take(refusal if isinstance(refusal, BadInput) else BadInput(refusal.sentence))
        for fault in faults:
            key = self.name_of(fault.path)
            beside = key in self.fields and near in fault.sentence
            self.add_error(key if beside else None, fault.sentence)

    def name_of(self, path: Sequence[str | int]) -> str:
        """Which field a place of the form's data is."""
        return str(path[-1]) if path else ""


class CoverForm(EditForm):
    """The cover (封面)."""

    title = forms.CharField(label=gettext_lazy("表名"), max_length=120)
    number = forms.CharField(label=gettext_lazy("表号"), max_length=40, required=False)
    agency = forms.CharField(label=gettext_lazy("制定机关"), max_length=120, required=False)
    authority = forms.CharField(
        label=gettext_lazy("批准文号"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("批准或备案的文号，没有就空着。"),
    )
    valid_until = DayField(label=gettext_lazy("有效期至"), required=False)
    notes = forms.CharField(
        label=gettext_lazy("填报说明"),
        max_length=LONGEST_NOTES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("印在表上，填报时也看得到。"),
    )


class GroupForm(EditForm):
    """A group (分组)."""

    letter = forms.CharField(
        label=gettext_lazy("编号"),
        max_length=2,
        help_text=gettext_lazy("一两个字，如 A；一般与组内指标代码的字母相同。"),
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=40)
    note = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("印在组名旁边，如“以万元为单位”。"),
    )

    def group(self) -> GroupText:
        """What was filled in."""
        given = self.cleaned_data
        return GroupText(given["letter"], given["name"], given["note"], ())


class ItemForm(EditForm):
    """An indicator (指标) that only this draft asks for, or a new one, and what it goes on from."""

    code = forms.CharField(
        label=gettext_lazy("代码"),
        max_length=12,
        help_text=gettext_lazy("终身不变：大写字母开头，只用大写字母和数字。"),
    )
    name = forms.CharField(label=gettext_lazy("表上名称"), max_length=60)
    unit = forms.CharField(label=gettext_lazy("计量单位"), max_length=20, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("类型"), choices=ValueKind.choices)
    definition = forms.CharField(
        label=gettext_lazy("解释"),
        max_length=LONGEST_DEFINITION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("怎样算、哪些不算；填报人在指标名称下面看到。"),
    )
    group = forms.ChoiceField(label=gettext_lazy("分组"))
    parent = forms.ChoiceField(label=gettext_lazy("其中（是哪一项的一部分）"), required=False)
    required = forms.BooleanField(label=gettext_lazy("必填：不能空着上报"), required=False)
    options = forms.CharField(
        label=gettext_lazy("选项"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("类型为“选项”时填写，一行一个，至少两个。"),
    )
    link_before = forms.CharField(
        label=gettext_lazy("由哪些旧指标延续而来"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("旧代码，几个之间用顿号隔开；全新的指标空着。"),
    )
    link_kind = forms.ChoiceField(
        label=gettext_lazy("关系"),
        required=False,
        choices=[("", gettext_lazy("没有衔接")), *LinkKind.choices],
        help_text=gettext_lazy(
            "改名：两届直接比。拆分：各部分之和与原来比。合并：与原来各项之和比。口径变化：不作比较。"
        ),
    )
    link_note = forms.CharField(label=gettext_lazy("变化说明"), max_length=200, required=False)

    def __init__(self, data: object, form: FormText, *, code: str = "", initial: Mapping[str, object]) -> None:
        super().__init__(data, initial=initial)
        parents = [(item.code, f"{item.code} {item.name}") for item in form.items if item.code != code]
        self.choose("group", [(group.letter, f"{group.letter} {group.name}") for group in form.groups])
        self.choose("parent", [("", _("不是其中项")), *parents])

    def choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Let one of these be chosen."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """The code in capitals."""
        return clean_line(self.cleaned_data["code"]).upper()

    def clean_definition(self) -> str:
        """The definition as it is kept, so that a line end of the browser's is no change."""
        return clean_block(self.cleaned_data["definition"])

    def clean(self) -> dict[str, Any] | None:
        """A link says both from what and how."""
        cleaned = super().clean()
        before, kind = self.cleaned_data.get("link_before"), self.cleaned_data.get("link_kind")
        if before and not kind:
            self.add_error("link_kind", _("请选与旧指标的关系；没有衔接就把旧代码清空。"))
        if kind and not before:
            self.add_error("link_before", _("请填旧代码；没有衔接就选“没有衔接”。"))
        return cleaned

    def name_of(self, path: Sequence[str | int]) -> str:
        """A link's fields bear names of their own here."""
        key = super().name_of(path)
        return f"link_{key}" if path and path[0] == "links" else key

    def item(self) -> ItemText:
        """The indicator as it was filled in."""
        given = self.cleaned_data
        return ItemText(
            *(given["code"], given["name"], given["unit"], ValueKind(given["kind"]), given["definition"]),
            parent=given["parent"],
            required=given["required"],
            options=tuple(filter(None, map(clean_line, given["options"].splitlines()))),
        )

    def links(self, after: str) -> list[Link]:
        """What it goes on from, as it was filled in."""
        given = self.cleaned_data
        codes = re.split(r"[\s、,，;；]+", given["link_before"].strip().upper())
        return [Link(code, after, LinkKind(given["link_kind"]), given["link_note"]) for code in codes if code]


class SettledItemForm(ItemForm):
    """An indicator that other campaigns ask for too: its words may be bettered; a changed meaning asks for a new code."""

    meaning = forms.ChoiceField(
        label=gettext_lazy("这次改动"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (WORDING, gettext_lazy("只改文字：还是同一个指标，继续与往年比较")),
            (CHANGED, gettext_lazy("含义变了：用新代码，并写明与原指标的关系")),
        ],
    )
    new_code = forms.CharField(label=gettext_lazy("新代码"), max_length=12, required=False)
    field_order = (
        "version",
        "code",
        "name",
        "unit",
        "kind",
        "definition",
        "meaning",
        "new_code",
        "link_kind",
        "link_note",
    )

    def __init__(
        self, data: object, form: FormText, *, present: ItemText, suggested: str, initial: Mapping[str, object]
    ) -> None:
        super().__init__(data, form, code=present.code, initial=initial)
        self.present = present
        del self.fields["link_before"]
        self.fields["code"].disabled = True
        self.fields["new_code"].help_text = _("含义变了才填，如 %(code)s。") % {"code": suggested}
        self.fields["link_kind"].help_text = _("含义变了才填。改名：两届直接比；口径变化：不比。")
        self.fields["link_kind"].choices = [  # type: ignore[attr-defined]
            ("", _("请选")),
            *((kind.value, kind.label) for kind in LinkKind),
        ]

    def clean(self) -> dict[str, Any] | None:
        """Unit, kind or definition changed: is it still the same indicator?"""
        given = self.cleaned_data
        unlike = (given.get("unit"), given.get("kind")) != (self.present.unit, self.present.kind.value)
        differs = unlike or given.get("definition") != self.present.definition
        meaning = given.get("meaning")
        if differs and not meaning:
            self.add_error("meaning", _("计量单位、类型或解释改了。请选：只改文字，还是含义变了？"))
        elif unlike and meaning == WORDING:
            self.add_error(
                "meaning",
                _("计量单位或类型改了，就是另一个指标，往年的数不能直接比。请选“含义变了”，或把它们改回原样。"),
            )
        if meaning == CHANGED:
            for name, sentence in (
                ("new_code", _("请填新代码。")),
                ("link_kind", _("请选新指标与原指标的关系。")),
            ):
                if not given.get(name):
                    self.add_error(name, sentence)
            if clean_line(given.get("new_code") or "").upper() == self.present.code:
                self.add_error("new_code", _("新代码要与原来的不同。"))
        return given

    @property
    def changed(self) -> bool:
        """Whether the person says that it is another indicator now."""
        return bool(self.cleaned_data["meaning"] == CHANGED)

    def item(self) -> ItemText:
        """The indicator as it was filled in, under its new code where its meaning changed."""
        given = self.cleaned_data
        code = clean_line(given["new_code"]).upper() if self.changed else self.present.code
        self.cleaned_data["code"] = code
        return super().item()

    def links(self, after: str) -> list[Link]:
        """That the new indicator goes on from the one whose place it takes."""
        given = self.cleaned_data
        return [Link(self.present.code, after, LinkKind(given["link_kind"]), given["link_note"])]

    def name_of(self, path: Sequence[str | int]) -> str:
        """A wrong code is the new one: the old one cannot be changed here."""
        key = super().name_of(path)
        return "new_code" if key in ("code", "link_after", "link_before") else key


class CheckForm(EditForm):
    """A check (审核公式)."""

    code = forms.CharField(label=gettext_lazy("编号"), max_length=12, help_text=gettext_lazy("如 R33。"))
    grade = forms.ChoiceField(label=gettext_lazy("等级"), choices=Grade.choices)
    formula = forms.CharField(
        label=gettext_lazy("公式"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})
    )
    sentence = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=LONGEST_SENTENCE,
        help_text=gettext_lazy("公式不成立时给填报人看的话。"),
    )
    parameters = forms.CharField(
        label=gettext_lazy("参数"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("公式里用到的数，一行一个，如：幅度=100%"),
    )

    def row(self) -> dict[str, Any]:
        """The check as it was filled in, in the shape that `checks.read_check` takes."""
        given = self.cleaned_data
        return {**{name: given[name] for name in ("code", "grade", "formula", "sentence")}, **self._parameters()}

    def _parameters(self) -> dict[str, dict[str, str]]:
        pairs = [
            re.split(r"[=＝]", line, maxsplit=1)
            for line in self.cleaned_data["parameters"].splitlines()
            if line.strip()
        ]
        wrong = next((pair[0] for pair in pairs if len(pair) == 1), None)
        if wrong is not None:
            sentence = _("参数“%(name)s”应写成 名称=数，如 幅度=100%%。") % {"name": wrong.strip()[:20]}
            raise BadInput(sentence, {"parameters": sentence})
        return {"parameters": {name.strip(): value.strip() for name, value in pairs}} if pairs else {}


def cover_values(form: FormText) -> dict[str, object]:
    """A form's cover as `CoverForm` shows it."""
    return {name: getattr(form, name) for name in CoverForm.base_fields if name != "version"}


def group_values(group: GroupText) -> dict[str, object]:
    """A group as `GroupForm` shows it."""
    return {"letter": group.letter, "name": group.name, "note": group.note}


def item_values(item: ItemText, letter: str, links: Sequence[Link]) -> dict[str, object]:
    """An indicator and its links as `ItemForm` shows them."""
    return {
        "code": item.code,
        "name": item.name,
        "unit": item.unit,
        "kind": item.kind.value,
        "definition": item.definition,
        "group": letter,
        "parent": item.parent,
        "required": item.required,
        "options": "\n".join(item.options),
        "link_before": "、".join(link.before for link in links),
        "link_kind": links[0].kind.value if links else "",
        "link_note": links[0].note if links else "",
    }


def check_values(check: Check) -> dict[str, object]:
    """A check as `CheckForm` shows it."""
    parameters = "\n".join(f"{name}={value}" for name, value in check.parameters.items())
    return {**check.as_data(), "parameters": parameters}
