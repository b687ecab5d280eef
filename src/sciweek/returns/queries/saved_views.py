"""Reads of saved views."""

from django.db.models import Q, QuerySet

from sciweek.people.person import Person
from sciweek.returns.models import SavedView


def views_for(person: Person) -> QuerySet[SavedView]:
    """The person's own views in this office, and those that others of the office share, by name."""
    own = Q(account=person.account_id)
    return SavedView.objects.filter(own | Q(shared=True), unit=person.unit_id).select_related("account")
