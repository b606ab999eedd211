"""Changing one's answers: what may change and until when, what it drops, and two who do it at once."""

import io
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.activity.models import Activity
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.files.models import Upload
from cohorts.programs.owners import cohort as of_cohort
from cohorts.questions import copies, queries
from cohorts.registrations import answering, said, withdrawals
from cohorts.registrations.models import Agreement
from tests.factories.answers import answered, given
from tests.factories.files import PDF, an_upload
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.questions import only_if, options
from tests.factories.registrations import a_registration, read
from tests.organizer.desk import Forms
from tests.public.opening import own, path

QUESTIONS = [
    written("sector", "choice", label="Which sector?", options=options("Public", "Private"), required=True),
    written("ministry", label="Which ministry?", show_if=only_if("sector", "public"), required=True),
    written("why", "long_text", label="Why you?"),
    written("cv", "file", label="Your CV"),
    written("photos", "consent", label="Photos"),
    written("needs", label="Access needs", stays_editable=True),
]
ANSWERS = {"sector": "public", "ministry": "Health", "why": "To learn", "photos": "y", "needs": "A ramp"}


class Somebody:
    """An applicant's browser on the page where they change their answers."""

    def __init__(self, app, client, registration_id, form, address):
        self.app, self.client, self.id, self.form, self.address = app, client, registration_id, form, address

    def name(self, key):
        return asked_in(self.form, key).name

    def fields(self):
        """What the page carries when nothing is changed."""
        return fields_of(self.client.get(self.address).text)

    def send(self, carried=None, **changes):
        data = {**(self.fields() if carried is None else carried), **changes}
        return self.client.post(self.address, data={name: value for name, value in data.items() if value is not None})

    def answers(self):
        with self.app.app_context():
            return {each.key: each.cell("en") for each in said.of(self.id)}


def fields_of(page):
    return next(fields for goes_to, fields in Forms(page).found if goes_to == "")


@pytest.fixture
def cohort_id(app):
    """An open cohort that asks for a sector and more."""
    with app.app_context():
        an_institution()
        made = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=3)
        a_form(made, QUESTIONS)
    return made


@pytest.fixture
def ana(app, client, cohort_id):
    """Somebody who answered everything, with their page open."""
    with app.app_context():
        form = a_form(cohort_id, QUESTIONS)
        cv = an_upload(cohort_id, asked_in(form, "cv").id, name="cv.pdf", form_key="form")
        found = answered(cohort_id, {**ANSWERS, "cv": cv}, key="form", name="Ana Roy")
        link, number = path(found), found.id
    return Somebody(app, client, number, form, f"{own(client, link)}/answers")


def test_the_page_holds_what_was_answered_and_saving_it_unchanged_changes_nothing(app, ana):
    assert ana.fields()[ana.name("why")] == "To learn"
    assert "cv.pdf" in ana.client.get(ana.address).text
    before = ana.answers()
    page = ana.send()
    assert page.location == ana.address.removesuffix("/answers")
    assert ana.answers() == before
    with app.app_context():
        assert read(ana.id).answers_version == 0


def test_a_changed_answer_is_saved_and_its_history_says_what_it_was(app, ana):
    page = ana.send(**{ana.name("why"): "To teach"})
    assert "Your answers are saved." in ana.client.get(page.location).text
    assert ana.answers()["why"] == "To teach"
    with app.app_context():
        entry = db.session.scalars(select(Activity).where(Activity.act == "answer")).one()
        assert [(value.name, value.old, value.new) for value in entry.values] == [
            ("answer:why", "To learn", "To teach")
        ]
    assert "You changed your answers: “Why you?”: To teach instead of To learn" in ana.client.get(page.location).text


def test_what_is_wrong_is_said_and_everything_typed_is_still_there(ana):
    page = ana.send(**{ana.name("ministry"): "", ana.name("why"): "To teach"})
    assert page.status_code == 422
    assert "To teach" in page.text and "cv.pdf" in page.text
    assert ana.answers()["why"] == "To learn"


def test_an_answer_that_a_change_hides_is_named_before_it_is_dropped(ana):
    page = ana.send(**{ana.name("sector"): "private"})
    assert page.status_code == 200
    assert "Drop these answers?" in page.text and "Which ministry?" in page.text and "Health" in page.text
    assert ana.answers()["ministry"] == "Health"
    done = ana.send(fields_of(page.text))
    assert done.status_code == 302
    assert ana.answers()["sector"] == "Private" and "ministry" not in ana.answers()
    assert ana.answers()["cv"] == "cv.pdf"


def test_going_back_from_the_question_changes_nothing_and_loses_nothing(ana):
    asked = ana.send(**{ana.name("sector"): "private", ana.name("why"): "To teach"})
    page = ana.send(fields_of(asked.text), again="yes")
    assert page.status_code == 200 and "Change your answers" in page.text
    fields = fields_of(page.text)
    assert (fields[ana.name("sector")], fields[ana.name("why")]) == (["private"], "To teach")
    assert "sure" not in fields and "cv.pdf" in page.text
    assert (ana.answers()["sector"], ana.answers()["why"]) == ("Public", "To learn")


