"""What can be seen to be wrong with any page: too wide for its window, or not usable by everybody."""

from playwright.sync_api import Page

from tests.browser.accessibility import accessibility_faults

TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= room) return []
  const reach = (one) => Math.round(one.getBoundingClientRect().right)
  return [...document.querySelectorAll('body *')]
    .filter((one) => reach(one) > room + 1)
    .map((one) => `${one.tagName.toLowerCase()}.${one.className} reaches ${reach(one)} of ${room}`)
}"""


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with the page as it stands now; an empty list is a good page."""
    too_wide: list[str] = page.evaluate(TOO_WIDE)
    return too_wide[:3] + accessibility_faults(page)
