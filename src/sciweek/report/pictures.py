"""Pictures that the lead office picks for its package: which, in which order, with which words. Pure."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sciweek.core.errors import BadInput, WrongState

# So many go into a package; the first of them also stand on a page of the report.
MOST, PRINTED = 30, 6
LONGEST_CAPTION = 120
TOO_MANY = "一份报送材料最多 {most} 张图片：已选用 {kept} 张，再选 {more} 张就超过了。请少选几张，或先移出几张。"


@dataclass(frozen=True, slots=True)
class Pick:
    """One place in the list: a picture by its number, and what the office writes under it."""

    picture_id: int
    caption: str = ""

    def as_data(self) -> dict[str, object]:
        """As a selection keeps it."""
        return {"picture": self.picture_id, "caption": self.caption}


@dataclass(frozen=True, slots=True)
class ChosenPicture:
    """A picked picture as it goes out: the variant that we drew, whose it is, and what is written under it.

    `name` is that in the package: number and unit.
    """

    number: int
    picture_id: int
    name: str
    unit: str
    place: str
    caption: str
    sha256: str
    size: int
    read: Callable[[], bytes] = field(compare=False, repr=False)

    @property
    def printed(self) -> str:
        """What stands under it on paper."""
        return f"{self.caption}（{self.unit}）" if self.caption else self.unit

    def as_data(self) -> dict[str, object]:
        """As the data files and a snapshot hold it."""
        return {
            "number": self.number,
            "file": self.name,
            "unit": self.unit,
            "place": self.place,
            "caption": self.caption,
            "sha256": self.sha256,
        }


def added(picks: Sequence[Pick], new: Iterable[Pick]) -> list[Pick]:
    """The list with these behind it; what stands in it already keeps its place.

    Raises:
        WrongState: all of them are picked already.
        BadInput: more than `MOST` in all.
    """
    there = {pick.picture_id for pick in picks}
    more = list({pick.picture_id: pick for pick in new if pick.picture_id not in there}.values())
    if not more:
        raise WrongState("选中的图片都已经选用。")
    if len(picks) + len(more) > MOST:
        raise BadInput(TOO_MANY.format(most=MOST, kept=len(picks), more=len(more)))
    return [*picks, *more]


def without(picks: Sequence[Pick], gone: Collection[int]) -> list[Pick]:
    """The list without these.

    Raises:
        WrongState: none of them is picked.
    """
    left = [pick for pick in picks if pick.picture_id not in gone]
    if len(left) == len(picks):
        raise WrongState("选中的图片都没有选用。")
    return left


def ordered(places: Iterable[tuple[int, Pick]]) -> list[Pick]:
    """The list by the places that were typed; who shares a place stays in the order of before."""
    return [pick for _place, pick in sorted(places, key=lambda each: each[0])]
