"""What applicants are asked: to accept a seat or decline it, to prove their address, to take a registration over."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import applicants
from tests.browser.conftest import NewPage
from tests.browser.looking import problems
from tests.browser.site import Site, own_link
from tests.browser.test_public_pages import FIRST_SCREEN, lowest_button
from tests.browser.test_registering import register, withdraw
from tests.browser.visiting import fill_in, press, send
from tests.factories.registrations import register as at_once

PEOPLE = {
    "pending": applicants.pending, "rejected": applicants.rejected, "offered": applicants.offered,
    "declined": applicants.declined, "expired": applicants.expired,
}  # fmt: skip
LANGUAGES = pytest.mark.parametrize("language", ["en", "fr"])


def opened(site: Site, page: Page, who, language: str) -> str:
    """Open the link of somebody's mail; the address that it leads to."""
    with applicants.on(site):
        link = who(language)
    page.goto(link)
    return page.url


@pytest.mark.parametrize(("language", "script"), [("en", True), ("fr", False)])
def test_a_seat_that_comes_free_is_offered_by_mail_and_accepted_by_the_keyboard(
    site: Site, new_page: NewPage, language: str, script: bool
) -> None:
    with applicants.on(site):
        cohort = f"{site.root}/{language}/{applicants.cohort(capacity=1, on_free_seat='offer')[1]}"
    holder, waiting = (f"{who}.{language}@offers.example" for who in ("holder", "waiting"))
    pages = [new_page(java_script_enabled=script) for _ in range(2)]
    states = [register(page, cohort, who)[0] for page, who in zip(pages, (holder, waiting), strict=True)]
    assert states == ["confirmed", "waitlisted"]
    withdraw(pages[0], own_link(site.mails_to(holder)[0]))
    expect(pages[0].locator("main")).to_have_attribute("data-state", "withdrawn")

    pages[1].goto(own_link(site.mails_to(waiting, 2)[1]))
    expect(pages[1].locator("main")).to_have_attribute("data-state", "offered")
    press(pages[1], pages[1].locator("main form button"))
    expect(pages[1].locator("main")).to_have_attribute("data-state", "confirmed")
    assert site.installation.run("doctor")


@LANGUAGES
@pytest.mark.parametrize("state", PEOPLE)
def test_the_page_of_an_applicant_has_no_barrier_in_any_state(
    site: Site, new_page: NewPage, state: str, language: str
) -> None:
    page = new_page(reduced_motion="reduce")
    opened(site, page, PEOPLE[state], language)
    expect(page.locator("main")).to_have_attribute("data-state", state)
    assert problems(page) == []
    if state == "offered":
        assert lowest_button(page) <= FIRST_SCREEN


@LANGUAGES
def test_the_pages_that_ask_for_an_answer_have_no_barrier(site: Site, new_page: NewPage, language: str) -> None:
    page = new_page(reduced_motion="reduce")
    own = opened(site, page, applicants.given, language)
    for address in (own, f"{own}/acceptance", f"{own}/refusal"):
        page.goto(address)
        assert problems(page) == []
    page.goto(f"{own}/acceptance")
    send(page)
    expect(page.locator("#problems")).to_be_focused()
    assert problems(page) == []
    opened(site, page, applicants.unproved, language)
    assert problems(page) == []


@LANGUAGES
def test_an_invitation_is_agreed_to_and_has_no_barrier(site: Site, new_page: NewPage, language: str) -> None:
    page = new_page(reduced_motion="reduce")
    with applicants.on(site):
        link = applicants.invited(language)
    page.goto(link)
    assert problems(page) == []
    send(page)
    expect(page.locator("#problems")).to_be_focused()
    assert problems(page) == []
    page.locator("#privacy").check()
    send(page)
    expect(page.locator("main")).to_have_attribute("data-state", "confirmed")
    page.goto(link)
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("main form").count() == 0
    assert problems(page) == []


@LANGUAGES
def test_where_the_organizers_choose_and_where_addresses_are_proved_no_page_has_a_barrier(
    site: Site, new_page: NewPage, language: str
) -> None:
    with applicants.on(site):
        review = applicants.cohort(admission="review")[1]
        proved = applicants.cohort(verify_email=True)[1]
        full_id, full = applicants.cohort(capacity=1, waitlist_limit=1)
        for _ in range(2):
            at_once(full_id)
    page = new_page(reduced_motion="reduce")
    for path in (review, f"{review}/register", full, f"{proved}/register"):
        page.goto(f"{site.root}/{language}/{path}")
        assert problems(page) == []
    fill_in(page, "Ana Roy", f"proved.{language}@boreal.example")
    send(page)
    expect(page).to_have_url(f"{site.root}/{language}/{proved}/mailbox")
    assert problems(page) == []
