"""The notice library: texts of official notices with what was read from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.core.models import StoredFile


class Notice(models.Model):
    """One notice: its text as read from the document, and the fields found in it with their spans."""

    title = models.CharField(_("标题"), max_length=300)
    doc_number = models.CharField(_("文号"), max_length=60, blank=True)
    issue_date = models.DateField(_("成文日期"), null=True, blank=True)
    text = models.TextField(_("正文"))
    text_sha256 = models.CharField(max_length=64, db_index=True)
    fields = models.JSONField(default=dict)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    division_code = models.PositiveIntegerField()
    unit_id = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField(_("收录时间"))

    def __str__(self) -> str:
        return self.title
