"""Organizers correct an answer for somebody, and see who else the same person is."""

import io

import pytest

from cohorts.accounts import permissions
from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.programs.owners import cohort as of_cohort
from cohorts.questions import copies
from cohorts.registrations import answering, said, withdrawals
from tests.factories.answers import answered, given
from tests.factories.files import PDF
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort, a_program
from tests.factories.questions import only_if, options
from tests.factories.registrations import a_registration, read
from tests.public.opening import own, path

QUESTIONS = [
    written("sector", "choice", label="Which sector?", options=options("Public", "Private")),
    written("ministry", label="Which ministry?", show_if=only_if("sector", "public")),
    written("why", label="Why you?"),
    written("health", label="Your health", is_sensitive=True),
    written("cv", "file", label="Your CV"),
    written("photos", "consent", label="Photos"),
    written("diet", label="Diet", stage="after_seat"),
]
ANSWERS = {"sector": "public", "ministry": "Health", "why": "To learn", "health": "Private", "photos": "y"}


@pytest.fixture
def form(app, desk):
    """The form of a cohort."""
    with app.app_context():
        return a_form(a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1), QUESTIONS)


@pytest.fixture
def ana(app, form):
    """(id, reference, path of the link) of somebody who answered."""
    with app.app_context():
        found = answered(1, ANSWERS, name="Ana Roy", email="ana@example.ca")
        return found.id, found.reference, path(found)


def name(form, key):
    return asked_in(form, key).name


def page_of(ana):
    return f"/organizer/registrations/{ana[1]}/answers"


def cells(app, ana):
    with app.app_context():
        return {each.key: each.cell("en") for each in said.of(ana[0])}


def test_a_corrected_answer_is_saved_and_both_see_what_changed_and_by_whom(app, desk, client, form, ana):
    sent = desk.send(page_of(ana), **{name(form, "why"): "To teach"})
    assert sent.location == f"/organizer/registrations/{ana[1]}"
    assert cells(app, ana)["why"] == "To teach"
    history = desk.text(sent.location)
    assert "“Why you?”: To teach instead of To learn" in history and "René Cardinal" in history
    own_page = client.get(own(client, ana[2])).text
    assert "The organizers changed your answers: “Why you?”: To teach instead of To learn" in own_page


def test_after_the_deadline_organizers_still_correct(app, desk, form, ana):
    with app.app_context():
        withdrawn = answered(1, {"why": "x"})
        withdrawals.withdraw(withdrawn.id, by=applicant(withdrawn.id))
        ended = (withdrawn.id, withdrawn.reference)
    sent = desk.send(page_of(ended), **{name(form, "why"): "y"})
    assert sent.status_code == 409 and "This registration has ended already." in sent.text


def test_what_was_asked_after_the_seat_is_corrected_on_its_own(app, desk, form, ana):
    page = f"{page_of(ana)}?stage=after_seat"
    assert "Diet" in desk.text(page) and "Why you?" not in desk.text(page)
    desk.send(page, **{name(form, "diet"): "Everything"})
    assert cells(app, ana) == {**cells(app, ana), "diet": "Everything", "why": "To learn"}


def test_what_came_after_the_seat_is_corrected_where_there_is_a_seat_or_such_an_answer(app, desk, form, ana):
    with app.app_context():
        waiting = answered(1, {"why": "x"}, name="Bo Li", email="bo@example.ca")
        waiting_page = f"/organizer/registrations/{waiting.reference}"
        assert waiting.state == "waitlisted"
    button = "Correct what came after the seat"
    assert button in desk.text(f"/organizer/registrations/{ana[1]}")
    assert button not in desk.text(waiting_page) and "Correct the answers" in desk.text(waiting_page)
    desk.send(f"{waiting_page}/answers?stage=after_seat", **{name(form, "diet"): "Everything"})
    assert button in desk.text(waiting_page)


def test_a_file_can_be_sent_for_somebody(app, desk, form, ana):
    desk.send(page_of(ana), **{name(form, "cv"): (io.BytesIO(PDF), "cv.pdf")})
    assert cells(app, ana)["cv"] == "cv.pdf"


def test_a_consent_is_its_persons_alone_and_stays(app, desk, form, ana):
    assert "Photos" not in desk.text(page_of(ana))
    desk.send(page_of(ana), **{name(form, "why"): "To teach", name(form, "photos"): ""})
    assert cells(app, ana)["photos"] == "Agreed"


