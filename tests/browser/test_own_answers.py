"""Answers after registering, on a phone: seen, changed, and given once the seat is sure; organizers correct them."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cohorts.core import clock
from cohorts.registrations import links, transfers
from cohorts.registrations.models import Registration
from tests.browser.applicants import COMMAND_LINE, cohort, on
from tests.browser.conftest import NewPage
from tests.browser.looking import problems
from tests.browser.site import Site
from tests.browser.visiting import press, sign_in
from tests.factories.answers import answered
from tests.factories.files import an_upload
from tests.factories.forms import a_form, asked_in, written
from tests.factories.questions import only_if, options
from tests.factories.registrations import read

PHONE = {"viewport": {"width": 390, "height": 844}}
QUESTIONS = [
    written("work", "section", label={"en": "Your work", "fr": "Votre travail"}),
    written("sector", "choice", label="Which sector?", options=options("Public", "Private"), required=True),
    written("ministry", label="Which ministry?", show_if=only_if("sector", "public"), required=True),
    written("why", "long_text", label="Why you?", max=50, unit="words"),
    written("cv", "file", label="Your CV"),
    written("photos", "consent", label="Photos"),
    written("diet", "choices", label="What do you not eat?", options=options("Fish", "Nuts"), stage="after_seat"),
    written("contact", label="Whom do we call?", stage="after_seat", required=True),
]


def somebody(language: str = "en") -> Registration:
    """Who has a seat and answered everything that was asked."""
    cohort_id, _path = cohort(capacity=5)
    form = a_form(cohort_id, QUESTIONS, after_seat_until=clock.now() + timedelta(days=90))
    cv = an_upload(cohort_id, asked_in(form, "cv").id, name="cv.pdf", form_key="form")
    answers = {"sector": "public", "ministry": "Health", "why": "To learn", "cv": cv, "photos": "y"}
    return answered(cohort_id, answers, key="form", language=language)


@pytest.mark.parametrize("with_scripts", [True, False])
def test_an_answer_is_changed_and_what_that_drops_is_asked_about_first(
    site: Site, new_page: NewPage, with_scripts: bool
) -> None:
    with on(site):
        link = links.manage(somebody())
    page = new_page(java_script_enabled=with_scripts, **PHONE)
    page.goto(link)
    page.get_by_role("link", name="Change your answers").click()
    expect(page.get_by_label("Which ministry?")).to_be_visible()
    page.get_by_label("Private", exact=True).check()
    expect(page.get_by_label("Which ministry?")).to_be_hidden()
    page.get_by_label("Why you?").fill("To teach")
    page.get_by_role("button", name="Save answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Drop these answers?")
    expect(page.locator("main")).to_contain_text("Health")
    page.get_by_role("button", name="Go back to the answers").click()
    expect(page.get_by_label("Why you?")).to_have_value("To teach")
    page.get_by_role("button", name="Save answers").click()
    page.get_by_role("button", name="Save and drop them").click()
    main = page.locator("main")
    expect(main).to_contain_text("Your answers are saved.")
    expect(main).to_contain_text("To teach")
    expect(main).to_contain_text("cv.pdf")
    expect(main.locator("dl.answers").last).not_to_contain_text("Health")


def test_what_is_asked_once_the_seat_is_sure_is_answered_by_the_keyboard(site: Site, new_page: NewPage) -> None:
    with on(site):
        link = links.manage(somebody())
    page = new_page()
    page.goto(link)
    press(page, page.get_by_role("link", name="Answer the questions"))
    press(page, page.get_by_label("Nuts"), "Space")
    press(page, page.get_by_label("Whom do we call?"), "B")
    press(page, page.get_by_role("button", name="Save answers"))
    expect(page.locator("main")).to_contain_text("Your answers are saved.")
    expect(page.get_by_role("link", name="Change what you answered later")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nobody_is_shut_out_of_these_pages(site: Site, new_page: NewPage, language: str) -> None:
    with on(site):
        ana = somebody(language)
        transfers.propose(ana.id, by=COMMAND_LINE, name="Béa Roy", email="bea@example.ca", language=language)
        found = transfers.open_for(read(ana.id))
        assert found is not None
        link, invitation, reference = links.manage(ana), links.invitation(found), ana.reference
    page = new_page()
    page.goto(link)
    assert problems(page) == []
    for path in ("answers", "answers/more"):
        page.goto(f"{site.root}/{language}/registrations/{reference}/{path}")
        assert problems(page) == [], path
    page.goto(f"{site.root}/{language}/registrations/{reference}/answers")
    page.locator("input[value=private]").check()
    page.locator("#answers .form-actions button").click()
    assert problems(page) == []
    page.goto(invitation)
    assert problems(page) == []
    desk = new_page()
    sign_in(desk, site.sign_in_link(language))
    for path in ("", "/answers", "/answers?stage=after_seat"):
        desk.goto(f"{site.root}/organizer/registrations/{reference}{path}")
        assert problems(desk) == [], path
