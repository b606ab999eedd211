"""Somebody applies with a long form on a phone, by the keyboard alone, with JavaScript and without."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cohorts.core.database import db
from cohorts.registrations import said
from cohorts.registrations.models import Registration
from tests.browser import applicants
from tests.browser.conftest import NewPage
from tests.browser.looking import problems
from tests.browser.site import Site
from tests.browser.visiting import press, write
from tests.factories.files import PDF
from tests.factories.forms import a_form, written
from tests.factories.questions import only_if, options

PHONE = {"width": 390, "height": 844}
QUESTIONS = [
    written("work", "section", label="Your work"),
    written("sector", "choice", label="Your sector", required=True, options=options("Public", "Private")),
    written("company", label="If private: which company?", required=True, show_if=only_if("sector", "private")),
    written("years", "number", label="Years of work", required=True, min=0, step=1),
    *(written(f"work_{n}", label=f"More about your work, {n}") for n in range(5)),
    written("team", "section", label="Your team"),
    *(written(f"team_{n}", label=f"Your team, {n}", show_if=only_if("sector", "public")) for n in range(4)),
    written("motivation", "section", label="Your motivation"),
    written("why", "long_text", label="Why do you apply?", required=True, max=50, unit="words"),
    written("cv", "file", label="Your CV", required=True, accept=("pdf",)),
    written("photos", "consent", label="Pictures", text={"en": "You may be in our pictures."}),
    *(written(f"why_{n}", label=f"More about you, {n}") for n in range(2)),
]


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_long_form_is_answered_step_by_step(site: Site, new_page: NewPage, tmp_path: Path, script: bool) -> None:
    with applicants.on(site):
        cohort_id, path = applicants.cohort(admission="review")
        names = {question.key: question.name for question in a_form(cohort_id, QUESTIONS).everything}
    page = new_page(java_script_enabled=script, viewport=PHONE)
    page.goto(f"{site.root}/en/{path}/register")
    write(page, page.locator("#name"), "Zoé Müller")
    write(page, page.locator("#email"), f"zoe-{script}@applying.example")
    go_on(page)
    answer_about_work(page, names)
    cv = tmp_path / "cv.pdf"
    cv.write_bytes(PDF)
    page.locator(f"#{names['cv']}").set_input_files(cv)
    go_on(page)
    expect(page.locator("#problems")).to_be_focused()
    expect(page.locator(f"#{names['cv']}-kept")).to_contain_text("cv.pdf")
    write(page, page.locator(f"#{names['why']}"), "Because I would like to learn.")
    press(page, page.locator(f"#{names['photos']}"), "Space")
    go_on(page)
    expect(page.locator("dl.checked")).to_contain_text("Because I would like to learn.")
    expect(page.locator("dl.checked")).to_contain_text("Acme")
    press(page, page.locator("#privacy"), "Space")
    go_on(page)
    expect(page.locator("main")).to_have_attribute("data-state", "pending")
    with applicants.on(site):
        made = db.session.query(Registration).filter_by(cohort_id=cohort_id).one()
        answers = {each.key: each.lines("en") for each in said.of(made.id)}
    assert answers == {
        "sector": ["Private"], "company": ["Acme"], "years": ["12"], "cv": ["cv.pdf"], "photos": ["Agreed"],
        "why": ["Because I would like to learn."],
    }  # fmt: skip


def test_no_step_has_a_barrier(site: Site, new_page: NewPage) -> None:
    with applicants.on(site):
        cohort_id, path = applicants.cohort(admission="review")
        names = {question.key: question.name for question in a_form(cohort_id, QUESTIONS).everything}
    page, found = new_page(viewport=PHONE), []
    page.goto(f"{site.root}/en/{path}/register")
    found += problems(page)
    page.locator("#name").fill("Zoé Müller")
    page.locator("#email").fill("barrier@applying.example")
    go_on(page, page.locator("#answers .form-actions button").first)
    go_on(page, page.locator("#answers .form-actions button").first)
    expect(page.locator("#problems")).to_be_visible()
    found += problems(page)
    page.locator(f"#{names['sector']}-0").check()
    page.locator("button[name=save]").click()
    expect(page.locator("#email")).to_have_value("barrier@applying.example")
    found += problems(page)
    assert found == []


def answer_about_work(page: Page, names: dict[str, str]) -> None:
    """The step about work, a mistake in it first; the step about the team is nobody's who works elsewhere."""
    expect(page.get_by_text("Step 2 of")).to_be_visible()
    expect(page.locator(f"#{names['company']}")).to_be_hidden()
    press(page, page.locator(f"#{names['sector']}-0"), "ArrowDown")
    write(page, page.locator(f"#{names['company']}"), "Acme")
    write(page, page.locator(f"#{names['years']}"), "twelve")
    go_on(page)
    expect(page.locator("#problems")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    page.locator(f"#{names['years']}").fill("12")
    go_on(page)
    expect(page.get_by_text("Your motivation")).to_be_visible()


def go_on(page: Page, button=None) -> None:
    """Press the first button of the step."""
    target = button or page.locator("#answers .form-actions button").first
    target.focus()
    page.keyboard.press("Enter")