def test_a_removed_file_goes_once_that_was_asked(app, ana):
    fields = ana.fields()
    page = ana.send(fields, **{f"{ana.name('cv')}-remove": "yes"})
    assert page.status_code == 200 and "Change your answers" in page.text
    asked = ana.send(fields_of(page.text))
    assert "Drop these answers?" in asked.text and "cv.pdf" in asked.text
    assert ana.answers()["cv"] == "cv.pdf"
    ana.send(fields_of(asked.text))
    assert "cv" not in ana.answers()
    with app.app_context():
        assert db.session.scalars(select(Upload.registration_id)).all() == [None]


def test_a_file_is_replaced_by_the_one_that_is_sent(app, ana):
    page = ana.send(**{ana.name("cv"): (io.BytesIO(PDF), "new.pdf")})
    assert page.status_code == 302
    assert ana.answers()["cv"] == "new.pdf"
    with app.app_context():
        kept = db.session.scalars(select(Upload.name).where(Upload.registration_id == ana.id)).all()
        assert kept == ["new.pdf"]


def test_a_new_file_is_kept_while_something_else_is_wrong_or_asked(ana):
    page = ana.send(**{ana.name("cv"): (io.BytesIO(PDF), "new.pdf"), ana.name("ministry"): ""})
    assert page.status_code == 422 and "new.pdf" in page.text
    asked = ana.send(fields_of(page.text), **{ana.name("sector"): "private"})
    assert "Drop these answers?" in asked.text
    ana.send(fields_of(asked.text))
    assert ana.answers()["cv"] == "new.pdf"


def test_a_file_that_lies_is_refused_and_the_one_from_before_stays(ana):
    page = ana.send(**{ana.name("cv"): (io.BytesIO(b"<html>"), "new.pdf")})
    assert page.status_code == 422 and "new.pdf" in page.text
    assert ana.answers()["cv"] == "cv.pdf"


def test_somebody_elses_file_cannot_be_claimed_by_its_token(app, cohort_id, ana):
    with app.app_context():
        cv = an_upload(cohort_id, asked_in(ana.form, "cv").id, name="bo.pdf", form_key="bo")
        bo = answered(cohort_id, {**ANSWERS, "cv": cv}, key="bo").id
    page = ana.send(**{f"{ana.name('cv')}-file": cv.token})
    assert page.status_code == 422
    with app.app_context():
        assert db.session.scalar(select(Upload.registration_id).where(Upload.token == cv.token)) == bo


def test_an_agreement_that_is_taken_back_is_marked_and_kept(app, ana):
    asked = ana.send(**{ana.name("photos"): None})
    assert "Drop these answers?" in asked.text and "Photos" in asked.text
    ana.send(fields_of(asked.text))
    with app.app_context():
        agreement = db.session.scalars(select(Agreement).where(Agreement.registration_id == ana.id)).one()
        assert agreement.withdrawn_at is not None
    assert "photos" not in ana.answers()


def test_new_words_of_a_consent_are_agreed_to_anew(app, cohort_id, ana):
    reworded = written("photos", "consent", label="Photos", text={"en": "On posters too."})
    with app.app_context():
        wanted = [reworded if each.key == "photos" else each for each in QUESTIONS]
        copies.replace(of_cohort(cohort_id), wanted, by=COMMAND_LINE)
    fields = ana.fields()
    assert ana.name("photos") not in fields
    ana.send(fields, **{ana.name("photos"): "yes"})
    with app.app_context():
        query = select(Agreement.withdrawn_at.is_(None)).where(Agreement.registration_id == ana.id)
        assert list(db.session.scalars(query.order_by(Agreement.id))) == [False, True]


def test_what_is_missing_is_named_on_top_and_led_to(app, cohort_id, ana):
    new = [
        written("role", "choice", label="Your role?", options=options("Lead", "Member"), required=True),
        written("team", label="Your team?", required=True),
    ]
    assert "is missing" not in ana.client.get(ana.address).text
    with app.app_context():
        copies.replace(of_cohort(cohort_id), [*QUESTIONS, *new], by=COMMAND_LINE)
        form = queries.of_cohort(cohort_id)
    role, team = asked_in(form, "role").name, asked_in(form, "team").name
    own_page = ana.client.get(ana.address.removesuffix("/answers")).text
    assert f'href="{ana.address}#{role}"' in own_page
    page = ana.client.get(ana.address).text
    assert "2 answers are missing" in page
    assert f'<a href="#{role}-0">Your role?</a>' in page and f'<a href="#{team}">Your team?</a>' in page
    assert f'id="{role}-0"' in page and f'id="{role}"' in page and f'id="{team}"' in page


def test_who_comes_second_sees_what_the_first_one_saved(app, ana):
    fields = ana.fields()
    with app.app_context():
        form = ana.form
        changed = given(form, {**ANSWERS, "why": "The first"})
        answering.change(ana.id, changed, asked={asked_in(form, "why").id}, by=COMMAND_LINE)
    page = ana.send(fields, **{ana.name("why"): "The second"})
    assert page.status_code == 409
    assert "What is saved now" in page.text and "The first" in page.text and "The second" in page.text
    assert "<dt>Why you?</dt>" in page.text
    assert ana.answers()["why"] == "The first"
    assert ana.send(fields_of(page.text)).status_code == 302
    assert ana.answers()["why"] == "The second"


