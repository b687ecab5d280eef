"""How long something takes, by the wall and on the processor."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over some runs, in milliseconds, and what the last run gave. `cpu` is this process alone."""

    wall: float
    cpu: float
    worst: float
    result: Any


def measure(act: Callable[[], Any], runs: int) -> Measured:
    """Run once to warm up, then measure."""
    result = act()
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        result = act()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return Measured(statistics.median(walls), statistics.median(cpus), max(walls), result)


def line(name: str, measured: Measured, reference: Measured | None = None) -> None:
    """Print one figure, with its ratio to a reference of the same run."""
    ratio = f"  {measured.wall / reference.wall:8.2f} x" if reference else ""
    print(f"  {name:<48}{measured.wall:10.1f} ms{measured.cpu:10.1f} CPU-ms{ratio}")
