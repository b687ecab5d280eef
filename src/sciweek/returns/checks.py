"""The checks of a form as data: code, grade, formula, what to say when it fails. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sciweek.campaigns.enums import DutyKind
from sciweek.core.errors import BadInput
from sciweek.materials.counting import Counts
from sciweek.materials.enums import MediaLevel, Origin
from sciweek.people.enums import Level, UnitKind
from sciweek.returns.enums import ValueKind
from sciweek.returns.faults import clean_line
from sciweek.returns.formulas.binding import FUNCTIONS, Bound, Vocabulary, bind
from sciweek.returns.formulas.lexer import KEYWORDS
from sciweek.returns.formulas.parser import parse
from sciweek.returns.formulas.tree import FormulaError, Number

CODE = re.compile(r"[A-Z][A-Z0-9]{0,11}")
PARAMETER = re.compile(r"[\u4e00-\u9fff]{1,12}")
LONGEST_SENTENCE = 200
MOST_CHECKS = 300
MOST_PARAMETERS = 20
# What a formula may ask about the unit, as the roster of the campaign has it (目录).
FACTS = ("单位类型", "单位级别")
# What a formula may count of what goes with the form (表间): things that are handed in one by one.
COUNTED = (DutyKind.PICTURES, DutyKind.MEDIA)


class Grade(models.TextChoices):
    """How grave a finding is (统计联网直报: 审核错误的四个等级)."""

    MANDATORY = "强制性", _("强制性")
    NEAR_MANDATORY = "准强制性", _("准强制性")
    TO_EXPLAIN = "核实性", _("核实性")
    HINT = "提示性", _("提示性")


class BadCheck(BadInput):
    """A check cannot be used: `field` is what is wrong in it, `at` at which character of its formula, from 0."""

    def __init__(self, sentence: str, field: str, at: int | None = None) -> None:
        super().__init__(sentence, {field: sentence})
        self.field, self.at = field, at


@dataclass(frozen=True, slots=True)
class Check:
    """A relation that a return should satisfy. `parameters`: the words of the formula that stand for numbers, as typed."""

    code: str
    grade: Grade
    formula: str
    sentence: str
    bound: Bound
    parameters: Mapping[str, str]

    def as_data(self) -> dict[str, object]:
        """The check as a form keeps it; see `read_checks`."""
        kept: dict[str, object] = {
            "code": self.code,
            "grade": self.grade.value,
            "formula": self.formula,
            "sentence": self.sentence,
        }
        return kept | ({"parameters": dict(self.parameters)} if self.parameters else {})


def unit_facts(kind: UnitKind, level: Level) -> dict[str, str]:
    """What formulas may ask about a unit of this kind and level. Always in Chinese, like the formulas."""
    with override("zh-hans"):
        return dict(zip(FACTS, (str(kind.label), str(level.label)), strict=True))


@lru_cache(maxsize=1)
def _answers() -> Mapping[str, Sequence[str]]:
    """Each fact about a unit, with the answers there are."""
    with override("zh-hans"):
        return dict(zip(FACTS, ([str(k.label) for k in UnitKind], [str(v.label) for v in Level]), strict=True))


@lru_cache(maxsize=1)
def material_parts() -> Mapping[str, Sequence[str]]:
    """Each material that is counted, with what it is told apart into: media reports by level and by origin."""
    with override("zh-hans"):
        names = {kind: str(kind.label) for kind in COUNTED}
        apart = [str(each.label) for each in (*MediaLevel, *Origin)]
        return {names[DutyKind.PICTURES]: (), names[DutyKind.MEDIA]: apart}


def material_counts(counts: Counts) -> dict[str, int]:
    """What formulas may ask about the materials of one unit; what it has not handed in is left out. In Chinese."""
    with override("zh-hans"):
        known: dict[str, int] = {}
        if counts.pictures is not None:
            known[str(DutyKind.PICTURES.label)] = counts.pictures
        if counts.media is not None:
            subject = str(DutyKind.MEDIA.label)
            known[subject] = sum(counts.media.values())
            known |= {f"{subject}.{part}": 0 for part in material_parts()[subject]}
            for (level, origin), count in counts.media.items():
                for part in (str(MediaLevel(level).label), str(Origin(origin).label)):
                    known[f"{subject}.{part}"] = known.get(f"{subject}.{part}", 0) + count
    return known


def read_checks(rows: Iterable[Mapping[str, Any]], kinds: Mapping[str, ValueKind]) -> tuple[Check, ...]:
    """Checks from rows as `Check.as_data` makes them, bound to a form's indicators.

    Raises:
        BadCheck: see `read_check`.
    """
    return tuple(read_check(row, kinds) for row in rows)


def read_check(row: Mapping[str, Any], kinds: Mapping[str, ValueKind]) -> Check:
    """A check from `code`, `grade`, `formula`, `sentence` and perhaps `parameters`, bound to a form's indicators.

    Raises:
        BadCheck: it lacks something, or its formula cannot be used; names the check.
    """
    code, formula, sentence = (clean_line(str(row.get(name, ""))) for name in ("code", "formula", "sentence"))
    if not CODE.fullmatch(code):
        raise BadCheck(f"审核公式的编号“{code[:20]}”不对，要以大写字母开头，只用大写字母和数字，如 R01。", "code")
    for name, text, title in (("formula", formula, "公式"), ("sentence", sentence, "说明")):
        if not text:
            raise BadCheck(f"审核公式 {code} 缺少{title}，请填写。", name)
    if len(sentence) > LONGEST_SENTENCE:
        raise BadCheck(f"审核公式 {code} 的说明超过 {LONGEST_SENTENCE} 个字，请缩短。", "sentence")
    grade = str(row.get("grade", ""))
    if grade not in Grade.values:
        raise BadCheck(f"审核公式 {code} 的等级“{grade[:20]}”不认识，应为 {'、'.join(Grade.values)}。", "grade")
    typed = _typed_parameters(code, row.get("parameters", {}))
    try:
        read = {name: _parameter(name, value) for name, value in typed.items()}
    except FormulaError as refusal:
        raise BadCheck(f"审核公式 {code}：{refusal.sentence}", "parameters") from refusal
    try:
        bound = bind(formula, Vocabulary(kinds, read, _answers(), material_parts()))
    except FormulaError as refusal:
        raise BadCheck(f"审核公式 {code}“{formula[:60]}”：{refusal.sentence}", "formula", refusal.at) from refusal
    return Check(code, Grade(grade), formula, sentence, bound, typed)


def _typed_parameters(code: str, parameters: object) -> dict[str, str]:
    if not isinstance(parameters, Mapping):
        raise BadCheck(f"审核公式 {code} 的参数应写成 名称 = 数。", "parameters")
    if len(parameters) > MOST_PARAMETERS:
        raise BadCheck(f"审核公式 {code} 的参数最多 {MOST_PARAMETERS} 个。", "parameters")
    return {clean_line(str(name)): clean_line(str(value)) for name, value in parameters.items()}


def _parameter(name: str, value: str) -> Number:
    if not PARAMETER.fullmatch(name) or name in KEYWORDS or name in FUNCTIONS or name in FACTS:
        raise FormulaError(f"参数名“{name[:20]}”不能用，请换一个汉字词。", 0)
    number = parse(value)
    if not isinstance(number, Number):
        raise FormulaError(f"参数“{name}”应是一个数，如 50% 或 100。", 0)
    return number
