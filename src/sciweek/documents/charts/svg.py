"""Bars as SVG text.

Colours come from the page's tokens by presentation attributes, so that the pages' policy on styles holds and dark mode
follows. Every chart is an image with a name and a description that tells its figures; a table beside it stays the
better way to read them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from sciweek.documents.charts.scale import Scale, scale_of

WIDTH, LINE = 640, 30
LABEL, FIGURE = 150, 80
LONGEST_LABEL = 10
UNKNOWN = "–"
COLOURS = ("var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)", "var(--c5)")


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn in one colour: a name and one value for each label, None where it is not known."""

    name: str
    values: Sequence[int | None]


def bars(title: str, labels: Sequence[str], series: Sequence[Series], *, shown: Callable[[int], str]) -> str:
    """Horizontal bars, one row for each label, the series under each other; `shown` writes a value.

    Raises:
        ValueError: a series has not one value for each label.
    """
    if any(len(each.values) != len(labels) for each in series):
        raise ValueError("each series needs one value for each label")
    row = LINE + max(0, len(series) - 1) * 14
    scale = scale_of([value for each in series for value in each.values if value is not None])
    drawn = [_line(scale, len(labels) * row)]
    for place, label in enumerate(labels):
        top = place * row + 4
        drawn.append(_text(LABEL - 8, top + row / 2, _short(label), "end"))
        drawn.append(_group(scale, top, row, [each.values[place] for each in series], shown))
    return _image(title, _told(labels, series, shown), max(1, len(labels)) * row + 8, "".join(drawn))


def _across(scale: Scale, value: int) -> float:
    left = LABEL + (FIGURE if scale.marks[0] < 0 else 0)
    return left + (WIDTH - left - FIGURE) * scale.share(value)


def _line(scale: Scale, height: float) -> str:
    return f'<path class="ax" d="M{_across(scale, 0):.1f} 4v{height}" stroke="var(--line-2)" fill="none"/>'


def _group(scale: Scale, top: float, row: float, values: Sequence[int | None], shown: Callable[[int], str]) -> str:
    high = (row - 8) / max(1, len(values))
    zero, drawn = _across(scale, 0), []
    for number, value in enumerate(values):
        y = top + 4 + number * high
        if value is None:
            drawn.append(_text(zero + 6, y + high / 2, UNKNOWN, "start"))
            continue
        end = _across(scale, value)
        drawn.append(_rect(min(zero, end), y, abs(end - zero), high - 2, COLOURS[number % len(COLOURS)]))
        side, anchor = (-6, "end") if value < 0 else (6, "start")
        drawn.append(_text(end + side, y + high / 2, shown(value), anchor))
    return "".join(drawn)


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" dominant-baseline="central"'
    return f'<text {place} font-size="13" fill="var(--text-2)">{escape(_clean(text))}</text>'


def _image(title: str, told: str, height: float, drawn: str) -> str:
    name = quoteattr(_clean(title))
    head = f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label={name}>'
    return f"{head}<title>{escape(_clean(title))}</title><desc>{escape(_clean(told))}</desc>{drawn}</svg>"


def _told(labels: Sequence[str], series: Sequence[Series], shown: Callable[[int], str]) -> str:
    several = len(series) > 1
    said = []
    for place, label in enumerate(labels):
        figures = []
        for each in series:
            value = each.values[place]
            figures.append(f"{each.name if several else ''} {UNKNOWN if value is None else shown(value)}".strip())
        said.append(f"{label} {'、'.join(figures)}")
    return "；".join(said) or "没有数据"


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def _clean(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())
