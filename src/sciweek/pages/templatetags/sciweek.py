"""Tags and filters of every template: icons, Chinese dates, figures, addresses with changed parameters."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciweek.core import clock
from sciweek.core.act_words import word_of
from sciweek.core.names import mask_email, mask_name, mask_phone

register = template.Library()
WEEKDAYS = "一二三四五六日"

register.filter("mask_name", mask_name)
register.filter("mask_phone", mask_phone)
register.filter("mask_email", mask_email)
register.filter("act_cn", word_of)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; with a label it speaks, without it is decoration."""
    return _drawn_icon(str(name), str(label))


@lru_cache(maxsize=512)
def _drawn_icon(name: str, label: str) -> SafeString:
    """Drawn once: a page has some thirty, and the address of the sprite stays for the life of the process."""
    href = f"{static('pages/sprite.svg')}#i-{name}"
    if label:
        return format_html('<svg class="i" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="i" aria-hidden="true"><use href="{}"/></svg>', href)


def _local(value: date | datetime) -> date | datetime:
    return value.astimezone(clock.SHANGHAI) if isinstance(value, datetime) else value


@register.filter
def date_cn(value: date | datetime | None) -> str:
    """5月20日, with the year where it is not the current one; May 20 in English."""
    if not value:
        return ""
    day = _local(value)
    this_year = day.year == clock.today().year
    if (get_language() or "").startswith("en"):
        return f"{day:%b} {day.day}" if this_year else f"{day:%b} {day.day}, {day.year}"
    return f"{day.month}月{day.day}日" if this_year else f"{day.year}年{day.month}月{day.day}日"


@register.filter
def datetime_cn(value: datetime | None) -> str:
    """The day and the time; the end of a day is shown as the day alone, since that is how deadlines are written."""
    if not value:
        return ""
    local = value.astimezone(clock.SHANGHAI)
    if (local.hour, local.minute) == (23, 59):
        return date_cn(value)
    return f"{date_cn(value)} {local:%H:%M}"


@register.filter
def weekday_cn(value: date | datetime) -> str:
    """周六."""
    day = _local(value)
    if (get_language() or "").startswith("en"):
        return f"{day:%a}"
    return f"周{WEEKDAYS[day.weekday()]}"


@register.filter
def days_left(value: date | datetime) -> int:
    """Whole days from today in Shanghai to that day; negative when it has passed."""
    day = _local(value)
    return ((day.date() if isinstance(day, datetime) else day) - clock.today()).days


@register.filter
def number(value: Any) -> str:
    """A figure with separators; empty for None."""
    return "" if value is None else value if isinstance(value, str) else f"{value:,}"


@register.filter
def percent(part: int | None, whole: int | None) -> str:
    """A whole percentage; a dash where there is no base. 99.6 % is not shown as 100."""
    if not whole:
        return "–"
    share = (part or 0) * 100 / whole
    return f"{99 if 99 <= share < 100 else round(share)}%"


@register.simple_tag(takes_context=True)
def query(context: Mapping[str, Any], **changes: object) -> str:
    """The current address's parameters with some changed; None takes one away. Always begins with `?`."""
    request = context.get("request")
    params: QueryDict = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        params.pop(key, None)
        if value not in (None, ""):
            params[key] = str(value)
    return f"?{params.urlencode()}"


@register.simple_tag
def meter(total: int, *parts: int, label: str = "") -> SafeString:
    """A bar of up to three parts of a total, as SVG: a style attribute would need an unsafe policy."""
    whole = max(total, sum(parts), 1)
    bars, x = [], 0.0
    for number_of_part, part in enumerate(parts[:3], 1):
        width = part * 100 / whole
        bars.append(
            format_html('<rect class="m{}" x="{}" width="{}" height="8"/>', number_of_part, f"{x:.2f}", f"{width:.2f}")
        )
        x += width
    return format_html(
        '<svg class="meter" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        label or _("共 %(total)s") % {"total": total},
        SafeString("".join(bars)),
    )
