"""What people write into papers: any paper's draft, and a notice's."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.campaigns.papers.facts import NoticeTexts
from sciweek.pages.forms import SciweekForm

# Papers are Chinese, whatever language their writer reads.
OPENNESS = ("此件公开发布", "此件依申请公开", "此件不予公开")


class Texts(Protocol):
    """What a form gives: texts by name."""

    def as_data(self) -> dict[str, str]: ...


class PaperForm(SciweekForm):
    """A draft; `version` is the one that it began from."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def texts(self) -> Texts:
        """What was typed."""
        raise NotImplementedError

    def typed(self, names: Mapping[str, str]) -> dict[str, str]:
        """The fields of these names, empty where nothing was typed or the form does not ask."""
        return {name: self.cleaned_data.get(name) or "" for name in names}


def _lines(label: Any, rows: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}), help_text=hint)


class NoticeDraftForm(PaperForm):
    """What an office writes into its own notice; a line becomes a paragraph."""

    recipients = forms.CharField(label=_("主送"), max_length=200, help_text=_("末尾的冒号由系统加。"))
    doc_number = forms.CharField(
        label=_("文号"), max_length=60, required=False, help_text=_("如“某科发普〔某年〕5号”。还没有编号的可以先不填。")
    )
    background = _lines(_("背景"), 5, _("放在正文开头，一行一段。“根据……要求，……决定举办……”一句由系统写，不用重复。"))
    requirements = _lines(_("有关要求"), 8, _("一行一条，自动编号。开头一句是小标题，如“精心组织。各单位要……”。"))
    copies = forms.CharField(label=_("抄送"), max_length=200, required=False)
    openness = forms.ChoiceField(
        label=_("公开方式"), required=False, choices=[("", _("不标注")), *((each, each) for each in OPENNESS)]
    )

    field_order: Sequence[str] = (
        "recipients",
        "doc_number",
        "background",
        "requirements",
        "copies",
        "openness",
        "version",
    )

    def texts(self) -> NoticeTexts:
        """What was typed."""
        return NoticeTexts(**self.typed(NoticeTexts().as_data()))


class ForwardForm(NoticeDraftForm):
    """The same for a notice that forwards another, with whom to ask about it."""

    contact_name = forms.CharField(label=_("联系人"), max_length=40, required=False)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=60, required=False)
    contact_email = forms.EmailField(
        label=_("电子邮箱"), max_length=120, required=False, help_text=_("印在“材料报送”一句里，单位把材料发到这里。")
    )

    field_order = (
        *("recipients", "doc_number", "background", "requirements", "contact_name", "contact_phone", "contact_email"),
        *("copies", "openness", "version"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["background"].help_text = _("放在“现将……转发给你们”之后，一行一段。可以不填。")
