"""What is still missing before a unit's return, entered from files, can be submitted."""

from collections.abc import Sequence
from dataclasses import dataclass

from sciweek.people.person import Person
from sciweek.returns.findings import Finding, blocking, findings
from sciweek.returns.importing.planning import Planned, Standing
from sciweek.returns.models import Return
from sciweek.returns.queries.forms import form_text, required_codes
from sciweek.returns.queries.importing import sealed_ones
from sciweek.returns.rules import is_with_unit


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a return is. `needs_scan`: the sealed sheet has to come and has not."""

    ret: Return
    found: Sequence[Finding]
    needs_scan: bool

    @property
    def blocking(self) -> int:
        """How many findings keep it."""
        return len(blocking(self.found))

    @property
    def submitted(self) -> bool:
        """Whether it has gone to the offices."""
        return not is_with_unit(self.ret)

    @property
    def complete(self) -> bool:
        """Whether it can be submitted now."""
        return not self.submitted and not self.blocking and not self.needs_scan


def progress_of(person: Person, planned: Sequence[Planned]) -> dict[int, Progress]:
    """Placement id to how far its return is, of those that a sheet was saved into. Four queries, however many."""
    done = {
        each.place.pk: each.present
        for each in planned
        if each.standing == Standing.DONE and each.place and each.present and each.file.layout
    }
    returns = {key: (present.ret, present) for key, present in done.items() if present.ret is not None}
    sealed = sealed_ones([ret.pk for ret, _present in returns.values()])
    required: list[str] | None = None
    found = {}
    for key, (ret, present) in returns.items():
        required = required_codes(ret.form) if required is None else required
        needed = not person.works_at(ret.unit_id) or ret.form.scan_required
        listed = findings(form_text(ret.form), present.known, required, present.said)
        found[key] = Progress(ret, listed, needed and ret.pk not in sealed)
    return found
