"""What rooms above do in the same transaction when the roster changes: they enter it here when they are loaded.

A room below cannot call them, and a total that is right only after somebody remembers to mend it is wrong.
"""

from collections.abc import Callable

from sciweek.campaigns.models import Placement

_ACTS: list[Callable[[Placement], None]] = []


def on_roster_change(act: Callable[[Placement], None]) -> None:
    """Enter what is done when a unit is taken off the roster or put back on it."""
    if act not in _ACTS:
        _ACTS.append(act)


def roster_changed(placement: Placement) -> None:
    """Do it all, in the transaction that changed the placement."""
    for act in _ACTS:
        act(placement)
