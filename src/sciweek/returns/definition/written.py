"""A form as somebody wrote it in a file: its data, and what each place of it is called there. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sciweek.core.errors import BadInput
from sciweek.returns.faults import Faulty, Path
from sciweek.returns.template import FormText, read_form


@dataclass(frozen=True, slots=True)
class PlacedFault:
    """What is wrong at a place of a file: 第 12 行, 工作表“指标”第 5 行“计量单位”列."""

    place: str
    sentence: str


class Misfit(BadInput):
    """A file cannot be used as a form. Holds every fault with its place."""

    def __init__(self, faults: Sequence[PlacedFault]) -> None:
        super().__init__(f"{faults[0].place}：{faults[0].sentence}")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Written:
    """The data of a file, what was wrong in reading it, and the name of each place."""

    data: dict[str, Any]
    place: Callable[[Path], str]
    faults: Sequence[PlacedFault] = field(default_factory=tuple)


def form_from(written: Written) -> FormText:
    """The form that a file holds.

    Raises:
        Misfit: something in it is wrong; names every place.
    """
    form, found = None, list(written.faults)
    try:
        form = read_form(written.data)
    except Faulty as refusal:
        found += [PlacedFault(written.place(fault.path), fault.sentence) for fault in refusal.faults]
    if form is None or found:
        raise Misfit(found)
    return form
