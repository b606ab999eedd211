"""Looks at a page as many readers do: at three widths, in light and dark, through axe, without loading it anew."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (320, 390, 1280)
RULES = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(found =>
    found.violations.flatMap(each => each.nodes.map(node => `${each.id}: ${node.target} ${node.failureSummary}`)))"""
OVERFLOW = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""


def problems(page: Page) -> list[str]:
    """What axe finds, and where the page is wider than the window, at every width, light and dark.

    Dark changes nothing but colours: there, only the rules about colours are asked again.
    """
    page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        if beyond := page.evaluate(OVERFLOW):
            found.append(f"{width} px: {beyond} px too wide")
        for scheme in RULES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} px, {scheme}: {problem}" for problem in axe(page, RULES[scheme])]
    return found


def axe(page: Page, rules: dict[str, Any]) -> Any:
    """What axe finds in the page as it stands."""
    return page.evaluate(RUN, rules)
