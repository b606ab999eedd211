"""Numbers that no row has, requests for the head of a page alone, and the order of what is shown."""

import pytest

from tests.factories.programs import a_cohort, a_program
from tests.factories.registrations import a_registration
from tests.organizer.desk import link_of, signed_in

PLACES = ("/organizer/programs/ai/edit", "/organizer/programs/ai/ottawa/edit", "/organizer/institution")


@pytest.fixture
def pages(app, desk):
    """A program with a cohort."""
    with app.app_context():
        a_cohort(program_id=a_program(slug="ai"), slug="ottawa")


@pytest.mark.parametrize("digits", [10, 19, 26, 5000])
@pytest.mark.parametrize("rest", ["", "/html"])
def test_a_message_of_a_number_beyond_all_rows_is_missing(desk, digits, rest):
    assert desk.get(f"/organizer/outbox/{'9' * digits}{rest}").status_code == 404


@pytest.mark.parametrize("digits", [10, 26, 5000])
@pytest.mark.parametrize("address", ["/organizer/outbox/%s/retry", "/organizer/sign-ins/%s/end"])
def test_nothing_is_done_to_a_number_beyond_all_rows(desk, address, digits):
    fields = desk.fields("/organizer/institution")
    assert desk.client.post(address % ("9" * digits), data=fields).status_code == 404


@pytest.mark.parametrize("digits", [26, 5000])
@pytest.mark.parametrize("page", ["outbox", "activity", "programs/ai/ottawa/registrations"])
def test_a_page_beyond_all_pages_is_empty(desk, pages, page, digits):
    assert desk.get(f"/organizer/{page}?page={'9' * digits}").status_code == 200


@pytest.mark.parametrize("digits", [26, 5000])
@pytest.mark.parametrize("page", PLACES)
def test_a_version_beyond_all_versions_is_another_version(desk, pages, page, digits):
    assert desk.send(page, version="9" * digits).status_code == 409


@pytest.mark.parametrize(
    "page",
    [*PLACES, "/organizer/programs/new", "/organizer/programs/ai/cohorts/new",
     "/organizer/programs/ai/ottawa/cancellation"],
)  # fmt: skip
def test_the_head_of_a_form_is_that_of_its_page(desk, pages, page):
    assert desk.client.head(page).status_code == 200


def test_the_head_of_the_sign_in_page_is_that_of_its_page(stranger):
    assert stranger.client.head("/organizer/sign-in").status_code == 200


def test_asking_for_the_head_of_a_sign_in_link_does_not_use_it_up(app, stranger):
    link = link_of(app)
    assert stranger.client.head(link).status_code == 200
    assert stranger.send(link).location == "/organizer/"


def test_the_head_of_a_page_behind_the_sign_in_leads_back_to_it(stranger):
    assert stranger.client.head("/organizer/programs").location == "/organizer/sign-in?next=/organizer/programs"


def test_a_method_that_a_page_does_not_take_is_answered_with_those_that_it_takes(desk, stranger):
    for client, address, methods in (
        (stranger.client, "/en/", {"GET", "HEAD", "OPTIONS"}),
        (desk.client, "/organizer/outbox/1/retry", {"POST", "OPTIONS"}),
    ):
        response = client.delete(address)
        assert (response.status_code, response.mimetype) == (405, "text/html")
        assert set(response.headers["Allow"].split(", ")) == methods


def test_on_the_overview_what_is_next_is_read_first(app, pages):
    text = signed_in(app).text("/organizer/")
    assert text.index('id="next"') < text.index('id="coming"')


def test_the_waiting_list_is_shown_in_its_order(app, desk, pages):
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="law"), slug="ottawa", capacity=1)
        for name in ("Zoë Nguyen", "Ana Roy", "Mia Li"):
            a_registration(cohort, name=name)
    text = desk.text("/organizer/programs/law/ottawa/registrations?state=waitlisted")
    assert text.index("Ana Roy") < text.index("Mia Li")
    assert "Registrations 1 to 2 of 2, No. 1 in line first" in text
