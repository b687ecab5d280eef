"""What the frame of a page shows besides the page: brand, navigation, crumbs, who is signed in.

Faces fill it; rooms' own pages get it by a context processor, so that no room needs to know a face.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class NavItem:
    """One address in the navigation; `hot` marks a count that somebody waits for."""

    label: str
    href: str
    icon: str = ""
    count: int | None = None
    hot: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class NavGroup:
    """A titled group of addresses in the desk's side list."""

    title: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of one page."""

    brand: str
    brand_note: str = ""
    home: str = "/"
    nav: tuple[NavItem, ...] = ()
    groups: tuple[NavGroup, ...] = ()
    user_label: str = ""
    campaign_label: str = ""
    campaign_note: str = ""
    campaign_href: str = ""
    search_href: str = ""
    footer: tuple[tuple[str, tuple[NavItem, ...]], ...] = ()
    footer_lines: tuple[str, ...] = ()
    demo_bar: str = ""
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def flat(self) -> list[NavItem]:
        """All items of the groups, for the phone's one-row menu."""
        return [item for group in self.groups for item in group.items]


def shell_of(request: HttpRequest) -> Shell:
    """The frame for this request, made by the function that `SCIWEEK_SHELL` names."""
    make: Callable[[HttpRequest], Shell] = import_string(settings.SCIWEEK_SHELL)
    return make(request)
