"""Reads of what units reported a campaign before, beside the cells of now."""

from collections.abc import Mapping, Sequence

from sciweek.returns.carried import NO_LAST, Last, carried
from sciweek.returns.links import comparisons
from sciweek.returns.models import Form, Return
from sciweek.returns.queries.cells import cells_of_many
from sciweek.returns.queries.forms import form_text, kept_text
from sciweek.returns.queries.links import all_links
from sciweek.review.transitions import Stage


def last_of(ret: Return) -> Last:
    """What the same unit submitted in the campaign before; nothing where there is none."""
    return last_of_many(ret.form, ret.campaign.previous_id, [ret.unit_id]).get(ret.unit_id, NO_LAST)


def last_of_many(form: Form, previous_id: int | None, unit_ids: Sequence[int]) -> Mapping[int, Last]:
    """Unit id to what it submitted in the campaign before, for those that did.

    Two queries; one more, and those of a form that is not kept yet, where an indicator of the form goes on from another.
    """
    if previous_id is None:
        return {}
    done = Return.objects.filter(
        campaign_id=previous_id,
        unit_id__in=unit_ids,
        track__stage__in=[Stage.SUBMITTED.value, Stage.ACCEPTED.value],
    )
    rows = list(done.values_list("unit_id", "pk", "form_id"))
    cells = cells_of_many([pk for _unit, pk, _form in rows])
    now = form_text(form)
    if not rows or not now.links:
        # Without links a code is what it was, and the form of then need not be read.
        return {unit: Last(cells[pk]) for unit, pk, _form in rows}
    before = kept_text(rows[0][2])
    found = comparisons([*now.kinds], [*before.kinds], all_links())
    return {unit: carried(cells[pk], found, now, before) for unit, pk, _form in rows}
