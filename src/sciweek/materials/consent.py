"""When a picture that shows minors may be used (个人信息保护法 第二十八条、第三十一条). Pure.

All personal data of a child under 14 are sensitive; a guardian's consent is needed. It is recorded as what was agreed to,
by whom, and on which day; names of guardians are not asked for.
"""

from dataclasses import dataclass
from datetime import date

from sciweek.materials.enums import Minors, Use

# What guardians agree to; kept with each consent as it read on the day.
STATEMENT = (
    "监护人已知道并同意：本单位在科技活动周的总结、汇编和宣传中使用这张照片，只用于这一目的，可以随时要求撤下和删除。"
)
NEEDS_CONSENT = "照片里有不满 14 周岁的儿童，取得监护人同意之前只能存档。请写明谁同意的、哪一天，并勾选同意书内容。"

INCOMPLETE = "监护人同意要写全：勾选同意书内容，写明谁同意的、哪一天同意的。"


@dataclass(frozen=True, slots=True)
class Consent:
    """That guardians agreed to `STATEMENT`: who (in words, such as “三年级二班全体家长，书面”), and when."""

    given: bool = False
    by: str = ""
    on: date | None = None

    @property
    def begun(self) -> bool:
        """Whether any of it is said."""
        return self.given or bool(self.by.strip()) or self.on is not None

    @property
    def complete(self) -> bool:
        """Whether all of it is said."""
        return self.given and bool(self.by.strip()) and self.on is not None


def use_of(wanted: Use, minors: Minors, consent: Consent) -> Use:
    """What the picture may be used for: as wanted, but filed only while children have no guardian's consent."""
    return Use.FILED if minors == Minors.CHILDREN and not consent.complete else wanted
