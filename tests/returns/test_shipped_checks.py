"""Every check of the shipped form: figures that satisfy it, figures that do not, and a blank that keeps it from being made.

Figures are in the unit that the form shows. `^` before a code is last year's; what is not named is 0. Of a material that
is left out, nothing has been handed in.
"""

from fractions import Fraction

import pytest

from sciweek.people.enums import Level, UnitKind
from sciweek.returns.checks import Grade, material_parts, unit_facts
from sciweek.returns.enums import SMALLEST, CellState
from sciweek.returns.findings import Standing, findings
from sciweek.returns.formulas.binding import Reach
from sciweek.returns.formulas.evaluating import Known
from sciweek.returns.template import shipped
from sciweek.returns.values import CellContent

Figures = dict[str, float | str]

# Code: what passes, what fails, and what is blank (or not there last year) when it cannot be checked.
CASES: dict[str, tuple[Figures, Figures, str]] = {
    "R01": ({"A01": 5, "A02": 3, "A03": 2}, {"A01": 5, "A02": 3, "A03": 3}, "A03"),
    "R02": ({"A01": 5, "A04": 3, "A10": 2}, {"A01": 5, "A04": 3, "A10": 1}, "A07"),
    "R03": ({"A01": 2, "A13": 2}, {"A01": 2, "A13": 3}, "A13"),
    "R04": ({"B01": 9, "B02": 4, "B04": 5}, {"B01": 9, "B02": 4, "B04": 4}, "B01"),
    "R05": ({"B02": 9, "B03": 9}, {"B02": 9, "B03": 10}, "B02"),
    "R06": ({"B02": 9, "B05": 1}, {"B02": 9, "B05": 10}, "B05"),
    "R07": ({"B08": 9, "B09": 9}, {"B08": 8, "B09": 9}, "B09"),
    "R08": ({"B08": 9, "B10": 9}, {"B08": 8, "B10": 9}, "B10"),
    "R09": ({"B08": 9, "B11": 9}, {"B08": 8, "B11": 9}, "B11"),
    "R10": ({"B08": 9, "B09": 3, "B10": 3, "B11": 3}, {"B08": 9, "B09": 3, "B10": 3, "B11": 4}, "B11"),
    "R11": ({"B02": 9, "C02": 9}, {"B02": 9, "C02": 10}, "C02"),
    "R12": (
        {"E01": 10, "E02": 1, "E03": 2, "E04": 3, "E05": 4},
        {"E01": 11, "E02": 1, "E03": 2, "E04": 3, "E05": 4},
        "E05",
    ),
    "R13": ({"E01": 3, "E06": 3}, {"E01": 3, "E06": 4}, "E06"),
    "R14": (
        {"F01": 0.06, "F02": 0.01, "F03": 0.02, "F04": 0.03},
        {"F01": 0.07, "F02": 0.01, "F03": 0.02, "F04": 0.03},
        "F04",
    ),
    "R15": ({"A01": 1, "A11": 1}, {"A01": 1, "A11": 2}, "A11"),
    "R16": ({"A01": 1, "B01": 9}, {"A01": 1, "B01": "-"}, "B01"),
    "R17": ({"A02": 1, "B02": 9}, {"A02": 0, "B02": 9}, "A02"),
    "R18": ({"A03": "-", "B04": "-"}, {"A03": 1, "B04": 0}, "B04"),
    "R19": ({"A06": 1, "B08": 30}, {"A06": 0, "B08": 30}, "B08"),
    "R20": ({"C01": 1, "C02": 30}, {"C01": 1, "C02": 0}, "C02"),
    "R21": ({"D05": 3, "D06": 0.5}, {"D05": 3, "D06": 0}, "D06"),
    "R22": ({"B05": 30, "A11": 1}, {"B05": 30, "A11": 0}, "A11"),
    "R23": ({"C05": 3, "A05": 1}, {"C05": 3, "A05": 0}, "A05"),
    "R24": ({"A04": 1, "B06": 1}, {"A04": 1, "B06": 0}, "B06"),
    "R25": ({"A01": 1, "C04": 1}, {"A01": 1, "C04": 0}, "C04"),
    "R26": ({"E09": 100, "E07": 1}, {"E09": 100}, "E08"),
    "R27": ({"A01": 1, "F01": 0.01}, {"A01": 1, "F01": 0}, "F01"),
    "R28": ({"A12": 2, "A01": 2}, {"A12": 2, "A01": 1}, "A12"),
    "R29": ({"A02": 2, "B02": 40_000}, {"A02": 2, "B02": 40_001}, "A02"),
    "R30": ({"F01": 500}, {"F01": 500.01}, "F01"),
    "R31": ({"B01": 10, "F01": 1}, {"B01": 10, "F01": 1.01}, "B01"),
    "R32": ({"B02": 10, "D01": 500}, {"B02": 10, "D01": 501}, "B02"),
    "H01": ({"A01": 11, "^A01": 1}, {"A01": 12, "^A01": 1}, "^A01"),
    "H02": ({"B02": 4000, "^B02": 2000}, {"B02": 4001, "^B02": 2000}, "^B02"),
    "H03": ({"D01": 0, "^D01": 9000}, {"D01": 27_001, "^D01": 9000}, "D01"),
    "H04": ({"E01": 20, "^E01": "-"}, {"E01": 21, "^E01": "-"}, "^E01"),
    "H05": ({"F01": 30, "^F01": 10}, {"F01": 30.01, "^F01": 10}, "^F01"),
    "M01": ({"C01": 1, "类型": "institute"}, {"C01": 2, "类型": "university"}, "C01"),
    "M02": ({"C01": 0, "类型": "school"}, {"C01": 1, "类型": "school"}, "C01"),
    "M03": ({"A01": 1, "C03": 1, "类型": "base"}, {"A01": 1, "C03": 0, "类型": "base"}, "C03"),
    "Z01": (
        {"E01": 3, "媒体报道": 5, "媒体报道.新媒体": 2},
        {"E01": 3, "媒体报道": 4, "媒体报道.新媒体": 2},
        "媒体报道",
    ),
    "Z02": ({"E02": 1, "媒体报道.中央级": 1}, {"E02": 2, "媒体报道.中央级": 1}, "媒体报道"),
    "Z03": ({"E03": 1, "媒体报道.省级": 3}, {"E03": 4, "媒体报道.省级": 3}, "媒体报道"),
    "Z04": ({"E04": "-"}, {"E04": 1}, "媒体报道"),
    "Z05": ({"E05": 2, "媒体报道.县区级": 2}, {"E05": 3, "媒体报道.县区级": 2}, "媒体报道"),
    "Z06": ({"E06": 1, "媒体报道.原创": 1}, {"E06": 2, "媒体报道.原创": 1}, "媒体报道"),
    "Z07": ({"E08": 2, "媒体报道.新媒体": 2}, {"E08": 1, "媒体报道.新媒体": 2}, "媒体报道"),
    "Z08": ({"A01": 1, "影像资料": 1}, {"A01": 1}, "影像资料"),
}


