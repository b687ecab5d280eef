"""`bootstrap`: the first office of a new installation, and links for its first administrators."""

import argparse


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("bootstrap", help="新装时登记牵头单位，打印第一批管理员的邀请链接")
    command.add_argument("--office", required=True, help="牵头单位全称，如 青海省科学技术厅")
    command.add_argument("--place", required=True, help="所在地名称或 6 位代码，如 青海省")
    command.add_argument("--name", required=True, help="第一位管理员的姓名")
    command.add_argument("--phone", required=True, help="第一位管理员的手机，接受邀请时核对")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Make the office once; later runs are refused, since everybody else is invited on the desk."""
    import django

    django.setup()
    from django.db import transaction

    from sciweek.core.audit import SYSTEM
    from sciweek.people.actions.invitations import Invitee, invite_first
    from sciweek.people.actions.units import UnitFacts, found_top_office
    from sciweek.people.enums import OFFICER_AT, Level, Role, UnitKind
    from sciweek.people.models import Unit
    from sciweek.places.models import Division
    from sciweek.places.queries import find_division

    if Unit.objects.exists():
        raise SystemExit("已经登记过单位。其他人员请在工作台里邀请。")
    place = find_division(words.place)
    if not isinstance(place, Division):
        raise SystemExit(f"所在地“{words.place}”查不到或不唯一，请写全称或 6 位代码。")
    facts = UnitFacts(name=words.office, kind=UnitKind.SCIENCE_OFFICE, division_code=place.code)
    roles = (OFFICER_AT[Level(place.level)], Role.SECURITY_ADMINISTRATOR)
    with transaction.atomic():
        office = found_top_office(actor=SYSTEM, facts=facts)
        issued = [
            (role, invite_first(actor=SYSTEM, unit=office, role=role, invitee=Invitee(words.name, words.phone)))
            for role in roles
        ]
    print("安全管理员登录后，再邀请审计管理员、系统管理员和各审核员；三员应由不同的人担任。")
    for role, each in issued:
        print(f"{role.label}：{each.link}")
    return 0
