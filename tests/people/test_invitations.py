"""An invitation works once, in time, for the person it was made for; who may invite whom stands here in full."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sciweek.core.errors import BadInput, NotFound, NotPermitted, WrongState
from sciweek.people.actions.invitations import (
    Invitee,
    accept_as,
    accept_invitation,
    invitation_for,
    invite,
    revoke_invitation,
)
from sciweek.people.enums import Role, UnitKind
from sciweek.people.models import Account, Invitation, Membership
from sciweek.people.rules import roles_to_invite
from tests.factories.campaigns import COUNTY, Province, make_person, make_unit

pytestmark = pytest.mark.django_db
PHONE, PASSWORD = "13900000007", "Chun-Feng-2291-lu"
UNIT_ROLES = [Role.UNIT_OFFICER, Role.UNIT_HEAD, Role.VIEWER]


@pytest.fixture
def province() -> Province:
    return Province()


def token_for(province: Province, *, phone: str = PHONE, email: str = "", role: Role = Role.UNIT_OFFICER) -> str:
    issued = invite(
        actor=province.county_officer,
        unit_id=province.schools[0].pk,
        role=role,
        invitee=Invitee("央金", phone, email),
    )
    return issued.link.rstrip("/").rsplit("/", 1)[-1]


def accept(token: str, **changes: str) -> Membership:
    given = {"proof": PHONE, "username": "yangjin", "password": PASSWORD, **changes}
    return accept_invitation(token=token, **given)


def test_the_invited_person_gets_an_account_with_the_role(province: Province) -> None:
    membership = accept(token_for(province))
    assert (membership.unit, membership.role) == (province.schools[0], Role.UNIT_OFFICER)
    assert membership.account.phone == PHONE
    assert membership.account.check_password(PASSWORD)


def test_a_link_works_once(province: Province) -> None:
    token = token_for(province)
    accept(token)
    with pytest.raises(WrongState, match="已经用过"):
        accept(token, username="another")
    assert Account.objects.filter(username="another").count() == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "已过有效期"),
        ({"revoked_at": timezone.now()}, "已被撤销"),
    ],
)
def test_an_expired_or_revoked_link_says_so_and_what_to_do(
    province: Province, change: dict[str, object], says: str
) -> None:
    token = token_for(province)
    Invitation.objects.update(**change)
    with pytest.raises(WrongState, match=says) as refused:
        invitation_for(token)
    assert "联系邀请单位" in refused.value.sentence
    with pytest.raises(WrongState):
        accept(token)
    assert not Membership.objects.filter(role=Role.UNIT_OFFICER, unit=province.schools[0]).exclude(
        account_id=province.filler.account_id
    )


def test_a_wrong_link_is_not_found(province: Province) -> None:
    with pytest.raises(NotFound, match="核对是否复制完整"):
        accept("no-such-token")


def test_an_invitation_again_makes_the_link_before_worthless(province: Province) -> None:
    first = token_for(province)
    second = token_for(province)
    with pytest.raises(WrongState, match="已被撤销"):
        accept(first)
    assert accept(second)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"proof": "13900000008"}, "proof"),
        ({"proof": ""}, "proof"),
        ({"username": "x"}, "username"),
        ({"username": "a<b>"}, "username"),
        ({"username": "person1"}, "username"),
        ({"username": "PERSON1"}, "username"),
        ({"password": "short1A"}, "password"),
        ({"password": "alllowercaseletters"}, "password"),
        ({"password": "yangjin-2291"}, "password"),
    ],
)
def test_a_refusal_names_the_field_and_saves_nothing(province: Province, changes: dict[str, str], field: str) -> None:
    token, accounts = token_for(province), Account.objects.count()
    with pytest.raises(BadInput) as refused:
        accept(token, **changes)
    assert field in refused.value.fields
    assert Account.objects.count() == accounts
    assert invitation_for(token)


def test_who_has_an_account_already_is_led_to_sign_in(province: Province) -> None:
    accept(token_for(province))
    token = token_for(province, role=Role.UNIT_HEAD)
    with pytest.raises(BadInput, match="请先登录"):
        accept(token, username="second")
    account = Account.objects.get(username="yangjin")
    joined = accept_as(account_id=account.pk, token=token)
    assert set(account.memberships.values_list("role", flat=True)) == {Role.UNIT_OFFICER, Role.UNIT_HEAD}
    assert joined.role == Role.UNIT_HEAD


def test_nobody_accepts_for_another(province: Province) -> None:
    token = token_for(province)
    with pytest.raises(BadInput, match="不是被邀请人"):
        accept_as(account_id=province.officer.account_id, token=token)
    assert invitation_for(token)


def test_a_used_invitation_is_not_revoked_and_a_strangers_neither(province: Province) -> None:
    token = token_for(province)
    invitation = Invitation.objects.get()
    other = make_person(
        make_unit("测试乙县科学技术局", code=630103, under=province.prefecture, kind=UnitKind.SCIENCE_OFFICE)
    )
    with pytest.raises(NotPermitted):
        revoke_invitation(actor=other, invitation_id=invitation.pk)
    accept(token)
    with pytest.raises(WrongState, match="已被接受"):
        revoke_invitation(actor=province.county_officer, invitation_id=invitation.pk)


@pytest.mark.parametrize(
    ("who", "school", "county", "prefecture", "office"),
    [
        (
            "province",
            UNIT_ROLES,
            [Role.COUNTY_OFFICER, *UNIT_ROLES],
            [Role.PREFECTURE_OFFICER, *UNIT_ROLES],
            [Role.PROVINCE_OFFICER, *UNIT_ROLES, Role.JOINT_HOST],
        ),
        ("prefecture", UNIT_ROLES, [Role.COUNTY_OFFICER, *UNIT_ROLES], [Role.PREFECTURE_OFFICER, *UNIT_ROLES], []),
        ("county", UNIT_ROLES, [Role.COUNTY_OFFICER, *UNIT_ROLES], [], []),
        ("unit", [Role.UNIT_OFFICER, Role.UNIT_HEAD], [], [], []),
        ("viewer", [], [], [], []),
        ("sibling", [], [], [], []),
    ],
)
def test_who_may_invite_whom(
    province: Province, who: str, school: list[Role], county: list[Role], prefecture: list[Role], office: list[Role]
) -> None:
    people = {
        **province.everybody,
        "viewer": make_person(province.county, Role.VIEWER),
        "sibling": make_person(province.schools[1]),
    }
    units = (province.schools[0], province.county, province.prefecture, province.office)
    for unit, expected in zip(units, (school, county, prefecture, office), strict=True):
        assert list(roles_to_invite(people[who], unit)) == expected, unit.name


@pytest.mark.parametrize("role", [Role.PROVINCE_OFFICER, Role.AUDITOR, Role.SECURITY_ADMINISTRATOR, Role.JOINT_HOST])
def test_an_office_cannot_hand_out_a_role_above_its_own(province: Province, role: Role) -> None:
    unit = make_unit("测试县某局", code=COUNTY, under=province.county, kind=UnitKind.DEPARTMENT)
    with pytest.raises(NotPermitted):
        invite(actor=province.county_officer, unit_id=unit.pk, role=role, invitee=Invitee("央金", PHONE))
    assert not Invitation.objects.exists()
