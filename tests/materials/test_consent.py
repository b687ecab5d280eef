"""When a picture that shows minors may be used."""

from datetime import date
from itertools import product

import pytest

from sciweek.materials.consent import Consent, use_of
from sciweek.materials.enums import Minors, Use

WHOLE = Consent(given=True, by="三年级二班全体家长，书面", on=date(2023, 5, 20))
PARTS = [
    Consent(),
    Consent(given=True),
    Consent(by="家长"),
    Consent(on=date(2023, 5, 20)),
    Consent(True, " ", WHOLE.on),
]


@pytest.mark.parametrize(("minors", "consent"), list(product(Minors, [WHOLE, *PARTS])))
def test_a_picture_of_children_is_used_only_with_a_whole_consent(minors: Minors, consent: Consent) -> None:
    allowed = minors != Minors.CHILDREN or consent is WHOLE
    assert use_of(Use.USABLE, minors, consent) == (Use.USABLE if allowed else Use.FILED)
    assert use_of(Use.FILED, minors, consent) == Use.FILED


def test_a_consent_is_whole_when_all_of_it_is_said() -> None:
    assert WHOLE.complete
    assert not any(consent.complete for consent in PARTS)
    assert [consent.begun for consent in PARTS] == [False, True, True, True, True]
