"""What axe-core finds wrong with a page, in words."""

from pathlib import Path

from playwright.sync_api import Page

from app.config import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def accessibility_faults(page: Page, *, axe: Path = AXE) -> list[str]:
    """Return one line a fault: its rule, how bad it is, and the elements; an empty list is a good page."""
    page.evaluate(axe.read_text())
    # A frame is another document (a file that is previewed), perhaps not loaded yet: axe is not in it anyway.
    found = page.evaluate("rules => axe.run({ runOnly: rules, iframes: false })", RULES)
    return [
        f"{fault['id']} ({fault['impact']}): " + ", ".join(str(node["target"][0]) for node in fault["nodes"])
        for fault in found["violations"]
    ]
