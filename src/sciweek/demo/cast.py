"""Who plays in the demo province: made-up units in real places, made-up people, and the figures they report.

Everything follows from a seed, so that each build is the same.
"""

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from sciweek.people.enums import Level, UnitKind

SEED = 20230520
DATA = files("sciweek.demo") / "data"


@dataclass(frozen=True, slots=True)
class Place:
    """A division as far as the cast needs it."""

    code: int
    name: str
    short: str
    level: Level


@dataclass(frozen=True, slots=True)
class UnitPart:
    """One unit to be made; `reports_to` is the full name of the unit it reports to, empty for the top one."""

    name: str
    short: str
    kind: UnitKind
    level: Level
    code: int
    reports_to: str

    @property
    def is_office(self) -> bool:
        """Whether the unit is the science office of its place."""
        return self.kind == UnitKind.SCIENCE_OFFICE


def _toml(name: str) -> dict[str, list[dict[str, object]]]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def units(places: Sequence[Place]) -> list[UnitPart]:
    """All units for these places (one province, its prefectures and counties), superiors before subordinates."""
    patterns = _toml("units.toml")
    province = next(place for place in places if place.level == Level.PROVINCE)
    top = str(patterns["province"][0]["name"])
    made = [_part(pattern, province, str(pattern.get("line", top))) for pattern in patterns["province"]]
    made[0] = UnitPart(made[0].name, made[0].short, made[0].kind, made[0].level, made[0].code, "")
    office_of = {province.code: top}
    for level, key in ((Level.PREFECTURE, "prefecture"), (Level.COUNTY, "county")):
        for number, place in enumerate(place for place in places if place.level == level):
            above = office_of[province.code if level == Level.PREFECTURE else place.code // 100 * 100]
            for pattern in patterns[key]:
                if number % int(str(pattern.get("every", 1))):
                    continue
                part = _part(pattern, place, "")
                line = above if part.is_office else office_of[place.code]
                part = UnitPart(part.name, part.short, part.kind, part.level, part.code, line)
                if part.is_office:
                    office_of[place.code] = part.name
                made.append(part)
    return sorted(made, key=lambda part: (part.level, not part.is_office))


def _part(pattern: dict[str, object], place: Place, line: str) -> UnitPart:
    words = {"place": place.name, "short": place.short}
    return UnitPart(
        name=str(pattern["name"]).format(**words),
        short=str(pattern.get("short", "")).format(**words),
        kind=UnitKind(str(pattern["kind"])),
        level=place.level,
        code=place.code,
        reports_to=line,
    )


def people(seed: int = SEED) -> Iterator[str]:
    """Made-up names without end, Han and Tibetan, none twice in a row."""
    parts = tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))
    draw = random.Random(seed)
    han = [s + g for s in parts["surnames"] for g in parts["given"]]
    tibetan = [a + b for a in parts["tibetan_first"] for b in parts["tibetan_second"] if a != b]
    draw.shuffle(han)
    draw.shuffle(tibetan)
    while True:
        for number, name in enumerate(han):
            yield tibetan[number // 3 % len(tibetan)] if number % 3 == 2 else name


def phones() -> Iterator[str]:
    """Numbers that no one has: 555 inside the subscriber part."""
    return (f"1390555{number:04d}" for number in range(10_000))
