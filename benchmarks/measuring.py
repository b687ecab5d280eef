"""How long something takes, by the wall and on the processor, and how much memory."""

import multiprocessing
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
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


@dataclass(frozen=True, slots=True)
class Used:
    """What one run in a process of its own took: seconds, and the most bytes that the process held."""

    wall: float
    cpu: float
    peak: int


def in_own_process(where: str, *given: object) -> Used:
    """Run the function that `where` names, once, in a process that has done nothing before."""
    spawn = multiprocessing.get_context("spawn")
    told = spawn.SimpleQueue()
    process = spawn.Process(target=_run, args=(told, where, given))
    process.start()
    process.join()
    assert process.exitcode == 0, where
    return Used(*told.get())


def _run(told: Any, where: str, given: tuple[object, ...]) -> None:
    import django

    django.setup()
    from django.utils.module_loading import import_string

    act = import_string(where)
    wall, cpu = time.perf_counter(), time.process_time()
    act(*given)
    spent = (time.perf_counter() - wall, time.process_time() - cpu)
    # Not getrusage: its peak is inherited from the process that started this one.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    told.put((*spent, int(peak.split()[1]) * 1024))
