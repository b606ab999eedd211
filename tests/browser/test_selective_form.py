"""What is answered on a phone in the form of a selective program comes out right wherever organizers read it."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from cohorts.activity.actors import COMMAND_LINE
from cohorts.loading import starters
from cohorts.programs import owners
from cohorts.questions import copies
from tests.browser.applicants import cohort, on
from tests.browser.conftest import NewPage
from tests.browser.looking import problems
from tests.browser.site import Site
from tests.browser.visiting import sign_in
from tests.factories.files import PDF

PHONE = {"viewport": {"width": 390, "height": 844}}
WRITTEN = {
    "Your position": "Analyst",
    "For how many years have you worked on public policy?": "12",
    "Why this program, and why now?": "Because it matters.",
    "Which question from your own work would you bring?": "How do we buy such systems?",
}
CHOSEN = {
    "Where do you work?": "Federal government",
    "In which province or territory?": "Ontario",
    "Which topics matter most to you?": "Procurement",
    "How well do you know how AI systems are built and tested?": "3",
    "Have you taken part in assessing, buying or regulating an AI system?": "No",
    "Can you be there for all sessions?": "Yes",
    "In which language are you most at ease in a discussion?": "Both alike",
}
MOST_STEPS = 12


@pytest.fixture(scope="module")
def selective(site: Site) -> str:
    """The address of a cohort with such a form, without the language."""
    with on(site):
        cohort_id, path = cohort(admission="review", capacity=5)
        copies.replace(owners.cohort(cohort_id), starters.questions_of("selective"), by=COMMAND_LINE)
    return path


def test_what_an_applicant_answers_organizers_read_on_the_page_in_the_sheet_and_in_the_chart(
    selective: str, site: Site, new_page: NewPage
) -> None:
    page, name = new_page(java_script_enabled=False, **PHONE), "Zoé Côté"
    page.goto(f"{site.root}/en/{selective}/register")
    walk(page, name)
    for words in (name, "Analyst", "Federal government", "Ontario", "12", "cv.pdf", "Because it matters."):
        expect(page.locator("main")).to_contain_text(words)
    page.locator("input[name=privacy]").check()
    page.get_by_role("button", name="Apply for a seat").click()
    expect(page.locator("main")).to_have_attribute("data-state", "pending")
    assert answered(site, new_page, selective, name)["position"] == "Analyst"


def walk(page: Page, name: str) -> None:
    """Answer what is asked, step by step, until the answers are there to be checked."""
    page.locator("#name").fill(name)
    page.locator("#email").fill(f"{len(name)}@selective.example")
    for _ in range(MOST_STEPS):
        answer(page)
        if page.get_by_role("heading", name="Check your answers").count():
            return
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("Continue|Check your answers")).click()
    raise AssertionError(f"{MOST_STEPS} steps lead nowhere: {page.url}")


def answer(page: Page) -> None:
    """Answer the questions of the page that can be seen."""
    for label, text in WRITTEN.items():
        if (field := page.get_by_label(label)).is_visible():
            field.fill(text)
    for legend, choice in CHOSEN.items():
        if (group := page.get_by_role("group", name=legend)).is_visible():
            group.get_by_label(choice, exact=True).check()
    if (country := page.get_by_label("In which country do you work?")).is_visible():
        country.select_option(label="Canada")
    if (resume := page.get_by_label("Your résumé")).is_visible():
        resume.set_input_files({"name": "cv.pdf", "mimeType": "application/pdf", "buffer": PDF})


def answered(site: Site, new_page: NewPage, path: str, name: str) -> dict[str, str]:
    """What the organizers' spreadsheet says about somebody; on the way, no page of theirs has a fault."""
    desk = new_page(reduced_motion="reduce")
    sign_in(desk, site.sign_in_link())
    desk.goto(f"{site.root}/organizer/{path}/registrations")
    with desk.expect_download() as started:
        desk.locator("a[href*='.csv']").click()
    sheet = csv.DictReader(io.StringIO(started.value.path().read_text("utf-8-sig")))
    desk.get_by_role("link", name=name).click()
    expect(desk.locator("main")).to_contain_text("Federal government")
    assert problems(desk) == []
    desk.goto(f"{site.root}/organizer/{path}/answers")
    expect(desk.get_by_role("row", name=re.compile("Federal government"))).to_contain_text("100%")
    assert problems(desk) == []
    return next(line for line in sheet if line["name"] == name)
