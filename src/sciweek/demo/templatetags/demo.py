"""What the demo bar shows."""

from django import template
from django.conf import settings

from sciweek.demo.parts import PARTS

register = template.Library()
MOMENT_NAMES = {"week": "活动周期间", "deadline": "截止前"}


@register.simple_tag
def demo_parts() -> dict[str, str]:
    """The parts a visitor can play."""
    return {part: str(name) for part, name in PARTS.items()}


@register.simple_tag
def demo_moments() -> list[tuple[str, str, bool]]:
    """The two moments: name, address, whether it is this one."""
    pairs = [each.split("=") for each in settings.DEMO_PORTS.split(",") if "=" in each]
    return [(MOMENT_NAMES[name], f"http://127.0.0.1:{port}/", name == settings.DEMO) for name, port in pairs]
