"""The checks of a form as data: code, grade, formula, what to say when it fails. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sciweek.core.errors import BadInput
from sciweek.people.enums import Level, UnitKind
from sciweek.returns.enums import ValueKind
from sciweek.returns.formulas.binding import FUNCTIONS, Bound, Vocabulary, bind
from sciweek.returns.formulas.lexer import KEYWORDS
from sciweek.returns.formulas.parser import parse
from sciweek.returns.formulas.tree import FormulaError, Number

CODE = re.compile(r"[A-Z][A-Z0-9]{0,11}")
PARAMETER = re.compile(r"[\u4e00-\u9fff]{1,12}")
LONGEST_SENTENCE = 200
MOST_CHECKS = 300
# What a formula may ask about the unit, as the roster of the campaign has it (目录).
FACTS = ("单位类型", "单位级别")


class Grade(models.TextChoices):
    """How grave a finding is (统计联网直报: 审核错误的四个等级)."""

    MANDATORY = "强制性", _("强制性")
    NEAR_MANDATORY = "准强制性", _("准强制性")
    TO_EXPLAIN = "核实性", _("核实性")
    HINT = "提示性", _("提示性")


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


def read_checks(rows: Iterable[Mapping[str, Any]], kinds: Mapping[str, ValueKind]) -> tuple[Check, ...]:
    """Checks from rows of `code`, `grade`, `formula`, `sentence` and perhaps `parameters`, bound to a form's indicators.

    Raises:
        BadInput: a row that lacks something, a code twice, a formula that cannot be used; names the check.
    """
    checks = tuple(_read(row, kinds) for row in rows)
    if len(checks) > MOST_CHECKS:
        raise BadInput(f"审核公式最多 {MOST_CHECKS} 条，现有 {len(checks)} 条。")
    seen: set[str] = set()
    for check in checks:
        if check.code in seen:
            raise BadInput(f"审核公式的编号重复：{check.code}。")
        seen.add(check.code)
    return checks


def _read(row: Mapping[str, Any], kinds: Mapping[str, ValueKind]) -> Check:
    code, formula, sentence = (str(row.get(name, "")).strip() for name in ("code", "formula", "sentence"))
    if not CODE.fullmatch(code):
        raise BadInput(f"审核公式的编号“{code[:20]}”不对，要以大写字母开头，只用大写字母和数字，如 R01。")
    if not formula or not sentence:
        raise BadInput(f"审核公式 {code} 缺少公式或说明。")
    if len(sentence) > LONGEST_SENTENCE:
        raise BadInput(f"审核公式 {code} 的说明超过 {LONGEST_SENTENCE} 个字，请缩短。")
    if row.get("grade") not in Grade.values:
        raise BadInput(f"审核公式 {code} 的等级“{row.get('grade', '')}”不认识，应为 {'、'.join(Grade.values)}。")
    parameters = row.get("parameters", {})
    if not isinstance(parameters, Mapping):
        raise BadInput(f"审核公式 {code} 的参数应写成 名称 = 数。")
    typed = {str(name): str(value) for name, value in parameters.items()}
    try:
        read = {name: _parameter(name, value) for name, value in typed.items()}
        bound = bind(formula, Vocabulary(kinds, read, _answers()))
    except FormulaError as refusal:
        raise BadInput(f"审核公式 {code}“{formula}”：{refusal.sentence}") from refusal
    return Check(code, Grade(row["grade"]), formula, sentence, bound, typed)


def _parameter(name: str, value: str) -> Number:
    if not PARAMETER.fullmatch(name) or name in KEYWORDS or name in FUNCTIONS or name in FACTS:
        raise FormulaError(f"参数名“{name}”不能用，请换一个汉字词。", 0)
    number = parse(value)
    if not isinstance(number, Number):
        raise FormulaError(f"参数“{name}”应是一个数，如 50% 或 100。", 0)
    return number
