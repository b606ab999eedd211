"""The answers on the applicant's own page, and their files."""

import pytest

from cohorts.activity.actors import COMMAND_LINE
from cohorts.programs.owners import cohort as of_cohort
from cohorts.questions import copies
from cohorts.questions.wordings import Option
from tests.factories.answers import answered
from tests.factories.files import PDF, an_upload
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import a_registration
from tests.public.opening import own, path

SECTORS = (Option(value="public", label={"en": "Public"}), Option(value="private", label={"en": "Private"}))
QUESTIONS = [
    written("sector", "choice", label="Which sector?", options=SECTORS),
    written("why", "long_text", label="Why you?"),
    written("cv", "file", label="Your CV"),
    written("photos", "consent", label="Photos"),
]


@pytest.fixture
def cohort_id(app):
    """An open cohort that asks for a sector, a motivation, a CV and a consent."""
    with app.app_context():
        an_institution()
        made = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=3)
        a_form(made, QUESTIONS)
    return made


@pytest.fixture
def ana(app, cohort_id, client):
    """The own page of somebody who answered everything, open in this browser."""
    with app.app_context():
        found = somebody(cohort_id)
        link = path(found)
    return own(client, link)


def somebody(cohort_id, **changes):
    form = a_form(cohort_id, QUESTIONS)
    cv = an_upload(cohort_id, asked_in(form, "cv").id, name="cv.pdf", form_key="form")
    answers = {"sector": "public", "why": "To learn.\nAnd to <b>teach</b>.", "cv": cv, "photos": "y"}
    return answered(cohort_id, answers, key="form", **changes)


def test_the_own_page_shows_each_answer_as_it_was_meant_in_the_order_of_the_form(client, ana):
    page = client.get(ana).text
    places = [page.index(words) for words in ("Which sector?", "Public", "Why you?", "To learn.", "Your CV", "cv.pdf")]
    assert places == sorted(places)
    assert "&lt;b&gt;teach" in page and "Agreed on " in page


def test_a_file_comes_back_to_who_sent_it_as_a_download(client, ana):
    page = client.get(ana).text
    address = next(part.partition('"')[0] for part in page.split('href="') if "/files/" in part)
    answer = client.get(address)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_nobody_else_gets_the_file_and_no_other_file_is_got_with_ones_own_key(app, client, cohort_id, ana):
    page = client.get(ana).text
    address = next(part.partition('"')[0] for part in page.split('href="') if "/files/" in part)
    assert app.test_client().get(address).status_code == 404
    with app.app_context():
        other = a_registration(cohort_id)
        link, reference = path(other), other.reference
    stranger = app.test_client()
    stranger.get(link)
    token = address.rpartition("/")[2]
    assert stranger.get(f"/en/registrations/{reference}/files/{token}").status_code == 404
    assert stranger.get(f"/en/registrations/{reference}/files/%00").status_code == 404


def test_a_deleted_question_is_not_shown_to_applicants(app, client, cohort_id, ana):
    with app.app_context():
        copies.replace(of_cohort(cohort_id), QUESTIONS[1:], by=COMMAND_LINE)
    page = client.get(ana).text
    assert "Which sector?" not in page and "Why you?" in page


def test_an_answer_keeps_the_wording_that_was_read(app, client, cohort_id, ana):
    with app.app_context():
        reworded = written("sector", "choice", label="Sector", options=(*SECTORS[1:], SECTORS[0]))
        copies.replace(of_cohort(cohort_id), [reworded, *QUESTIONS[1:]], by=COMMAND_LINE)
    assert "Which sector?" in client.get(ana).text


def test_where_nothing_is_asked_there_is_no_heading_for_answers(app, client):
    with app.app_context():
        an_institution()
        link = path(a_registration(a_cohort()))
    assert "Your answers" not in client.get(own(client, link)).text
