"""How many notices a second the reader reads on one core, and how that compares.

The reference reads the same notices in the same run: one search of each text with each of the reader's own patterns for
deadlines, titles and phones, the least that any reader of rules must do.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sciweek.cli.commands.extract import answered
from sciweek.core.dates.grammar import WRITTEN
from sciweek.core.text import even
from sciweek.notices.reading import read_notice
from sciweek.notices.reading.contacts import PHONE
from sciweek.notices.reading.deadlines import MAIL
from sciweek.notices.reading.opening import TITLE

OWN = Path(__file__).parents[1] / "tests" / "notices" / "data"
LEAST_PATTERNS = (WRITTEN, TITLE, PHONE, MAIL)


def run(words: argparse.Namespace) -> None:
    """Read our own notices over and over, by the reader and by the reference."""
    texts = [text for _, text, _ in answered(OWN)]
    signs = sum(map(len, texts)) / len(texts)
    print(f"  {len(texts)} notices of {signs:.0f} characters on average; medians of {words.runs} runs, one core")
    reference = _rate(texts, _searched, words.runs)
    rate = _rate(texts, read_notice, words.runs)
    print(f"  four patterns searched over each text     {reference:9.0f} notices/s")
    print(f"  all fields read                           {rate:9.0f} notices/s   {rate / reference:6.3f} x")


def _searched(text: str) -> list[int]:
    level = even(text)
    return [sum(1 for _ in pattern.finditer(level)) for pattern in LEAST_PATTERNS]


def _rate(texts: Sequence[str], act: Callable[[str], object], runs: int) -> float:
    """Notices a second of this process's own time, so that other work on the machine counts little."""
    for text in texts:
        act(text)
    rates = []
    for _ in range(runs):
        begin = time.process_time()
        for text in texts:
            act(text)
        rates.append(len(texts) / (time.process_time() - begin))
    return statistics.median(rates)
