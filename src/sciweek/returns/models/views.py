"""Tables of totals that people keep under a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.people.models import Account, Unit


class SavedView(models.Model):
    """A table of totals under a name, as the parameters of its address: its owner's, and if `shared` of all in the office.

    It says how to look and holds no figures; it applies to whichever campaign its reader works on.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(_("名称"), max_length=40)
    query = models.TextField()
    shared = models.BooleanField(_("共享"), default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "unit", "name"], name="one_view_a_person_office_and_name")
        ]
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
