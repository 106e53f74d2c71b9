"""Picking in the modal choosers."""

from playwright.sync_api import Page, expect


def pick(page: Page, label: str, name: str) -> None:
    """Open the chooser of a field, and take the entry of this name."""
    page.get_by_role("button", name=f"选择{label}", exact=True).click()
    page.locator("dialog[open]").get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("textbox", name=label)).to_have_value(name)


def pick_by_keyboard(page: Page, label: str, text: str, name: str) -> None:
    """Search in the chooser of a field, walk to the first entry, and take it."""
    page.get_by_role("button", name=f"选择{label}", exact=True).press("Enter")
    page.keyboard.type(text)
    expect(page.locator("dialog[open] [data-choice-id]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name=label)).to_have_value(name)
