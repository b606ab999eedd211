"""A cohort's registrations, one of them, and cancelling it."""

import csv
import io

import pytest

from cohorts.activity.actors import applicant
from cohorts.registrations import addresses, queries, withdrawals
from tests.factories.answers import answered
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort, a_program
from tests.factories.registrations import a_registration, read, seats_of

PAGE = "/organizer/programs/ai/ottawa/registrations"


@pytest.fixture
def people(app, desk):
    """Three people in a cohort of two seats: reference and id by name."""
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=2)
        rows = [
            a_registration(cohort, name="Amélie Tremblay-Okafor", email="amelie@example.ca", organization="ISED"),
            a_registration(cohort, name="Daniel Kakegabon", email="daniel@example.ca", language="fr"),
            a_registration(cohort, name="Zoë Nguyen", email="zoe@example.ca"),
        ]
        return {row.name.split()[0]: (row.reference, row.id) for row in rows}


def test_the_list_has_everybody_newest_first_with_their_state(desk, people):
    text = desk.text(PAGE)
    assert text.index("Zoë Nguyen") < text.index("Daniel Kakegabon") < text.index("Amélie Tremblay-Okafor")
    assert "Registrations 1 to 3 of 3, newest first" in text
    assert "<small>No. 1</small>" in text
    assert 'Waiting list <span class="count">1</span>' in text


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("amelie", ["Amélie"]), ("TREMBLAY okafor", ["Amélie"]), ("zoe@example", ["Zoë"]), ("ised", ["Amélie"]),
        ("example.ca", ["Amélie", "Daniel", "Zoë"]), ("%", []), ("nobody", []),
    ],
)  # fmt: skip
def test_the_search_is_blind_to_case_and_accents(desk, people, search, names):
    response = desk.client.get(PAGE, query_string={"search": search})
    assert [name for name in people if f">{name}" in response.text] == names


def test_a_filter_without_hits_can_be_cleared(desk, people):
    text = desk.text(f"{PAGE}?search=nobody")
    assert "No registrations match" in text
    assert f'href="{PAGE}">Clear filters' in text


def test_a_state_shows_only_those_in_it(desk, people):
    text = desk.text(f"{PAGE}?state=waitlisted")
    assert [name for name in people if f">{name}" in text] == ["Zoë"]
    assert 'aria-current="true">Waiting list' in text


@pytest.mark.parametrize(
    "query", ["state=nonsense", "page=0", "page=-3", "page=x", "search=%00", "page=99999999999999"]
)
def test_a_strange_address_is_no_error(desk, people, query):
    assert desk.get(f"{PAGE}?{query}").status_code == 200


def test_fifty_a_page_and_the_next_page_keeps_the_filter(app, desk):
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=60)
        for _number in range(51):
            a_registration(cohort)
    text = desk.text(f"{PAGE}?search=ana")
    assert text.count('<th scope="row">') == 50
    assert f'href="{PAGE}?search=ana&amp;page=2"' in text
    assert desk.text(f"{PAGE}?search=ana&page=2").count('<th scope="row">') == 1


def test_the_download_has_everybody(desk, people):
    response = desk.get("/organizer/programs/ai/ottawa/registrations.csv")
    assert response.headers["Content-Disposition"] == "attachment; filename=ai-ottawa.csv"
    rows = list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert {row["reference"] for row in rows} == {reference for reference, _id in people.values()}


def test_one_registration_shows_everything_that_happened_to_it(app, desk, people):
    with app.app_context():
        amelie = people["Amélie"][1]
        withdrawals.withdraw(amelie, by=applicant(amelie))
    text = desk.text(f"/organizer/registrations/{people['Zoë'][0]}")
    assert 'data-state="confirmed"' in text
    assert text.index("moved from the waiting list to a seat") < text.index("registered and joined the waiting list")
    assert "A seat is now yours" in text and "zoe@example.ca" in text


def test_an_address_that_mail_does_not_reach_is_marked_with_what_the_server_said(app, desk, people):
    page = f"/organizer/registrations/{people['Zoë'][0]}"
    assert "mail does not reach the address" not in desk.text(page)
    with app.app_context():
        addresses.mark_failed("zoe@example.ca", "550 5.1.1 nobody <here>")
    assert "zoe@example.ca · mail does not reach the address · 550 5.1.1 nobody &lt;here&gt;" in desk.text(page)


def test_cancelling_needs_a_reason(app, desk, people):
    reference, key = people["Daniel"]
    response = desk.send(f"/organizer/registrations/{reference}/cancellation", reason=" ")
    assert response.status_code == 422
    assert '<a href="#reason">Write the reason' in response.text
    with app.app_context():
        assert read(key).state == "confirmed"


def test_cancelling_gives_the_seat_on_and_tells_both(app, desk, people):
    reference, _key = people["Daniel"]
    response = desk.send(f"/organizer/registrations/{reference}/cancellation", reason="Inscrit deux fois.")
    assert response.location == f"/organizer/registrations/{reference}"
    text = desk.text(f"/organizer/registrations/{reference}")
    assert 'data-state="cancelled"' in text
    assert "Reason: Inscrit deux fois." in text
    assert "René Cardinal" in text
    assert "Cancel the registration" not in text
    with app.app_context():
        assert [read(people[name][1]).state for name in ("Daniel", "Zoë")] == ["cancelled", "confirmed"]
        assert seats_of(queries.by_reference(reference).cohort_id) == (2, 2, 0)


def test_a_cancellation_sent_twice_is_one(app, desk, people):
    reference, _key = people["Daniel"]
    page = f"/organizer/registrations/{reference}/cancellation"
    fields = {**desk.fields(page), "reason": "Twice."}
    assert [desk.client.post(page, data=fields).status_code for _press in range(2)] == [302, 302]
    assert desk.text(f"/organizer/registrations/{reference}").count("was cancelled") == 1


def test_a_cancelled_cohort_ends_at_once_and_says_whom_it_still_has_to_tell(desk, people):
    response = desk.send("/organizer/programs/ai/ottawa/cancellation", reason="The venue flooded.")
    assert response.location == "/organizer/programs/ai/ottawa"
    text = desk.text("/organizer/programs/ai/ottawa")
    assert "The venue flooded." in text
    assert "3 people are still to be told that it is cancelled" in text
    assert "The venue flooded." in desk.text("/en/programs/ai/ottawa")


def test_the_question_says_how_many_people_are_told(desk, people):
    text = desk.text("/organizer/programs/ai/ottawa/cancellation")
    assert "3 people get a message with the reason" in text


def test_before_a_move_each_cohort_says_how_many_answers_go_along(app, desk):
    with app.app_context():
        program = a_program(slug="ai")
        here = a_cohort(program_id=program, slug="ottawa")
        same = a_cohort(program_id=program, slug="laval", title={"en": "Laval"})
        other = a_cohort(program_id=program, slug="gander", title={"en": "Gander"})
        a_form(here, [written("why"), written("role")])
        a_form(same, [written("why"), written("role")])
        a_form(other, [written("why")])
        found = answered(here, {"why": "x", "role": "y"}).reference
        silent = a_registration(here).reference
    page = desk.text(f"/organizer/registrations/{found}/move")
    assert "Answers go along, with their files" in page
    assert "(2 of 2 answers go along)" in page.partition("Laval")[2].partition("</label>")[0]
    assert "(1 of 2 answers go along)" in page.partition("Gander")[2].partition("</label>")[0]
    assert "of 2 answers" not in desk.text(f"/organizer/registrations/{silent}/move")
