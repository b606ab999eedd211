"""An organizer picks people, writes to them, tries it, sends it, and watches it go out; its pages through axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looking import problems
from tests.browser.site import Site
from tests.browser.visiting import sign_in

COHORT = "programs/ai-policy/ottawa"
SUBJECT = "The room has moved upstairs"
BODY = "Hi {name},\n\nplease take the **stairs**."


def test_those_who_are_picked_get_it_and_the_page_says_so_by_itself(site: Site, new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, site.sign_in_link())
    page.goto(f"{site.root}/organizer/{COHORT}/registrations?state=confirmed")
    for box in page.locator("td input[name=registration]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Write to them").click()
    expect(page.get_by_role("heading", name="To 2 people whom you picked")).to_be_visible()
    fill(page)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="See it as a mail program shows it").click()
    expect(opened.value.locator("strong")).to_have_text("stairs")
    page.get_by_role("button", name="Send it to me").click()
    assert site.mails_to("en@boreal.example")[-1].message["Subject"] == f"[Test] {SUBJECT}"
    page.get_by_role("button", name="Send to 2 people").click()
    expect(page.locator("#progress")).to_contain_text("The mail server has taken 2 of 2 messages.")
    expect(page.locator("h1 + .tag")).to_have_text("Sent")
    assert len([mail for mail in site.mailbox.wait(0) if mail.message["Subject"] == SUBJECT]) == 2


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_of_messages_to_many_have_no_barrier(site: Site, new_page: NewPage, language: str) -> None:
    page = new_page(reduced_motion="reduce")
    sign_in(page, site.sign_in_link(language))
    page.goto(f"{site.root}/organizer/{COHORT}/messages/new")
    assert problems(page) == []
    fill(page)
    assert problems(page) == []
    page.locator("input[value=later]").check()
    page.locator("#day").fill("2099-01-01")
    page.locator("#hour").fill("09:00")
    page.locator("#answers .form-actions .button").click()
    expect(page).to_have_url(re.compile(r"/messages/\d+$"))
    assert problems(page) == []
    shown = page.url
    page.goto(f"{shown}/stop")
    assert problems(page) == []
    for path in ("messages", "reminders", "registrations"):
        page.goto(f"{site.root}/organizer/{COHORT}/{path}")
        assert problems(page) == [], path


def fill(page: Page) -> None:
    """Write the words, and look them over."""
    page.locator("#subject-en").fill(SUBJECT)
    page.locator("#body-en").fill(BODY)
    page.locator("#answers .form-actions .button").click()
    expect(page).to_have_url(re.compile(r"/review$"))
