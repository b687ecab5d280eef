"""What people of the demo say about findings: made-up reasons, of the kind that units give."""

from sciweek.people.person import Person
from sciweek.returns.actions.explaining import exempt, explain
from sciweek.returns.enums import Exempted
from sciweek.returns.findings import blocking
from sciweek.returns.models import Return
from sciweek.returns.queries.checks import findings_of

WORDS = {
    "H01": ("今年新增社区和乡镇站点，活动场次相应增加。", "去年活动集中在一个会场，今年改为分散举办。"),
    "H02": ("去年以线上为主，今年恢复现场活动，人次增加较多。", "今年只在校内开展，没有组织社会公众入场。"),
    "H05": ("今年首次列入部门预算，去年由上级单位统一列支。", "展教器材去年已经购置，今年支出减少。"),
    "M02": ("学校与研究所共建的联合实验室对外开放，由学校填报。",),
}
OTHERWISE = ("已与原始记录逐项核对，情况属实。",)


def explain_open(person: Person, ret_id: int) -> None:
    """Explain whatever the unit may explain and has not yet."""
    ret = Return.objects.select_related("form", "campaign", "placement").get(pk=ret_id)
    for finding in blocking(findings_of(ret)):
        if finding.explainable:
            words = WORDS.get(finding.check, OTHERWISE)
            explain(actor=person, ret_id=ret_id, check_code=finding.check, text=words[ret_id % len(words)])


def list_unit(officer: Person, ret_id: int, check_code: str) -> None:
    """An office lets the unit explain a check that would keep its return."""
    exempt(
        actor=officer,
        ret_id=ret_id,
        check_code=check_code,
        exempted=Exempted.EXPLAIN,
        reason="该校确有联合实验室对外开放，请写明情况。",
    )
