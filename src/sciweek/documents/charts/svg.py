"""Bars, columns and meters as SVG text.

Colours come from the page's tokens by presentation attributes, so that the pages' policy on styles holds and dark mode
follows. Every chart is an image with a name and a description that tells its figures; a table beside it stays the
better way to read them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from sciweek.documents.charts.scale import Scale, scale_of
from sciweek.documents.numbers import grouped

WIDTH, LINE, HEIGHT = 640, 30, 240
LABEL, FIGURE = 150, 80
LONGEST_LABEL = 10
COLOURS = ("var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)", "var(--c5)")


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn in one colour: a name and one value for each label."""

    name: str
    values: Sequence[int]


def bars(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    stacked: bool = False,
    shown: Callable[[int], str] = grouped,
) -> str:
    """Horizontal bars, one row for each label; several series stand under each other or, stacked, in one line.

    `shown` writes a value, as money that is kept in a smaller unit.

    Raises:
        ValueError: a series has not one value for each label, or a stacked one has negative values.
    """
    _check(labels, series, stacked)
    each = 1 if stacked else max(1, len(series))
    row = LINE + (each - 1) * 14
    scale = scale_of(_reach(labels, series, stacked))
    drawn = [_line(scale, len(labels) * row)]
    for place, label in enumerate(labels):
        top = place * row + 4
        drawn.append(_text(LABEL - 8, top + row / 2, _short(label), "end"))
        values = [each.values[place] for each in series]
        drawn.append(_stack(scale, top, values, shown) if stacked else _group(scale, top, row, values, shown))
    return _image(title, _told(labels, series, shown), WIDTH, max(1, len(labels)) * row + 8, "".join(drawn))


def columns(title: str, labels: Sequence[str], values: Sequence[int], *, now: int | None = None) -> str:
    """Columns side by side, as by year; `now` is the place of the one that is shown as the current one.

    Raises:
        ValueError: not one value for each label.
    """
    series = [Series(title, values)]
    _check(labels, series, stacked=False)
    scale = scale_of(values)
    room, base = WIDTH / max(1, len(labels)), 24 + (HEIGHT - 54) * (1 - scale.share(0))
    wide = min(72.0, room * 0.62)
    drawn = [f'<path class="ax" d="M0 {base:.1f}H{WIDTH}" stroke="var(--line-2)" fill="none"/>']
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        middle, top = room * (place + 0.5), 24 + (HEIGHT - 54) * (1 - scale.share(value))
        colour = COLOURS[0] if now is None or place == now else COLOURS[3]
        drawn.append(_rect(middle - wide / 2, min(top, base), wide, abs(top - base), colour))
        drawn.append(_text(middle, min(top, base) - 8, grouped(value), "middle"))
        drawn.append(_text(middle, HEIGHT - 10, _short(label), "middle"))
    return _image(title, _told(labels, series, grouped), WIDTH, HEIGHT, "".join(drawn))


def meter(title: str, parts: Sequence[tuple[str, int]], whole: int) -> str:
    """How much of a whole is done, in parts one after the other; what is missing stays the ground.

    Raises:
        ValueError: a negative part, or parts that are more than the whole.
    """
    if min((count for _name, count in parts), default=0) < 0 or sum(count for _name, count in parts) > whole:
        raise ValueError("the parts of a meter are not negative and at most the whole")
    drawn, start = [_rect(0, 0, WIDTH, 12, "var(--surface-3)")], 0.0
    for number, (_name, count) in enumerate(parts):
        wide = WIDTH * count / whole if whole else 0.0
        drawn.append(_rect(start, 0, wide, 12, COLOURS[number % len(COLOURS)]))
        start += wide
    told = "，".join([*(f"{name} {grouped(count)}" for name, count in parts), f"共 {grouped(whole)}"])
    return _image(title, told, WIDTH, 12, "".join(drawn))


def _check(labels: Sequence[str], series: Sequence[Series], stacked: bool) -> None:
    if any(len(each.values) != len(labels) for each in series):
        raise ValueError("each series needs one value for each label")
    if stacked and any(value < 0 for each in series for value in each.values):
        raise ValueError("negative values cannot be stacked")


def _reach(labels: Sequence[str], series: Sequence[Series], stacked: bool) -> list[int]:
    if stacked:
        return [sum(each.values[place] for each in series) for place in range(len(labels))]
    return [value for each in series for value in each.values]


def _across(scale: Scale, value: int) -> float:
    left = LABEL + (FIGURE if scale.marks[0] < 0 else 0)
    return left + (WIDTH - left - FIGURE) * scale.share(value)


def _line(scale: Scale, height: float) -> str:
    return f'<path class="ax" d="M{_across(scale, 0):.1f} 4v{height}" stroke="var(--line-2)" fill="none"/>'


def _group(scale: Scale, top: float, row: float, values: Sequence[int], shown: Callable[[int], str]) -> str:
    high = (row - 8) / max(1, len(values))
    zero, drawn = _across(scale, 0), []
    for number, value in enumerate(values):
        end, y = _across(scale, value), top + 4 + number * high
        drawn.append(_rect(min(zero, end), y, abs(end - zero), high - 2, COLOURS[number % len(COLOURS)]))
        side, anchor = (-6, "end") if value < 0 else (6, "start")
        drawn.append(_text(end + side, y + high / 2, shown(value), anchor))
    return "".join(drawn)


def _stack(scale: Scale, top: float, values: Sequence[int], shown: Callable[[int], str]) -> str:
    drawn, sum_before = [], 0
    for number, value in enumerate(values):
        start, end = _across(scale, sum_before), _across(scale, sum_before + value)
        drawn.append(_rect(start, top + 4, end - start, LINE - 10, COLOURS[number % len(COLOURS)]))
        sum_before += value
    drawn.append(_text(_across(scale, sum_before) + 6, top + LINE / 2, shown(sum_before), "start"))
    return "".join(drawn)


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" dominant-baseline="central"'
    return f'<text {place} font-size="13" fill="var(--text-2)">{escape(_clean(text))}</text>'


def _image(title: str, told: str, width: float, height: float, drawn: str) -> str:
    name = quoteattr(_clean(title))
    head = f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" role="img" aria-label={name}>'
    return f"{head}<title>{escape(_clean(title))}</title><desc>{escape(_clean(told))}</desc>{drawn}</svg>"


def _told(labels: Sequence[str], series: Sequence[Series], shown: Callable[[int], str]) -> str:
    several = len(series) > 1
    said = []
    for place, label in enumerate(labels):
        figures = "、".join(f"{each.name if several else ''} {shown(each.values[place])}".strip() for each in series)
        said.append(f"{label} {figures}")
    return "；".join(said) or "没有数据"


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def _clean(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())
