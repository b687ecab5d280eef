"""What the demo bar shows."""

from django import template
from django.conf import settings

from sciweek.demo.parts import PARTS, part_of

register = template.Library()
MOMENT_NAMES = {"week": "活动周期间", "deadline": "截止前"}


@register.simple_tag(takes_context=True)
def demo_parts(context: template.Context) -> list[tuple[str, str, bool]]:
    """The parts a visitor can play: key, name, whether it is the one being played."""
    person = getattr(context.get("request"), "person", None)
    now = part_of(person.role, person.unit_kind, person.level) if person is not None else ""
    return [(part, str(name), part == now) for part, name in PARTS.items()]


@register.simple_tag
def demo_moments() -> list[tuple[str, str, bool]]:
    """The two moments: name, address, whether it is this one."""
    pairs = [each.split("=") for each in settings.DEMO_PORTS.split(",") if "=" in each]
    return [(MOMENT_NAMES[name], f"http://127.0.0.1:{port}/", name == settings.DEMO) for name, port in pairs]
