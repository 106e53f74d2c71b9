"""待办事项 as its users handle it."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.province import Course


def open_inbox(page: Page) -> None:
    """The inbox, by the menu."""
    page.goto("/")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="待办事项").click()
    expect(page.get_by_role("heading", level=1, name="待办事项")).to_be_visible()


def open_group(page: Page, course: Course) -> None:
    """What waits of one class, from the inbox."""
    open_inbox(page)
    page.get_by_role("link", name=course.name, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=course.name)).to_be_visible()


def choose(page: Page, *names: str) -> None:
    """Tick the rows of these learners."""
    for name in names:
        page.get_by_role("checkbox", name=f"选择 {name}").check()


def open_dialog(page: Page, outcome: str) -> Locator:
    """Press the button of an outcome; the dialog asks for the comment."""
    page.get_by_role("button", name=outcome, exact=True).click()
    dialog = page.get_by_role("dialog", name="办理意见")
    expect(dialog).to_be_visible()
    return dialog


def decide(page: Page, outcome: str, comment: str = "") -> None:
    """Decide what is ticked."""
    dialog = open_dialog(page, outcome)
    dialog.get_by_label("意见", exact=False).last.fill(comment)
    dialog.get_by_role("button", name=f"确认{outcome}").click()


def row_of(page: Page, name: str) -> Locator:
    """The row of a learner."""
    return page.get_by_role("row").filter(has_text=name)
