"""What people do in a browser: walk by the keyboard, register, sign in."""

import re

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

STATUS = re.compile(r"Failed to load resource: the server responded with a status of (404|409|410|422)")
MOST_TABS = 160


def complaints_of(page: Page, complaints: list[str]) -> None:
    """Collect what the browser complains of: scripts that fail, what the policy refuses."""

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not STATUS.match(message.text):
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there, and seen."""
    expect(target).to_have_count(1)
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if has_focus(target):
            expect(target).to_be_in_viewport()
            return
    raise AssertionError(f"{MOST_TABS} times Tab do not lead to {target} on {page.url}")


def has_focus(target: Locator) -> bool:
    """Whether the keyboard is there."""
    return bool(target.evaluate("element => element === document.activeElement"))


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Go there by Tab and press a key."""
    tab_to(page, target)
    page.keyboard.press(key)


def write(page: Page, target: Locator, text: str) -> None:
    """Go there by Tab and type."""
    tab_to(page, target)
    page.keyboard.type(text)


def fill_in(page: Page, name: str, email: str) -> None:
    """Fill in the form for registering, with the mouse."""
    page.locator("#name").fill(name)
    page.locator("#email").fill(email)
    page.locator("#privacy").check()


def send(page: Page) -> None:
    """Press the button of the form with the answers, not the one that keeps them for later."""
    page.locator("#answers .button:not(.second)").last.click()


def register(page: Page, cohort: str, name: str, email: str) -> None:
    """Register with the mouse; the page is the result then."""
    page.goto(f"{cohort}/register")
    fill_in(page, name, email)
    send(page)
    expect(page.locator("main")).to_have_attribute("data-state", re.compile("."))


def sign_in(page: Page, link: str) -> None:
    """Use a one-time link."""
    page.goto(link)
    page.locator("main form button").click()
    page.wait_for_url("**/organizer/")
