"""Forms for property tests: everything that a form may hold, in texts that files find hard."""

from typing import Any

from hypothesis import strategies as st

from sciweek.returns.checks import Grade
from sciweek.returns.enums import LinkKind, ValueKind
from sciweek.returns.faults import clean_block, clean_line
from sciweek.returns.template import FormText, read_form

# Quotes, signs that begin formulas, escapes of TOML and of sheets, line ends, a sign beyond the first plane.
SIGNS = st.sampled_from([*"活动次a1 '\"\\=+-@#[]{}，；\t\n\r\x00\u2028\ufeff\u3000𠮷<&>", '"""', "_x0041_", "是"])
RAW = st.lists(SIGNS, max_size=12).map("".join)
CODES = [f"{letter}{number:02}" for letter in "ABC" for number in range(1, 8)]
OLD = [f"Z{number:02}" for number in range(1, 6)]


def lines(longest: int, *, needed: bool = False) -> st.SearchStrategy[str]:
    """One line of text, as it is typed."""
    texts = RAW.map(lambda text: text if len(clean_line(text)) <= longest else "活动")
    return texts.filter(clean_line) if needed else texts


blocks = RAW.filter(lambda text: len(clean_block(text)) <= 1_000)


@st.composite
def items(draw: st.DrawFn, code: str, before: list[str]) -> dict[str, Any]:
    """An indicator; it may be part of one that stands before it."""
    kind = draw(st.sampled_from(ValueKind))
    options = st.lists(
        lines(60, needed=True).filter(lambda text: not set("；;") & set(text)),
        min_size=2,
        max_size=4,
        unique_by=clean_line,
    )
    return {
        "code": code,
        "name": draw(lines(60, needed=True)),
        "unit": "万元" if kind == ValueKind.MONEY else draw(lines(20)),
        "kind": kind.value,
        "definition": draw(blocks),
        "parent": draw(st.sampled_from(["", *before])),
        "required": draw(st.booleans()),
        "options": draw(options) if kind == ValueKind.CHOICE else [],
    }


@st.composite
def checks(draw: st.DrawFn, code: str, numeric: list[str]) -> dict[str, Any]:
    """A check over one of the form's indicators."""
    of = draw(st.sampled_from(numeric))
    number = draw(st.sampled_from(["50%", "10", "0.5", "１００"]))
    formula, parameters = draw(
        st.sampled_from(
            [(f"{of} ≤ 上限", {"上限": number}), (f"若 {of} > 0 则 上年({of}) >= 幅度 × {of}", {"幅度": number})]
        )
    )
    grade = draw(st.sampled_from(Grade)).value
    return {
        "code": code,
        "grade": grade,
        "formula": formula,
        "sentence": draw(lines(200, needed=True)),
        "parameters": parameters,
    }


@st.composite
def form_data(draw: st.DrawFn) -> dict[str, Any]:
    """A form as data that `read_form` takes."""
    codes = draw(st.lists(st.sampled_from(CODES), unique=True, max_size=7))
    groups: list[dict[str, Any]] = [
        {"letter": letter, "name": draw(lines(40, needed=True)), "note": draw(lines(200)), "items": []}
        for letter in draw(st.lists(st.sampled_from(["A", "B", "一", "C1"]), min_size=1, max_size=3, unique=True))
    ]
    ends = sorted(draw(st.lists(st.integers(0, len(codes)), min_size=len(groups) - 1, max_size=len(groups) - 1)))
    for number, code in enumerate(codes):
        group = groups[sum(end <= number for end in ends)]
        group["items"].append(draw(items(code, codes[:number])))
    numeric = [
        item["code"]
        for group in groups
        for item in group["items"]
        if item["kind"] in (ValueKind.INTEGER.value, ValueKind.DECIMAL.value)
    ]
    names = draw(st.lists(st.sampled_from(["R01", "R02", "H1"]), unique=True)) if numeric else []
    old = draw(st.permutations(OLD))
    return {
        "title": draw(lines(120, needed=True)),
        **{name: draw(lines(40)) for name in ("number", "agency", "authority")},
        "valid_until": draw(st.dates().map(str) | st.just("")),
        "notes": draw(blocks),
        "head_approves": draw(st.booleans()),
        "scan_required": draw(st.booleans()),
        "groups": groups,
        "checks": [draw(checks(name, numeric)) for name in names],
        "links": [
            {"before": before, "after": after, "kind": draw(st.sampled_from(LinkKind)).value, "note": draw(lines(200))}
            for before, after in zip(old, draw(st.permutations(codes)), strict=False)
        ],
    }


forms: st.SearchStrategy[FormText] = form_data().map(read_form)