def test_sending_the_same_form_twice_changes_answers_once(app, ana):
    fields = {**ana.fields(), ana.name("why"): "To teach"}
    first, second = ana.send(fields), ana.send(fields)
    assert (first.status_code, second.status_code) == (302, 302)
    assert ana.answers()["why"] == "To teach"
    with app.app_context():
        assert len(db.session.scalars(select(Activity).where(Activity.act == "answer")).all()) == 1


def test_a_choice_that_leads_to_another_question_asks_it_before_saving(app, cohort_id, client):
    with app.app_context():
        form = a_form(
            cohort_id,
            [
                written("sector", "choice", options=options("Public", "Private")),
                written("why"),
                written("fee", label="Who pays?", show_if=only_if("sector", "private")),
            ],
        )
        link = path(answered(cohort_id, {"sector": "public", "why": "x"}))
    address = f"{own(client, link)}/answers"
    page = client.get(address).text
    assert "Who pays?" not in page
    sector = asked_in(form, "sector").name
    page = client.post(address, data={**fields_of(page), sector: "private"})
    assert page.status_code == 422
    assert "Who pays?" in page.text and "leads to another question" in page.text
    assert client.post(address, data=fields_of(page.text)).status_code == 302


def test_after_the_window_only_what_stays_editable_changes(app, cohort_id, ana):
    early = ana.fields()
    with app.app_context():
        starts = read(ana.id).cohort.starts_at
    with time_machine.travel(starts + timedelta(hours=1)):
        page = ana.client.get(ana.address).text
        assert "Access needs" in page and "Why you?" not in page
        ana.send(early, **{ana.name("why"): "Too late", ana.name("needs"): "A lift"})
    assert (ana.answers()["why"], ana.answers()["needs"]) == ("To learn", "A lift")
    assert ana.answers()["cv"] == "cv.pdf"


def test_where_nothing_may_change_any_more_the_page_says_so(app, client, cohort_id):
    with app.app_context():
        a_form(cohort_id, QUESTIONS[:3])
        found = answered(cohort_id, {"sector": "private"})
        link, starts = path(found), found.cohort.starts_at
    with time_machine.travel(starts + timedelta(hours=1)):
        address = own(client, link)
        page = client.get(f"{address}/answers", follow_redirects=True).text
        assert "The time for changing these answers is over." in page
        assert f'href="{address}/answers"' not in page


def test_who_withdrew_changes_nothing(app, ana):
    fields = ana.fields()
    with app.app_context():
        withdrawals.withdraw(ana.id, by=applicant(ana.id))
    page = ana.send(fields, **{ana.name("why"): "To teach"})
    assert page.location == ana.address.removesuffix("/answers")
    assert ana.answers()["why"] == "To learn"


def test_without_the_key_there_is_no_such_page(app, cohort_id, ana):
    stranger = app.test_client()
    for page in ("/answers", "/answers/more"):
        assert stranger.get(ana.address.removesuffix("/answers") + page).status_code == 404


@pytest.mark.parametrize("page", ["/answers", "/answers/more"])
def test_what_was_written_before_the_session_ended_is_given_back(app, ana, page):
    address = ana.address.removesuffix("/answers") + page
    data = {**ana.fields(), ana.name("why"): "To teach\r\n<b>many</b>"}
    stranger = app.test_client()
    given_back = stranger.post(address, data=data)
    assert given_back.status_code == 403
    assert (
        "To teach\r\n&lt;b&gt;many&lt;/b&gt;" in given_back.text and 'href="/en/registrations/find"' in given_back.text
    )
    assert "Why you?" not in given_back.text and "Ana Roy" not in given_back.text
    nobody = stranger.post("/en/registrations/NOBODY/answers", data=data)
    assert (nobody.status_code, nobody.text) == (403, given_back.text)
    assert ana.answers()["why"] == "To learn"
    assert stranger.post(address).status_code == 404


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "７"])
def test_a_version_that_is_none_is_a_conflict_not_an_error(ana, version):
    assert ana.send(version=version, **{ana.name("why"): "x"}).status_code == 409


def test_another_language_keeps_what_was_typed(ana):
    address = ana.address.replace("/en/", "/fr/")
    data = {**ana.fields(), ana.name("why"): "To teach", "switch_language": "fr"}
    page = ana.client.post(address, data=data)
    assert page.status_code == 200 and "To teach" in page.text and "cv.pdf" in page.text
    assert ana.answers()["why"] == "To learn"


def test_where_no_question_is_asked_there_is_no_link_to_change_answers(app, client):
    with app.app_context():
        an_institution()
        link = path(a_registration(a_cohort()))
    address = own(client, link)
    assert f'href="{address}/answers"' not in client.get(address).text
    with time_machine.travel(clock.now()):
        assert client.get(f"{address}/answers").location == address