def test_what_is_sensitive_stays_unseen_without_its_permission(app, desk, form, ana, monkeypatch):
    allowed = permissions.ADMINISTRATOR - {permissions.SENSITIVE}
    monkeypatch.setattr(permissions, "ADMINISTRATOR", allowed)
    page = desk.text(page_of(ana))
    assert "Your health" not in page and "Private" not in page.partition("Which sector?")[2].partition("Why you?")[2]
    desk.send(page_of(ana), **{name(form, "why"): "To teach"})
    assert cells(app, ana)["health"] == "Private"


def test_an_answer_that_a_correction_hides_is_named_before_it_is_dropped(app, desk, form, ana):
    asked = desk.send(page_of(ana), **{name(form, "sector"): "private"})
    assert asked.status_code == 200 and "Drop these answers?" in asked.text and "Health" in asked.text
    assert cells(app, ana)["ministry"] == "Health"


def test_a_correction_leaves_what_is_no_longer_offered_as_it_was(app, desk, form, ana):
    with app.app_context():
        now = written("sector", "choice", label="Which sector?", options=options("Private", "Crown"))
        copies.replace(of_cohort(1), [now, QUESTIONS[2]], by=COMMAND_LINE)
    assert "Public (no longer offered)" in desk.text(page_of(ana))
    assert desk.send(page_of(ana), **{name(form, "why"): "To teach"}).status_code == 302
    assert (cells(app, ana)["sector"], cells(app, ana)["why"]) == ("Public", "To teach")


def test_what_a_correction_drops_of_sensitive_answers_is_named_without_its_words(app, desk, monkeypatch):
    secret = written("illness", label="Illness", is_sensitive=True, show_if=only_if("sector", "public"))
    with app.app_context():
        made = a_cohort(program_id=a_program(slug="art"), slug="halifax")
        own_form = a_form(made, [QUESTIONS[0], secret])
        found = answered(made, {"sector": "public", "illness": "Asthma"})
        address = page_of((found.id, found.reference))
    changed = {name(own_form, "sector"): "private"}
    assert "Asthma" in desk.send(address, **changed).text
    monkeypatch.setattr(permissions, "ADMINISTRATOR", permissions.ADMINISTRATOR - {permissions.SENSITIVE})
    asked = desk.send(address, **changed).text
    assert "Drop these answers?" in asked and "Illness" in asked and "Asthma" not in asked
    assert "Not shown: this answer is sensitive" in asked


def test_who_comes_second_sees_what_the_first_one_saved(app, desk, form, ana):
    fields = desk.fields(page_of(ana))
    with app.app_context():
        answering.change(
            ana[0], given(form, {"why": "The first"}), asked={asked_in(form, "why").id}, by=applicant(ana[0])
        )
    page = desk.client.post(page_of(ana), data={**fields, name(form, "why"): "The second"})
    assert page.status_code == 409 and "The first" in page.text and "The second" in page.text
    assert "<dt>Why you?</dt>" in page.text
    assert cells(app, ana)["why"] == "The first"


def test_a_new_question_that_must_be_answered_does_not_stop_another_correction(app, desk, form, ana):
    with app.app_context():
        new = written("role", label="Your role", required=True)
        copies.replace(of_cohort(1), [*QUESTIONS, new], by=COMMAND_LINE)
    assert desk.send(page_of(ana), **{name(form, "why"): "To teach"}).status_code == 302
    assert cells(app, ana)["why"] == "To teach"


def test_other_registrations_of_the_same_address_in_the_program_are_shown_to_organizers_alone(app, desk, client, ana):
    with app.app_context():
        there = a_cohort(program_id=read(ana[0]).cohort.program_id, title={"en": "Montréal"})
        elsewhere = a_cohort(title={"en": "Halifax"})
        other = a_registration(there, email="Ana@Example.ca").reference
        a_registration(elsewhere, email="ana@example.ca")
        a_registration(there, email="bo@example.ca")
    page = desk.text(f"/organizer/registrations/{ana[1]}")
    listed = page.partition("Also registered with this address")[2].partition("</section>")[0]
    assert f"/organizer/registrations/{other}" in listed and "Montréal" in listed and "Halifax" not in listed
    assert listed.count("<li") == 1
    own_page = client.get(own(client, ana[2])).text
    assert other not in own_page and "Montréal" not in own_page
