"""An organizer's work in the browser without JavaScript, and every page of the desk through axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looking import problems
from tests.browser.site import NEXT_YEAR, Site
from tests.browser.visiting import register, sign_in

COHORT, REVIEW = "programs/ai-policy/halifax", "programs/ai-policy/saskatoon"
PAGES = {
    "overview": "",
    "programs": "programs",
    "program": "programs/ai-policy",
    "new program": "programs/new",
    "edited program": "programs/ai-policy/edit",
    "cohort": COHORT,
    "cancelled cohort": "programs/ai-policy/winnipeg",
    "draft": "programs/ai-policy/whitehorse",
    "edited cohort": f"{COHORT}/edit",
    "cohort with review": REVIEW,
    "edited cohort with review": f"{REVIEW}/edit",
    "seats held back": f"{REVIEW}/held-back",
    "seat for somebody": f"{REVIEW}/held-back/new",
    "applications to decide on": f"{REVIEW}/registrations?state=pending",
    "waiting list": f"{REVIEW}/waitlist",
    "waiting list of a full cohort": f"{COHORT}/waitlist",
    "cancellation": f"{COHORT}/cancellation",
    "registrations": f"{COHORT}/registrations",
    "no registrations": f"{COHORT}/registrations?search=nobody",
    "outbox": "outbox",
    "institution": "institution",
    "activity": "activity",
    "sign-ins": "sign-ins",
    "not found": "programs/nothing",
}


def test_an_organizer_makes_a_cohort_and_runs_it_without_javascript(site: Site, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, site.sign_in_link())
    make_program(page, site)
    make_cohort(page)
    page.locator("form[action$=publication] button[value=published]").click()
    public = f"{site.root}/en/programs/notes/gatineau"
    visitor = new_page(java_script_enabled=False)
    register(visitor, public, "Ana Roy", "ana@notes.example")
    page.goto(f"{site.root}/organizer/programs/notes/gatineau/registrations")
    assert download(page).count("ana@notes.example") == 1
    page.get_by_role("link", name="Ana Roy").click()
    page.locator(".more summary").click()
    page.locator("a[href$=cancellation]").click()
    page.locator("#reason").fill("The room is too small.")
    page.locator("main form button").last.click()
    expect(page.locator("main")).to_have_attribute("data-state", "cancelled")
    told = site.mails_to("ana@notes.example", 2)[1].message.get_body(("plain",))
    assert told is not None
    assert "The room is too small." in told.get_content()
    visitor.goto(public)
    expect(visitor.locator(".facts")).to_contain_text("12 of 12 seats left")


def make_program(page: Page, site: Site) -> None:
    page.goto(f"{site.root}/organizer/programs/new")
    page.locator("#title-en").fill("Notes")
    page.locator("#slug").fill("notes")
    page.locator("input[name=languages][value=en]").check()
    page.locator("#contact").fill("notes@boreal.example")
    page.locator("#answers button").last.click()
    page.locator("form[action$=publication] button[value=published]").click()


def make_cohort(page: Page) -> None:
    page.locator("a[href$='cohorts/new']").first.click()
    page.locator("#title-en").fill("Gatineau")
    page.locator("#slug").fill("gatineau")
    page.locator("button[name=add_session]").click()
    for number, day in enumerate((4, 5)):
        page.locator(f"#sessions-{number}-day").fill(f"{NEXT_YEAR}-03-0{day}")
        page.locator(f"#sessions-{number}-starts").fill("09:00")
        page.locator(f"#sessions-{number}-ends").fill("17:00")
    page.locator("#venue_city-en").fill("Gatineau")
    page.locator("#capacity").fill("12")
    page.locator("#answers button").last.click()
    expect(page).to_have_url(re.compile("/programs/notes/gatineau(#sessions)?$"))


def download(page: Page) -> str:
    with page.expect_download() as started:
        page.locator("a[href*='.csv']").click()
    return started.value.path().read_text("utf-8-sig")


@pytest.fixture(scope="session")
def desks(site: Site) -> dict[str, dict]:
    """What keeps an organizer signed in, by language."""
    return {}


@pytest.fixture(params=["en", "fr"])
def desk(request: pytest.FixtureRequest, site: Site, new_page: NewPage, desks: dict[str, dict]) -> Page:
    """A page of an organizer who reads this language."""
    language = request.param
    page = new_page(reduced_motion="reduce", storage_state=desks.get(language))
    if language not in desks:
        sign_in(page, site.sign_in_link(language))
        desks[language] = page.context.storage_state()
    return page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_desk_has_no_barrier_at_any_width_in_light_and_dark(desk: Page, site: Site, name: str) -> None:
    desk.goto(f"{site.root}/organizer/{PAGES[name]}")
    assert problems(desk) == []


def test_forms_of_the_desk_with_mistakes_have_no_barrier(desk: Page, site: Site) -> None:
    for form in ("programs/new", "programs/ai-policy/cohorts/new", f"{REVIEW}/held-back/new"):
        desk.goto(f"{site.root}/organizer/{form}")
        desk.locator("#answers button").last.click()
        expect(desk.locator("#problems")).to_be_focused()
        assert problems(desk) == []


def test_one_registration_its_cancellation_and_its_message_have_no_barrier(
    desk: Page, site: Site, new_page: NewPage
) -> None:
    register(new_page(), f"{site.root}/en/programs/ai-policy/st-johns", "Ana Roy", f"{id(desk)}@boreal.example")
    desk.goto(f"{site.root}/organizer/programs/ai-policy/st-johns/registrations")
    desk.get_by_role("link", name="Ana Roy").first.click()
    assert problems(desk) == []
    own = desk.url
    desk.goto(f"{own}/cancellation")
    assert problems(desk) == []
    desk.goto(own)
    desk.locator("main a[href*='/outbox/']").first.click()
    expect(desk).to_have_url(re.compile(r"/outbox/\d+$"))
    assert problems(desk) == []


@pytest.mark.parametrize("language", ["en-CA", "fr-CA"])
def test_signing_in_has_no_barrier(site: Site, new_page: NewPage, language: str) -> None:
    page = new_page(reduced_motion="reduce", locale=language)
    for address in (f"{site.root}/organizer/sign-in", f"{site.root}/organizer/sign-in/sent", site.sign_in_link()):
        page.goto(address)
        assert problems(page) == []
