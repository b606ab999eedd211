"""Organizers decide on applications in the browser without JavaScript; every page that asks them through axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from cohorts.activity.actors import COMMAND_LINE
from cohorts.registrations import decisions
from cohorts.registrations.models import Registration
from tests.browser.applicants import cohort, on
from tests.browser.conftest import NewPage
from tests.browser.looking import problems
from tests.browser.site import Site
from tests.browser.visiting import register, sign_in
from tests.factories.registrations import a_registration, read

PEOPLE = {"Ana Roy": "offered", "Bo Tremblay": "waitlisted", "Cy Fortin": "rejected"}
QUESTIONS = ("retraction", "transfer", "move", "cancellation")


@pytest.fixture(params=["en", "fr"])
def desk(request: pytest.FixtureRequest, site: Site, new_page: NewPage) -> Page:
    """A page of an organizer who reads this language."""
    page = new_page(reduced_motion="reduce")
    sign_in(page, site.sign_in_link(request.param))
    return page


def test_of_three_who_apply_one_is_offered_a_seat_one_waits_and_one_is_not_selected(
    site: Site, new_page: NewPage
) -> None:
    with on(site):
        place = cohort(admission="review", capacity=5)[1]
    for name in PEOPLE:
        register(new_page(java_script_enabled=False), f"{site.root}/en/{place}", name, address(name))
    page = new_page(java_script_enabled=False)
    sign_in(page, site.sign_in_link())
    people = f"{site.root}/organizer/{place}/registrations"
    for name, act in zip(PEOPLE, ("offer", "waitlist", "reject"), strict=True):
        page.goto(f"{people}?state=pending")
        page.get_by_label(name).check()
        page.locator(f"button[name=act][value={act}]").click()
        page.locator("#note").fill(f"We write to {name}.")
        page.locator("#answers button").last.click()
        expect(page.locator("[role=status]")).to_be_visible()
    for name, state in PEOPLE.items():
        page.goto(people)
        page.get_by_role("link", name=name).click()
        expect(page.locator("main")).to_have_attribute("data-state", state)
        told = site.mails_to(address(name), 2)[1].message.get_body(("plain",))
        assert told is not None
        assert f"We write to {name}." in told.get_content()


def address(name: str) -> str:
    return f"{name.partition(' ')[0].lower()}@decided.example"


def test_every_page_that_asks_about_a_registration_has_no_barrier(desk: Page, site: Site) -> None:
    with on(site):
        made, place = cohort(admission="review", capacity=1)
        cohort()
        first, second = (a_registration(made) for _ in range(2))
        both = f"registration={choice(first)}&registration={choice(second)}"
        reference, alone, seen = first.reference, choice(first), {first.id: first.revision}
    root = f"{site.root}/organizer"
    for act in ("waitlist", "reject", "offer"):
        desk.goto(f"{root}/{place}/decisions?act={act}&{both}")
        assert problems(desk) == []
    desk.goto(f"{root}/{place}/decisions?act=offer&registration={alone}")
    with on(site):
        decisions.decide(made, "waitlist", seen, by=COMMAND_LINE)
    desk.locator("#answers button").last.click()
    expect(desk.locator("#problems")).to_be_focused()
    assert problems(desk) == []
    own = f"{root}/registrations/{reference}"
    decide(desk, own)
    for question in QUESTIONS:
        desk.goto(f"{own}/{question}")
        assert problems(desk) == []


def test_a_registration_has_no_barrier_while_it_is_offered_handed_over_and_ended(desk: Page, site: Site) -> None:
    with on(site):
        reference = a_registration(cohort(admission="review", capacity=1)[0]).reference
    own = f"{site.root}/organizer/registrations/{reference}"
    desk.goto(own)
    assert problems(desk) == []
    decide(desk, own)
    desk.goto(f"{own}/transfer")
    desk.locator("#answers button").last.click()
    expect(desk.locator("#problems")).to_be_focused()
    assert problems(desk) == []
    desk.locator("#name").fill("Bo Tremblay")
    desk.locator("#email").fill(f"{reference.lower()}@handed.example")
    desk.locator("#answers button").last.click()
    expect(desk.locator("form[action$='transfer/end']")).to_be_visible()
    assert problems(desk) == []
    desk.goto(f"{own}/cancellation")
    desk.locator("#reason").fill("The room is too small.")
    desk.locator("main form button").last.click()
    expect(desk.locator("main")).to_have_attribute("data-state", "cancelled")
    assert problems(desk) == []
    desk.goto(f"{own}/reinstatement")
    assert problems(desk) == []


def decide(desk: Page, own: str) -> None:
    """Offer a seat on the page of a registration."""
    desk.goto(own)
    desk.locator("a[href*='act=offer']").click()
    desk.locator("#answers button").last.click()
    desk.wait_for_url(re.compile("/registrations"))


def choice(registration: Registration) -> str:
    now = read(registration.id)
    return f"{now.id}:{now.revision}"
