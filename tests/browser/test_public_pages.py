"""Every public page is for everybody: axe finds nothing, and nothing is wider than the window."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looking import problems
from tests.browser.site import Site, own_link
from tests.browser.visiting import fill_in, register, send

PROGRAM = "programs/ai-policy"
COHORTS = {
    "open": "ottawa", "upcoming": "vancouver", "full": "halifax", "closed": "quebec", "cancelled": "winnipeg",
    "past": "montreal", "archived": "edmonton", "review": "saskatoon", "line full": "charlottetown",
}  # fmt: skip
PAGES = {
    "home": "",
    "program": PROGRAM,
    **{phase: f"{PROGRAM}/{slug}" for phase, slug in COHORTS.items()},
    "register": f"{PROGRAM}/ottawa/register",
    "application": f"{PROGRAM}/saskatoon/register",
    "waiting list": f"{PROGRAM}/halifax/register",
    "find": "registrations/find",
    "find sent": "registrations/find/sent",
    "mailbox": "registrations/mailbox",
    "privacy": "privacy",
    "accessibility": "accessibility",
    "not found": "programs/nothing",
}
FIRST_SCREEN = 664


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_has_no_barrier_at_any_width_in_light_and_dark(
    site: Site, new_page: NewPage, name: str, language: str
) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{site.root}/{language}/{PAGES[name]}")
    assert problems(page) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_form_with_mistakes_has_no_barrier(site: Site, new_page: NewPage, language: str) -> None:
    page = new_page(reduced_motion="reduce")
    for form in (f"{PROGRAM}/ottawa/register", "registrations/find"):
        page.goto(f"{site.root}/{language}/{form}")
        send(page)
        expect(page.locator("#problems")).to_be_visible()
        assert problems(page) == []
    page.goto(f"{site.root}/{language}/{PROGRAM}/ottawa/register")
    fill_in(page, "Ana Roy", "ana@gmial.com")
    send(page)
    expect(page.locator("#email-question")).to_be_visible()
    assert problems(page) == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("cohort", ["ottawa", "halifax"])
def test_the_pages_of_an_applicant_have_no_barrier_and_their_button_is_on_the_first_screen(
    site: Site, new_page: NewPage, cohort: str, language: str
) -> None:
    page = new_page(reduced_motion="reduce")
    address = f"{cohort}.{language}@boreal.example"
    register(page, f"{site.root}/{language}/{PROGRAM}/{cohort}", "Ana Roy", address)
    assert problems(page) == []
    result = page.url
    # Halifax is full: who waits there has no button to press.
    if cohort == "ottawa":
        assert lowest_button(page) <= FIRST_SCREEN
    page.goto(own_link(site.mails_to(address)[0]))
    own = page.url
    assert problems(page) == []
    # Halifax is full: who waits there has no button to press.
    if cohort == "ottawa":
        assert lowest_button(page) <= FIRST_SCREEN
    for address in (f"{own}/edit", f"{own}/withdrawal", result.replace("result", "address")):
        page.goto(address)
        assert page.locator("main form").count() >= 1, address
        assert problems(page) == []
    page.goto(f"{own}/withdrawal")
    page.locator("main form button").click()
    expect(page.locator("main")).to_have_attribute("data-state", "withdrawn")
    assert problems(page) == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "name", ["home", "program", "open", "review", "upcoming", "full", "line full", "closed", "cancelled"]
)
def test_what_to_do_first_is_on_the_first_screen_of_a_phone(
    site: Site, new_page: NewPage, name: str, language: str
) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{site.root}/{language}/{PAGES[name]}")
    assert lowest_button(page) <= FIRST_SCREEN


def lowest_button(page: Page) -> float:
    """Where the first button of the page ends, or the place and date of its first card."""
    page.set_viewport_size({"width": 390, "height": 844})
    box = page.locator("main .button, main .card-dates").first.bounding_box()
    assert box is not None
    return box["y"] + box["height"]
