"""What people type into a report's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.campaigns.forms.papers import PaperForm
from sciweek.report.content import Texts
from sciweek.report.enums import Head


class DraftForm(PaperForm):
    """What the lead office writes; a line becomes a paragraph."""

    recipient = forms.CharField(label=_("主送"), max_length=60)
    number = forms.CharField(
        label=_("文号"),
        max_length=60,
        required=False,
        help_text=_("印在报送函标题上方，如“某科函〔某年〕5号”。可以不填。"),
    )
    head = forms.ChoiceField(label=_("报送函的版头"), choices=Head.choices, required=False)
    copies = forms.CharField(
        label=_("抄送"),
        max_length=200,
        required=False,
        help_text=_("填了就在报送函末尾印版记：抄送机关、印发机关和印发日期。单位之间用逗号，如“省委宣传部，省科协”。"),
    )
    highlights = forms.CharField(
        label=_("主要做法和亮点"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("一行一段，不用空格缩进。哪些算亮点由人来定，系统只写数字。"),
    )
    problems = forms.CharField(label=_("存在的问题"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    plans = forms.CharField(label=_("下一步打算和建议"), required=False, widget=forms.Textarea(attrs={"rows": 6}))

    def texts(self) -> Texts:
        """What was typed."""
        return Texts(**self.typed(Texts().as_data()))
