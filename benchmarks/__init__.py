"""Measurements against named references, in one run on one machine: `python -m benchmarks rollup`. See README.md here.

Nothing of this is needed to run or test the software.
"""
