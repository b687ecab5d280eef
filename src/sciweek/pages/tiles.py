"""Where each prefecture of a province stands on its schematic tile map: own drawing, no outline, no map service.

Paths are in the units of the picture's view box.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TilePlace:
    """One tile: the prefecture's code, its short name, its outline, and where name and figure stand."""

    code: int
    name: str
    path: str
    x: int
    name_y: int
    figure_y: int


TILES = {
    630000: (
        TilePlace(
            632800, "海西", "M20,120 L90,50 L340,50 L380,90 L380,150 L340,190 L340,250 L70,250 L20,200Z", 190, 146, 182
        ),
        TilePlace(632200, "海北", "M340,50 L490,50 L520,80 L520,150 L380,150 L380,90Z", 447, 102, 138),
        TilePlace(630100, "西宁", "M520,80 L520,80 L610,80 L610,180 L520,180Z", 565, 128, 164),
        TilePlace(630200, "海东", "M610,80 L660,80 L700,120 L700,220 L610,220Z", 655, 148, 184),
        TilePlace(632500, "海南", "M340,190 L380,150 L520,150 L520,290 L380,290 L340,250Z", 438, 240, 276),
        TilePlace(
            632300, "黄南", "M520,180 L610,180 L610,220 L670,220 L670,280 L610,340 L570,340 L520,290Z", 592, 258, 294
        ),
        TilePlace(632700, "玉树", "M70,250 L340,250 L380,290 L380,400 L340,440 L160,440 L70,350Z", 222, 341, 377),
        TilePlace(
            632600, "果洛", "M380,290 L520,290 L570,340 L610,340 L610,390 L560,440 L420,440 L380,400Z", 485, 366, 402
        ),
    )
}


def tone(value: int, most: int) -> int:
    """The tint 1 to 5 of a figure among figures up to `most`; 0 counts as the lightest."""
    return 1 if most <= 0 else min(5, 1 + 5 * max(0, value) // (most + 1))
