"""The preview: the applicants' own page, where everything works and nothing is kept."""

import re
from io import BytesIO

import pytest

from cohorts.core.database import Base, db
from tests.factories.forms import written
from tests.factories.programs import a_cohort, a_program
from tests.factories.questions import only_if, options
from tests.organizer.builder import PAGE, asked, make

PREVIEW = f"{PAGE}/preview"
SECTOR = written(
    "sector", "choice", label={"en": "Your sector", "fr": "Votre secteur"}, options=options("Public", "Private"),
    required=True,
)  # fmt: skip
PERSON = {"name": "Ana Roy", "email": "ana@example.ca", "language": "en", "privacy": "yes"}


def rows(app):
    """How many rows each table has, counts of limits apart."""
    with app.app_context():
        return {
            table.name: len(db.session.execute(table.select()).all())
            for table in Base.metadata.sorted_tables
            if table.name != "attempts"
        }


def fill(desk, path, **changes):
    return desk.client.post(path, data={**next_fields(desk.text(path)), **changes}, content_type="multipart/form-data")


def next_fields(html):
    """What the form of a page carries, with what stands outside of it and belongs to it."""
    found = re.findall(r'<input type="hidden"(?: form="answers")? name="([^"]+)" value="([^"]*)"', html)
    return dict(found)


def test_the_preview_is_the_page_of_the_applicants(app, desk, cohort):
    make(app, cohort, SECTOR, written("text", "text"), written("cv", "file"))
    text = desk.text(PREVIEW)
    assert "This is a preview" in text
    assert "As it should read on your name badge." in text
    assert "Your sector" in text
    assert "The next questions are about your work." in text


def test_the_preview_speaks_both_languages_and_the_desk_keeps_its_own(app, desk, cohort):
    make(app, cohort, SECTOR)
    text = desk.text(f"{PREVIEW}?language=fr")
    assert '<html lang="fr-CA">' in text
    assert "Votre secteur" in text
    assert '<html lang="en-CA">' in desk.text(PAGE)


def test_answers_that_are_right_are_told_so_and_kept_nowhere(app, desk, cohort):
    make(app, cohort, SECTOR, written("cv", "file"))
    sector, cv = asked(app, cohort, "sector").name, asked(app, cohort, "cv").name
    before = rows(app)
    response = fill(desk, PREVIEW, **PERSON, **{sector: "public", cv: (BytesIO(b"%PDF-1.7"), "cv.pdf")})
    assert response.status_code == 200
    assert "All is answered: it would be sent now" in response.text
    assert rows(app) == before


def test_answers_that_are_wrong_are_told_so_as_to_applicants(app, desk, cohort):
    make(app, cohort, SECTOR)
    response = fill(desk, PREVIEW, **{**PERSON, "email": "nobody"})
    assert response.status_code == 422
    assert "Choose one of these" in response.text
    assert "Enter an email address with an @" in response.text
    assert 'value="Ana Roy"' in response.text


def test_a_long_form_is_walked_through_with_what_was_typed_before(app, desk, cohort):
    many = [written(f"q{n}", label=f"Question {n}") for n in range(20)]
    make(app, cohort, SECTOR, *many, written("agency", label="Your agency", show_if=only_if("sector", "public")))
    sector = asked(app, cohort, "sector").name
    response = fill(desk, PREVIEW, **{**PERSON, sector: "public"})
    assert "Step 2 of" in response.text
    html, pages = response.text, 2
    while "All is answered" not in html:
        action = re.search(r'<form id="answers" method="post" action="([^"]+)"', html)[1].replace("&amp;", "&")
        html = desk.client.post(action, data={**next_fields(html), "privacy": "yes"}).text
        pages += 1
        assert pages < 9
    assert "Your agency" in html
    assert 'name="name" value="Ana Roy"' in html
    assert f'name="{sector}" value="public"' in html


def test_where_people_are_chosen_the_preview_ends_as_their_page_does(app, desk):
    with app.app_context():
        chosen = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", admission="review")
    make(app, chosen, SECTOR)
    sector, page = asked(app, chosen, "sector").name, "/organizer/programs/ai/ottawa/form/preview"
    text = desk.text(page)
    assert ">Check your answers</button>" in text
    assert 'name="privacy"' not in text
    response = fill(desk, page, **{**PERSON, sector: "public"})
    assert (response.status_code, "All is answered" in response.text) == (200, True)


def test_a_step_back_leads_back(app, desk, cohort):
    make(app, cohort, SECTOR, *(written(f"q{n}") for n in range(20)))
    sector = asked(app, cohort, "sector").name
    second = fill(desk, PREVIEW, **{**PERSON, sector: "public"}).text
    action = re.search(r'action="([^"]+)"', second[second.index('<form id="answers"') :])[1].replace("&amp;", "&")
    response = desk.client.post(action, data={**next_fields(second), "back": "yes"})
    assert "Step 1 of" in response.text
    assert 'value="Ana Roy"' in response.text


def test_changing_the_language_keeps_what_was_written(app, desk, cohort):
    make(app, cohort, SECTOR)
    response = fill(desk, f"{PREVIEW}?language=fr", name="Ana Roy", switch_language="fr")
    assert response.status_code == 200
    assert "Votre secteur" in response.text
    assert 'value="Ana Roy"' in response.text


@pytest.mark.parametrize("query", ["place=0", "place=99", "place=x", "language=xx", "place=" + "9" * 99])
def test_an_address_that_is_none_shows_a_page_that_there_is(app, desk, cohort, query):
    make(app, cohort, SECTOR)
    assert "Your sector" in desk.text(f"{PREVIEW}?{query}")


def test_the_form_of_a_program_has_its_preview_too(app, desk, cohort):
    page = "/organizer/programs/policy/form"
    desk.send(f"{page}/new?type=yes_no", **{"label-en": "Will you come?"})
    desk.send(f"{page}/details", organization="off")
    text = desk.text(f"{page}/preview")
    assert "Will you come?" in text
    assert "Organization" not in text


DIET = written(
    "diet", "choice", label={"en": "Your diet", "fr": "Votre régime"}, options=options("Vegan", "Other"),
    stage="after_seat", required=True,
)  # fmt: skip


def test_what_is_asked_once_people_have_a_seat_has_its_own_preview(app, desk, cohort):
    make(app, cohort, SECTOR, DIET)
    assert f'href="{PREVIEW}/more"' in desk.text(PAGE)
    text = desk.text(f"{PREVIEW}/more?language=fr")
    assert '<html lang="fr-CA">' in text
    assert ("Votre régime" in text, "Votre secteur" in text) == (True, False)


def test_the_second_preview_says_what_is_wrong_and_keeps_nothing(app, desk, cohort):
    make(app, cohort, DIET, written("note", "file", stage="after_seat"))
    diet, before = asked(app, cohort, "diet").name, rows(app)
    wrong = fill(desk, f"{PREVIEW}/more")
    assert (wrong.status_code, "Choose one of these" in wrong.text) == (422, True)
    right = fill(desk, f"{PREVIEW}/more", **{diet: "vegan"})
    assert (right.status_code, "All is answered: it would be sent now" in right.text) == (200, True)
    assert rows(app) == before
