"""The figures that units of the demo report: made up, of a size that fits the kind and level of unit, and adding up."""

import random
from collections.abc import Mapping

from sciweek.people.enums import Level, UnitKind
from sciweek.returns.template import shipped

# About how many activities a unit of a kind holds, and how many people come to one.
SIZE = {
    UnitKind.SCIENCE_OFFICE: (6, 260),
    UnitKind.PROPAGANDA: (2, 300),
    UnitKind.ASSOCIATION: (5, 220),
    UnitKind.DEPARTMENT: (4, 180),
    UnitKind.SCHOOL: (3, 240),
    UnitKind.UNIVERSITY: (7, 320),
    UnitKind.INSTITUTE: (3, 90),
    UnitKind.HOSPITAL: (3, 110),
    UnitKind.COMPANY: (2, 80),
    UnitKind.BASE: (5, 260),
    UnitKind.SOCIETY: (3, 120),
    UnitKind.OTHER: (2, 80),
}
REACH = {Level.PROVINCE: 2.2, Level.PREFECTURE: 1.3, Level.COUNTY: 0.8}
KINDS = ("A04", "A05", "A06", "A07", "A08", "A09", "A10")


class Figures:
    """Draws a unit's whole form from one source of chance."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def of(self, kind: str, level: int, *, rest: str) -> dict[str, str]:
        """Typed texts for every indicator of the shipped form; what the unit has none of is `rest`, 0 or `-`."""
        many, come = SIZE[UnitKind(kind)]
        reach = REACH[Level(level)]
        held = max(1, round(self.draw.gauss(many, many / 3)))
        online = self.draw.randint(0, held // 3)
        offline = round((held - online) * come * reach * self.draw.uniform(0.6, 1.5))
        watching = round(online * come * reach * self.draw.uniform(1, 4))
        figures = {"A01": held, "A02": held - online, "A03": online, "A13": min(held, self.draw.randint(0, 2))}
        figures |= self._kinds(held)
        figures |= {"B01": offline + watching, "B02": offline, "B04": watching}
        figures |= {"B03": round(offline * self.draw.uniform(0.2, 0.7)), "B06": self.draw.randint(2, 30)}
        figures |= {
            "B07": self.draw.randint(3, 60),
            "D01": self.draw.randint(2, 60) * 50,
            "D02": self.draw.randint(0, 80),
        }
        figures |= self._training(figures["A06"]) | self._open(UnitKind(kind), offline) | self._media(reach)
        figures |= self._venues(UnitKind(kind), Level(level), offline) | self._goods()
        drawn = {code: str(value) for code, value in figures.items()} | self._money(many * reach)
        drawn["D06"] = f"{figures['D05'] * 650 / 10_000:.2f}"
        return {item.code: drawn.get(item.code, rest) for item in shipped().items}

    def _kinds(self, held: int) -> dict[str, int]:
        counts = dict.fromkeys(KINDS, 0)
        for _ in range(held):
            counts[self.draw.choices(KINDS, (8, 4, 3, 2, 1, 4, 2))[0]] += 1
        return counts

    def _training(self, held: int) -> dict[str, int]:
        teachers, doctors, farmers = (self.draw.randint(0, 20) * held for _ in range(3))
        rest = self.draw.randint(1, 30) * held
        return {"B08": teachers + doctors + farmers + rest, "B09": teachers, "B10": doctors, "B11": farmers}

    def _open(self, kind: UnitKind, offline: int) -> dict[str, int]:
        opens = kind in {UnitKind.INSTITUTE, UnitKind.UNIVERSITY}
        return {
            "C01": int(opens),
            "C02": round(offline * 0.4) if opens else 0,
            "C03": int(kind == UnitKind.BASE),
            "C04": self.draw.randint(1, 12),
            "D03": self.draw.randint(0, 60),
        }

    def _venues(self, kind: UnitKind, level: Level, offline: int) -> dict[str, int]:
        """The opening and its venue: reported by the science office that holds it, as joint activities count once."""
        if kind != UnitKind.SCIENCE_OFFICE:
            return {"A12": 1} if kind == UnitKind.BASE and self.draw.random() < 0.4 else {}
        branches = {Level.PROVINCE: 0, Level.PREFECTURE: 1}.get(level, self.draw.randint(0, 1))
        if level == Level.PROVINCE:
            return {"A11": 1, "B05": round(offline * 0.7), "C05": 56}
        return {"A11": 1, "A12": branches, "B05": round(offline * 0.5), "C05": self.draw.randint(6, 24)}

    def _goods(self) -> dict[str, int]:
        vehicles = self.draw.randint(1, 4) if self.draw.random() < 0.15 else 0
        columns = self.draw.randint(1, 3) if self.draw.random() < 0.2 else 0
        given = self.draw.randint(2, 40) if self.draw.random() < 0.1 else 0
        return {"D04": vehicles, "D05": given, "E07": columns, "E09": self.draw.randint(1, 90) * 100}

    def _media(self, reach: float) -> dict[str, int]:
        parts = {"E02": self.draw.random() < 0.05, "E03": self.draw.randint(0, 2), "E04": self.draw.randint(0, 4)}
        counts = {code: round(value * reach) for code, value in parts.items()} | {"E05": self.draw.randint(0, 4)}
        total = sum(counts.values())
        return {"E01": total, **counts, "E06": self.draw.randint(0, total), "E08": self.draw.randint(0, 25)}

    def _money(self, scale: float) -> dict[str, str]:
        granted = round(scale * self.draw.uniform(1_500, 9_000))
        given = round(scale * self.draw.uniform(0, 2_000)) if self.draw.random() < 0.3 else 0
        own = round(scale * self.draw.uniform(0, 1_500))
        cents = {"F02": granted, "F03": given, "F04": own, "F01": granted + given + own}
        return {code: f"{yuan / 10_000:.2f}" for code, yuan in _rounded(cents).items()}

    def with_open_laboratory(self, typed: Mapping[str, str]) -> dict[str, str]:
        """The same form of a school whose laboratory is open to visitors: what offices ask about."""
        return {**typed, "C01": "1", "C02": str(int(typed["B02"]) // 4)}

    def with_slip(self, typed: Mapping[str, str]) -> dict[str, str]:
        """The same form with the slip that offices most often find: far more young people than before, though not too many."""
        return {**typed, "B03": typed["B02"]}


def _rounded(yuan: dict[str, int]) -> dict[str, int]:
    """Whole hundreds, so that two decimals of 万元 add up exactly."""
    parts = {code: round(value / 100) * 100 for code, value in yuan.items() if code != "F01"}
    return {**parts, "F01": sum(parts.values())}
