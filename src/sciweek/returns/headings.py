"""What the rows and columns of a table are called, and in which order they stand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sciweek.people.enums import Level, UnitKind
from sciweek.places.queries import Names
from sciweek.returns.choice import Key
from sciweek.returns.crosstable import Entry
from sciweek.returns.enums import Dimension
from sciweek.returns.naming import own_name
from sciweek.returns.template import ItemText


@dataclass(frozen=True, slots=True)
class Headings:
    """Names of places, and of the units that lines are called by, in the order in which they are to stand."""

    places: Names
    lines: Mapping[int, str] = field(default_factory=dict)

    def of(self, dimension: Dimension, key: Key, by: Level) -> str:
        """What a key is called; an indicator is named by its entry's item."""
        if dimension == Dimension.PLACE:
            return own_name(int(key or 0), by, self.places)
        if dimension == Dimension.LINE:
            return self.lines.get(int(key or 0)) or _("条线 %(id)s") % {"id": key}
        if dimension == Dimension.KIND:
            return str(UnitKind(str(key)).label)
        return str(Level(int(key or 0)).label) if dimension == Dimension.LEVEL else str(key)

    def entries(
        self, dimension: Dimension | None, keys: Collection[Key], by: Level, items: Sequence[ItemText]
    ) -> list[Entry]:
        """Keys as rows or columns: places by code, kinds and levels as they are always listed, indicators as on the form."""
        if dimension is None:
            return []
        if dimension == Dimension.INDICATOR:
            return [Entry(item.code, item.name, item) for item in items]
        listed: dict[Dimension, Sequence[Key]] = {
            Dimension.KIND: UnitKind.values,
            Dimension.LEVEL: Level.values,
            Dimension.LINE: [*self.lines],
        }
        order = {key: place for place, key in enumerate(listed.get(dimension, []))}
        ordered = sorted(keys, key=lambda key: (order.get(key, len(order)), int(key) if isinstance(key, int) else 0))
        return [Entry(key, self.of(dimension, key, by)) for key in ordered]
