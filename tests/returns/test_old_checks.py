"""Forms that were adopted before checks were formulas keep their checks."""

from importlib import import_module

import pytest

from sciweek.returns.checks import read_checks
from sciweek.returns.enums import ValueKind

KINDS = dict.fromkeys(("A01", "A02", "A03"), ValueKind.INTEGER)


@pytest.mark.parametrize(
    ("kind", "parts", "formula"),
    [
        ("sum", ["A02", "A03"], "A01 = A02 + A03"),
        ("at_most", ["A02"], "A02 ≤ A01"),
        ("together", ["A02"], "A02 > 0 当且仅当 A01 > 0"),
    ],
)
def test_a_check_of_before_becomes_a_formula(kind: str, parts: list[str], formula: str) -> None:
    row = {"kind": kind, "grade": "强制性", "whole": "A01", "parts": parts, "sentence": "说明"}
    migration = import_module("sciweek.returns.migrations.0005_formulas")
    made = migration.as_formula(7, row)
    (check,) = read_checks([made], KINDS)
    assert (check.code, check.grade.value, check.formula) == ("R07", "强制性", formula)
    assert migration.as_formula(7, made) == made
