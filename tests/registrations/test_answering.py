"""Changing what a registration says: only what was asked, once, and the trail says what."""

import pytest
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.activity.models import Activity
from cohorts.core.database import db
from cohorts.core.errors import Stale
from cohorts.files.errors import Gone
from cohorts.files.models import Upload
from cohorts.programs.owners import cohort
from cohorts.questions import copies
from cohorts.questions.models import QuestionForm
from cohorts.registrations import answering, said, withdrawals
from cohorts.registrations.errors import NotActive
from cohorts.registrations.models import Agreement
from tests.factories.answers import answered, given
from tests.factories.files import an_upload
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort
from tests.factories.questions import options
from tests.factories.registrations import read

pytestmark = pytest.mark.usefixtures("institution")
QUESTIONS = [
    written("needs", "choices", options=options("Lift", "Signs", "Loop")),
    written("why"),
    written("health", is_sensitive=True),
    written("cv", "file"),
    written("photos", "consent"),
]
ANSWERS = {"needs": ["lift", "signs"], "why": "To learn", "health": "Private", "photos": "y"}


@pytest.fixture
def form():
    """The form of an open cohort."""
    return a_form(a_cohort(capacity=5), QUESTIONS)


@pytest.fixture
def ana(form):
    """The id of somebody who answered it."""
    return somebody(form).id


def somebody(form, **changes):
    return answered(cohort_of(form), {**ANSWERS, **changes})


def cohort_of(form):
    return db.session.get_one(QuestionForm, form.id).cohort_id


def everything(form):
    return {question.id for question in form.questions}


def change(ana, form, answers, **how):
    said_now = given(form, answers) if isinstance(answers, dict) else answers
    return answering.change(ana, said_now, **{"asked": everything(form), "by": applicant(ana), **how})


def cells(registration_id):
    return {each.key: each.cell("en") for each in said.of(registration_id)}


def trail():
    entry = db.session.scalars(select(Activity).where(Activity.act == "answer").order_by(Activity.id.desc())).first()
    return {value.name: (value.old, value.new) for value in entry.values} if entry else None


def test_answers_come_change_and_go_and_the_trail_says_which(form, ana):
    assert change(ana, form, {"needs": ["loop"], "health": "Private", "photos": "y"})
    assert cells(ana) == {"needs": "Loop", "health": "Private", "photos": "Agreed"}
    assert trail() == {"answer:needs": ("Lift; Signs", "Loop"), "answer:why": ("To learn", None)}
    assert read(ana).answers_version == 1


def test_of_a_sensitive_answer_the_trail_says_only_that_it_changed(form, ana):
    change(ana, form, {**ANSWERS, "health": "Secret"})
    assert trail() == {"answer:health": (None, None)}


def test_the_same_answers_again_change_nothing_whatever_their_order(form, ana):
    assert not change(ana, form, {**ANSWERS, "needs": ["signs", "lift"]}, expected_version=0)
    assert (trail(), read(ana).answers_version) == (None, 0)


def test_what_is_not_asked_stays(form, ana):
    change(ana, form, {"why": "To teach"}, asked={asked_in(form, "why").id})
    assert cells(ana) == {**cells(ana), "why": "To teach", "needs": "Lift; Signs"}


def test_an_answer_to_what_is_not_asked_is_not_taken(form, ana):
    change(ana, form, {**ANSWERS, "why": "To teach", "health": "Other"}, asked={asked_in(form, "why").id})
    assert cells(ana)["health"] == "Private"


def test_the_second_of_two_is_refused_and_changes_nothing(form, ana):
    change(ana, form, {**ANSWERS, "why": "The first"}, expected_version=0)
    with pytest.raises(Stale):
        change(ana, form, {**ANSWERS, "why": "The second"}, expected_version=0)
    assert cells(ana)["why"] == "The first"


def test_a_change_that_was_made_already_is_no_conflict(form, ana):
    change(ana, form, {**ANSWERS, "why": "The first"}, expected_version=0)
    assert not change(ana, form, {**ANSWERS, "why": "The first"}, expected_version=0)


def test_what_has_ended_is_not_changed(form, ana):
    withdrawals.withdraw(ana, by=applicant(ana))
    with pytest.raises(NotActive):
        change(ana, form, {"why": "x"})


def test_a_consent_taken_back_is_marked_and_one_given_anew_is_another(form, ana):
    change(ana, form, {**ANSWERS, "photos": ""})
    change(ana, form, ANSWERS)
    query = select(Agreement.withdrawn_at.is_(None)).where(Agreement.registration_id == ana).order_by(Agreement.id)
    assert list(db.session.scalars(query)) == [False, True]


def test_agreeing_to_new_words_is_another_agreement(form, ana):
    reworded = written("photos", "consent", text={"en": "On posters too."})
    copies.replace(cohort(cohort_of(form)), [*QUESTIONS[:-1], reworded], by=COMMAND_LINE)
    now = a_form(cohort_of(form), [*QUESTIONS[:-1], reworded])
    assert change(ana, now, ANSWERS)
    versions = db.session.scalars(select(Agreement.version_id).order_by(Agreement.id)).all()
    assert len(set(versions)) == 2


def test_a_new_file_takes_the_place_of_the_old_one_which_is_nobodys_then(form, ana):
    old, new = (upload(form, name) for name in ("old.pdf", "new.pdf"))
    change(ana, form, {**ANSWERS, "cv": old}, form_key="key")
    change(ana, form, {**ANSWERS, "cv": new}, form_key="key")
    owners = {upload.name: upload.registration_id for upload in db.session.scalars(select(Upload))}
    assert (owners, cells(ana)["cv"]) == ({"old.pdf": None, "new.pdf": ana}, "new.pdf")


def test_a_file_of_another_form_is_not_taken_and_nothing_else_changes(form, ana):
    with pytest.raises(Gone):
        change(ana, form, {"cv": upload(form, "cv.pdf"), "why": "To teach"}, form_key="another")
    assert cells(ana)["why"] == "To learn"


def upload(form, name):
    return an_upload(cohort_of(form), asked_in(form, "cv").id, name=name)
