"""What is read from a notice: values with their places in the text and how sure the rule is that found them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sciweek.notices.reading.mending import Mended
from sciweek.notices.reading.text import even

SCALARS = ("title", "doc_number", "issue_date", "publish_date", "theme", "start_date", "end_date", "main_venue")
LISTS = (
    *("issuing_agencies", "recipients", "hosts", "organisers", "co_organisers"),
    *("deadlines", "contacts", "attachments", "streams", "sub_weeks", "cited"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One value of a field: the offsets that it was cut from, the rule that found it, and what speaks against it.

    `confidence` is the share of values found in this way that were right where answers are known.
    """

    field: str
    value: object
    spans: Sequence[tuple[int, int]]
    rule: str
    doubts: frozenset[str] = frozenset()
    confidence: float = 0.0


@dataclass(slots=True)
class NoticeFields:
    """All values found in one notice."""

    values: list[Found] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)

    def add(self, name: str, value: object, spans: Sequence[tuple[int, int]], rule: str, *doubts: str) -> None:
        """Enter a value; a scalar is entered once: rules run the surest first."""
        if value in (None, "", []):
            return
        if name in SCALARS and self.has(name):
            return
        self._names.add(name)
        self.values.append(Found(name, value, tuple(spans), rule, frozenset(doubts)))

    def restore(self, mended: Mended) -> None:
        """Give each value that is one stretch of text its own signs back, and every span its place in the original.

        Rules read an evened copy of the mended text.
        """
        for place, each in enumerate(self.values):
            value = each.value
            if isinstance(value, str) and len(each.spans) == 1:
                cut = "".join(row.strip() for row in mended.text[slice(*each.spans[0])].splitlines())
                value = cut if even(cut) == value else value
            self.values[place] = replace(
                each, value=value, spans=tuple(part for span in each.spans for part in mended.spans(span))
            )

    def keep(self, right: Callable[[Found], bool]) -> None:
        """Leave out the values that are not right."""
        self.values = [each for each in self.values if right(each)]
        self._names = {each.field for each in self.values}

    def has(self, name: str) -> bool:
        """Whether a value was found."""
        return name in self._names

    def found(self) -> Iterator[Found]:
        """Every value, in the order in which the rules ran."""
        return iter(self.values)

    def of(self, name: str) -> list[object]:
        """The values of one field."""
        return [each.value for each in self.values if each.field == name]

    def as_record(self) -> Mapping[str, object]:
        """The fields by name: null or an empty list where the text does not say."""
        scalars = {name: next(iter(self.of(name)), None) for name in SCALARS}
        return {**scalars, **{name: self.of(name) for name in LISTS}}
