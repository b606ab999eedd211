"""Answers are kept, go along with a move, and are left behind at a transfer."""

import pytest
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import tokens
from cohorts.core.database import db
from cohorts.files import uploads
from cohorts.files.errors import Gone
from cohorts.files.models import Upload
from cohorts.programs import institution
from cohorts.registrations import laws, queries, registrations, relocations, said, transfers
from cohorts.registrations.models import Agreement, Answer, Registration, Transfer
from tests.factories.answers import answered, given
from tests.factories.files import PDF, an_upload
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort, a_program
from tests.factories.questions import options
from tests.factories.registrations import a_person, seats_of

pytestmark = pytest.mark.usefixtures("institution")
SECTOR = written("sector", "choice", options=options("Public", "Private", other="Other"))
NEEDS = written("needs", "choices", options=options("Lift", "Signs"))
PHOTOS = written("photos", "consent", label="Photos", text={"en": "You may be in our pictures."})
QUESTIONS = [SECTOR, NEEDS, written("why"), written("hours", "number"), written("cv", "file"), PHOTOS]
ANSWERS = {"sector": "private", "needs": ["lift", "signs"], "why": "To learn", "hours": "7.5", "photos": "y"}


def asking(questions, **changes):
    """A cohort's id and its form."""
    cohort_id = a_cohort(**changes)
    return cohort_id, a_form(cohort_id, questions)


def cells(registration_id):
    return {each.key: each.cell("en") for each in said.of(registration_id)}


def with_file(cohort_id, form):
    """Somebody who answered everything."""
    key = tokens.one_time()
    cv = an_upload(cohort_id, asked_in(form, "cv").id, name="cv.pdf", form_key=key)
    return answered(cohort_id, {**ANSWERS, "cv": cv}, key=key, name="Ana Roy")


def moved(registration, there):
    reference = relocations.move(registration.id, to=there, by=COMMAND_LINE, key="form")
    return queries.by_reference(reference)


def test_answers_are_kept_with_their_wording_a_row_for_each_choice():
    cohort_id, form = asking(QUESTIONS)
    ana = with_file(cohort_id, form)
    rows = db.session.execute(select(Answer.question_id, Answer.choice, Answer.number).order_by(Answer.id)).all()
    needs = asked_in(form, "needs").id
    assert [row.choice for row in rows if row.question_id == needs] == ["lift", "signs"]
    assert 7.5 in [row.number for row in rows]
    assert cells(ana.id) == {
        "sector": "Private", "needs": "Lift; Signs", "why": "To learn", "hours": "7.5", "cv": "cv.pdf",
        "photos": "Agreed",
    }  # fmt: skip
    assert db.session.scalars(select(Upload.registration_id)).one() == ana.id


def test_a_form_that_is_sent_twice_keeps_its_answers_once():
    cohort_id, form = asking(QUESTIONS)
    answers, person, owner = given(form, ANSWERS), a_person(), institution.current()
    for _ in range(2):
        registrations.register(
            person, by=applicant(), cohort_id=cohort_id, privacy_notice_id=owner.privacy_notice_id,
            one_time_key="form", given=answers,
        )  # fmt: skip
    assert len(db.session.scalars(select(Registration.id)).all()) == 1
    assert len(db.session.scalars(select(Agreement.id)).all()) == 1


def test_a_file_that_has_gone_refuses_the_whole_registration():
    cohort_id, form = asking(QUESTIONS)
    cv = an_upload(cohort_id, asked_in(form, "cv").id, form_key="form")
    uploads.discard(cv.token, form_key="form")
    with pytest.raises(Gone):
        answered(cohort_id, {**ANSWERS, "cv": cv}, key="form")
    assert seats_of(cohort_id) == (2, 0, 0)
    assert list(laws.breaches()) == []


def test_a_move_takes_along_what_the_other_cohort_asks_too_files_among_it():
    program = a_program()
    cohort_id, form = asking(QUESTIONS, program_id=program)
    there, _form = asking([written("new"), *reversed(QUESTIONS)], program_id=program)
    ana = with_file(cohort_id, form)
    new = moved(ana, there)
    assert cells(new.id) == {**ANSWERS, "sector": "Private", "needs": "Lift; Signs", "cv": "cv.pdf", "photos": "Agreed"}
    upload = db.session.scalars(select(Upload)).one()
    assert (upload.registration_id, upload.cohort_id) == (new.id, there)
    assert b"".join(uploads.pieces(upload.id)) == PDF
    assert list(laws.breaches()) == []


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        (written("sector", "choice", options=options("Private", "New")), True),
        (written("sector", "choice", options=options("Public", "New")), False),
        (written("sector", "choices", options=options("Private", "New")), False),
        (written("else", "choice", options=options("Private", "New")), False),
        (written("sector", "choice", options=options("Private", "New"), stage="after_seat"), False),
    ],
    ids=["the choice is there", "the choice is not there", "another type", "another key", "another stage"],
)
def test_a_choice_goes_along_only_where_it_can_be_chosen_too(question, kept):
    program = a_program()
    cohort_id, _form = asking([SECTOR], program_id=program)
    there, _there = asking([question], program_id=program)
    new = moved(answered(cohort_id, {"sector": "private"}), there)
    assert cells(new.id) == ({"sector": "Private"} if kept else {})


@pytest.mark.parametrize(("text", "kept"), [("You may be in our pictures.", True), ("On posters too.", False)])
def test_a_consent_goes_along_only_in_the_same_words(text, kept):
    program = a_program()
    cohort_id, _form = asking([PHOTOS], program_id=program)
    there, _there = asking([written("photos", "consent", label="Photos", text={"en": text})], program_id=program)
    new = moved(answered(cohort_id, {"photos": "y"}), there)
    assert cells(new.id) == ({"photos": "Agreed"} if kept else {})
    agreed = db.session.scalars(select(Agreement.registration_id).where(Agreement.registration_id == new.id)).all()
    assert len(agreed) == kept


def test_moving_twice_with_one_form_takes_them_along_once():
    program = a_program()
    cohort_id, form = asking(QUESTIONS, program_id=program)
    there, _form = asking(QUESTIONS, program_id=program)
    ana = with_file(cohort_id, form)
    assert moved(ana, there).id == moved(ana, there).id
    assert list(laws.breaches()) == []


def test_a_transfer_leaves_everything_behind_and_takes_what_the_new_person_says():
    cohort_id, form = asking(QUESTIONS)
    ana = with_file(cohort_id, form)
    transfers.propose(ana.id, by=COMMAND_LINE, name="Bo", email="bo@example.ca", language="en")
    transfer = db.session.scalars(select(Transfer)).one()
    transfers.agree(
        transfer.id, transfer.version, by=applicant(ana.id), person=a_person(name="Bo"),
        privacy_notice_id=institution.current().privacy_notice_id, key="form", given=given(form, {"why": "Bo too"}),
    )  # fmt: skip
    assert cells(ana.id) == {"why": "Bo too"}
    assert db.session.scalars(select(Upload.registration_id)).one() is None
    assert all(db.session.scalars(select(Agreement.withdrawn_at)))
    assert list(laws.breaches()) == []
