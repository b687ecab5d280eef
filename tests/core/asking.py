"""Who asks for exports in tests, and how."""

from dataclasses import dataclass

from sciweek.core.exports.actions import ask_export
from sciweek.core.models import Export


@dataclass(frozen=True, slots=True)
class Somebody:
    """An account acting under a membership, in ids alone: the core knows no people."""

    account_id: int = 11
    membership_id: int = 21
    unit_id: int = 31
    label: str = "某单位 · 某人"


def asked(actor: Somebody | None = None, *, number: int = 0, reason: str = "") -> Export:
    """An export of the tests' kind as it stands after asking."""
    made = ask_export(
        actor=actor or Somebody(),
        kind="tests.rows",
        arguments={"number": number},
        title="过录表",
        file_name="rows.csv",
        reason=reason,
    )
    return Export.objects.get(pk=made.pk)