def known(figures: Figures, without: str = "") -> Known:
    """The whole form with these figures, 0 in every other cell of this year and last."""
    kinds = shipped().kinds
    kind = UnitKind(str(figures.get("类型", "school")))

    def content(code: str, value: float | str) -> CellContent:
        if value == "-":
            return CellContent(CellState.NONE)
        return CellContent(CellState.VALUE, int(Fraction(str(value)) * SMALLEST[kinds[code]]))

    cells = {code: content(code, figures.get(code, 0)) for code in kinds if code != without}
    last = {code: content(code, figures.get(f"^{code}", 0)) for code in kinds if f"^{code}" != without}
    names = [
        key for subject, parts in material_parts().items() for key in (subject, *(f"{subject}.{p}" for p in parts))
    ]
    materials = {name: int(figures.get(name, 0)) for name in names if name.split(".")[0] != without}
    return Known(cells, last, unit_facts(kind, Level.COUNTY), materials)


def test_every_shipped_check_has_its_cases_and_there_are_enough() -> None:
    form = shipped()
    assert [check.code for check in form.checks] == list(CASES)
    assert sum(check.bound.reach == Reach.TABLE for check in form.checks) >= 30
    assert {check.bound.reach for check in form.checks} == set(Reach)
    assert {check.grade for check in form.checks} == set(Grade)


@pytest.mark.parametrize("code", CASES)
def test_figures_that_fit_pass(code: str) -> None:
    assert findings(shipped(), known(CASES[code][0]), (), checks={code}) == []


@pytest.mark.parametrize("code", CASES)
def test_figures_that_do_not_fit_are_found(code: str) -> None:
    (found,) = findings(shipped(), known(CASES[code][1]), (), checks={code})
    assert (found.check, found.standing) == (code, Standing.OPEN)


@pytest.mark.parametrize("code", CASES)
def test_a_blank_that_matters_is_said_to_keep_it_from_being_checked(code: str) -> None:
    passing, _failing, blank = CASES[code]
    (found,) = findings(shipped(), known(passing, without=blank), (), checks={code})
    assert (found.standing, found.blocks) == (Standing.UNCHECKED, False)
    reasons = (f"{blank} 未填", f"上一届没有 {blank[1:]} 的数", f"{blank}还没有上报，无法审核")
    assert any(reason in found.sentence for reason in reasons)


def test_a_change_below_the_floor_needs_no_words_whatever_its_share() -> None:
    """From 1 to 11 is eleven times as many, but only ten more."""
    assert findings(shipped(), known({"A01": 11, "^A01": 1}), (), checks={"H01"}) == []
    assert findings(shipped(), known({"A01": 40, "^A01": 19}), (), checks={"H01"}) != []
