"""Asking axe about a page: every rule that a page of ours is held to, once for all browser tests."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

# Named, because those of WCAG 2.2 (targets large enough) are off unless asked for.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED = """([tags, contrast]) => axe.run({
    runOnly: tags, resultTypes: ['violations'], rules: {'color-contrast': {enabled: contrast}}
}).then(done => done.violations.map(each => each.id + ': ' + each.nodes[0].html.slice(0, 160)))"""


def bring(context: Any) -> None:
    """Put axe into every page that this context opens from now on."""
    context.add_init_script(AXE_SCRIPT)


def faults(page: Any, *, contrast: bool = True) -> list[str]:
    """What axe finds on a page of a context that it was brought to, as rule and place; only that comes over the wire.

    Contrast is most of its work. A test that looks at several widths asks it at one: the colours are the same tokens at
    the others, and `tests/pages/test_style.py` asks each pair of them.
    """
    return list(page.evaluate(ASKED, [RULES, contrast]))
