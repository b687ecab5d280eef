"""Forms of pictures, media reports and sheets of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.materials.actions.pictures import LONGEST_AUTHOR, LONGEST_CAPTION, LONGEST_CONSENT, PictureFacts
from sciweek.materials.actions.reports import LONGEST_MEDIUM, LONGEST_NOTE, LONGEST_TITLE, ReportFacts
from sciweek.materials.consent import STATEMENT, Consent
from sciweek.materials.enums import MediaLevel, Minors, Origin, Use
from sciweek.materials.models import MediaReport, Picture
from sciweek.pages.forms import DayField, SciweekForm

# The fields of a guardian's consent: a page may fold them away.
CONSENT = ("consent_given", "consent_by", "consent_on")


class PictureForm(SciweekForm):
    """What is said about a picture."""

    caption = forms.CharField(
        label=_("说明"), max_length=LONGEST_CAPTION, required=False, help_text=_("什么活动、在哪里，如“县中学科技节”。")
    )
    taken_on = DayField(label=_("拍摄日期"), required=False)
    author = forms.CharField(
        label=_("作者"), max_length=LONGEST_AUTHOR, required=False, help_text=_("使用时署名；不需要署名就留空。")
    )
    minors = forms.ChoiceField(
        label=_("能认出未成年人吗"), choices=Minors.choices, widget=forms.RadioSelect, initial=Minors.NONE
    )
    usable = forms.BooleanField(
        label=_("可用于汇编和宣传"), required=False, initial=True, help_text=_("不勾选就只存档。")
    )
    consent_given = forms.BooleanField(label=_("监护人已经同意"), required=False, help_text=STATEMENT)
    consent_by = forms.CharField(
        label=_("谁同意的"),
        max_length=LONGEST_CONSENT,
        required=False,
        help_text=_("如“三年级二班全体家长，书面同意书存校办”。不要写家长和孩子的姓名。"),
    )
    consent_on = DayField(label=_("同意日期"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def facts(self) -> PictureFacts:
        """The cleaned fields as the verb takes them."""
        data = self.cleaned_data
        return PictureFacts(
            minors=Minors(data["minors"]),
            use=Use.USABLE if data["usable"] else Use.FILED,
            caption=data["caption"],
            taken_on=data["taken_on"],
            author=data["author"],
            consent=Consent(data["consent_given"], data["consent_by"], data["consent_on"]),
        )

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields that every picture has."""
        return [field for field in self if field.name not in (*CONSENT, "version")]

    @property
    def consent(self) -> list[forms.BoundField]:
        """The fields that pictures of children need."""
        return [self[name] for name in CONSENT]

    @property
    def consent_begun(self) -> bool:
        """Whether the fields of a consent are to be shown at once."""
        return any(self[name].value() for name in CONSENT) or any(self[name].errors for name in CONSENT)


def picture_initial(picture: Picture) -> dict[str, Any]:
    """A picture as its form shows it."""
    return {
        "caption": picture.caption,
        "taken_on": picture.taken_on,
        "author": picture.author,
        "minors": picture.minors,
        "usable": picture.use == Use.USABLE,
        "consent_given": bool(picture.consent_text),
        "consent_by": picture.consent_by,
        "consent_on": picture.consent_on,
        "version": picture.version,
    }


class ReportForm(SciweekForm):
    """A media report."""

    title = forms.CharField(label=_("标题"), max_length=LONGEST_TITLE)
    medium = forms.CharField(
        label=_("媒体名称"), max_length=LONGEST_MEDIUM, help_text=_("如“某某日报”“某某县融媒体中心”。")
    )
    level = forms.ChoiceField(
        label=_("媒体级别"), choices=MediaLevel.choices, help_text=_("单位自己的账号和其他自媒体选“新媒体”。")
    )
    origin = forms.ChoiceField(label=_("原创或转载"), choices=Origin.choices)
    published_on = DayField(label=_("发布日期"))
    url = forms.CharField(label=_("网址"), max_length=1000, required=False, help_text=_("从浏览器地址栏复制。"))
    proof = forms.FileField(
        label=_("截图或扫描件"),
        required=False,
        help_text=_("没有网址的必须附：图片或 PDF，不超过 10 MB。请勿上传涉密内容。"),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.pdf"}),
    )
    note = forms.CharField(label=_("备注"), max_length=LONGEST_NOTE, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def facts(self) -> ReportFacts:
        """The cleaned fields as the verb takes them."""
        data = self.cleaned_data
        return ReportFacts(
            title=data["title"],
            medium=data["medium"],
            level=MediaLevel(data["level"]),
            origin=Origin(data["origin"]),
            published_on=data["published_on"],
            url=data["url"],
            note=data["note"],
        )


def report_initial(report: MediaReport) -> dict[str, Any]:
    """A media report as its form shows it."""
    names = ("title", "medium", "level", "origin", "published_on", "url", "note", "version")
    return {name: getattr(report, name) for name in names}


class SheetForm(SciweekForm):
    """A list of media reports."""

    sheet = forms.FileField(
        label=_("填好的清单"),
        help_text=_("xlsx 或 csv，不超过 3 MB、500 行。请勿上传涉密内容。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
