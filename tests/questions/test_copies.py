"""Whole forms: replaced, copied, kept as a program's pattern, on both databases."""

import pytest
from sqlalchemy import func, select

from cohorts.activity.actors import COMMAND_LINE
from cohorts.activity.models import Activity
from cohorts.core.database import db
from cohorts.programs import owners
from cohorts.questions import copies, forms, queries, questions
from cohorts.questions.errors import ConditionRefused, KeyTaken, TypeFixed
from cohorts.questions.models import QuestionForm
from tests.factories.forms import a_form, a_pattern, asked_in, written
from tests.factories.programs import a_cohort, a_program, at
from tests.factories.questions import only_if, options

SECTOR = written("sector", "choice", options=options("Public", "Private"), is_sensitive=True, retention_days=30)
AGENCY = written("agency", show_if=only_if("sector", "public"))
DIET = written("diet", "long_text", stage="after_seat", stays_editable=True)


@pytest.fixture
def cohort(context):
    """A cohort without a form; its id."""
    return a_cohort()


def asked(cohort_id):
    db.session.rollback()
    return queries.of_cohort(cohort_id)


def replace(cohort_id, *wanted):
    return copies.replace(owners.cohort(cohort_id), wanted, by=COMMAND_LINE)


def test_a_form_asks_exactly_what_is_wanted_in_that_order(cohort):
    a_form(cohort, [written("old"), SECTOR])
    assert replace(cohort, DIET, SECTOR, AGENCY)
    assert copies.written(asked(cohort)) == [DIET, SECTOR, AGENCY]
    assert [question.key for question in asked(cohort).archived] == ["old"]


def test_to_want_the_same_again_changes_nothing(cohort):
    replace(cohort, SECTOR, AGENCY)
    version = asked(cohort).version
    assert not replace(cohort, SECTOR, AGENCY)
    assert asked(cohort).version == version


def test_a_deleted_question_comes_back_as_the_one_it_was(cohort):
    sector = asked_in(a_form(cohort, [SECTOR]), "sector").id
    replace(cohort)
    assert asked(cohort).questions == ()
    replace(cohort, written("first"), SECTOR)
    assert asked_in(asked(cohort), "sector").id == sector


def test_nothing_wanted_where_nothing_is_asked_makes_no_form(cohort):
    assert not replace(cohort)
    assert db.session.scalar(select(func.count(QuestionForm.id))) == 0


def test_what_is_wrong_leaves_the_form_as_it_was(cohort):
    a_form(cohort, [SECTOR])
    with pytest.raises(KeyTaken):
        replace(cohort, DIET, DIET)
    with pytest.raises(ConditionRefused):
        replace(cohort, AGENCY, SECTOR)
    with pytest.raises(TypeFixed):
        replace(cohort, written("sector", "email"))
    assert copies.written(asked(cohort)) == [SECTOR]


def test_a_whole_form_is_one_entry_in_the_activity(cohort):
    count = select(func.count(Activity.id)).where(Activity.cohort_id == cohort)
    before = db.session.scalar(count)
    replace(cohort, SECTOR, AGENCY, DIET)
    assert db.session.scalar(count) == before + 1


def test_a_copy_asks_the_same_and_twice_is_once(cohort):
    source = a_form(a_cohort(), [SECTOR, AGENCY, DIET], organization="required")
    assert copies.copy(source, owners.cohort(cohort), by=COMMAND_LINE)
    assert copies.written(asked(cohort)) == [SECTOR, AGENCY, DIET]
    assert asked(cohort).organization == "required"
    assert not copies.copy(source, owners.cohort(cohort), by=COMMAND_LINE)


def test_a_copy_is_a_form_of_its_own(cohort):
    source = a_form(a_cohort(), [written("one")])
    copies.copy(source, owners.cohort(cohort), by=COMMAND_LINE)
    copied = asked_in(asked(cohort), "one")
    questions.edit(copied.id, by=COMMAND_LINE, wording=written("one", label="Changed").wording)
    questions.archive(copied.id, by=COMMAND_LINE)
    assert [question.wording.label for question in queries.of_owner(owners.cohort(cohort)).archived] == [
        {"en": "Changed"}
    ]
    assert asked_in(source, "one").wording.label == {"en": "About one"}


def test_a_copy_leaves_the_last_day_to_answer_as_it_is(cohort):
    until = at("2027-03-01 17:00")
    a_form(cohort, [], after_seat_until=until)
    copies.copy(a_form(a_cohort(), [SECTOR]), owners.cohort(cohort), by=COMMAND_LINE)
    assert asked(cohort).after_seat_until == until


def test_a_copied_question_whose_key_stands_for_another_type_here_has_a_key_of_its_own(cohort):
    a_form(cohort, [written("sector", "email"), written("sector_2")])
    copies.copy(a_form(a_cohort(), [SECTOR, AGENCY]), owners.cohort(cohort), by=COMMAND_LINE)
    form = asked(cohort)
    assert [question.key for question in form.questions] == ["sector_3", "agency"]
    assert asked_in(form, "agency").condition == only_if("sector_3", "public")
    assert asked_in(form, "sector").archived_at is not None


def test_a_program_keeps_a_form_for_its_next_cohorts(context):
    program = a_program()
    pattern = a_pattern(program, [SECTOR, AGENCY])
    cohort = a_cohort(program_id=program)
    copies.copy(pattern, owners.cohort(cohort), by=COMMAND_LINE)
    assert copies.written(asked(cohort)) == [SECTOR, AGENCY]
    assert queries.owner_of(pattern.questions[0].id) == owners.program(program)
    assert queries.owner_of(asked(cohort).questions[0].id) == owners.cohort(cohort)


def test_every_form_that_asks_something_is_listed_with_its_size(cohort):
    program = a_program()
    a_form(cohort, [written("about", "section"), SECTOR, AGENCY, written("words", "text")])
    a_pattern(program, [DIET])
    a_form(a_cohort(), [])
    assert queries.sizes() == {owners.cohort(cohort): 2, owners.program(program): 1}


def test_what_is_asked_beside_the_questions_is_set_once(cohort):
    owner = owners.cohort(cohort)
    said = {"organization": "off", "after_seat_until": at("2027-03-01 17:00")}
    assert forms.edit(owner, by=COMMAND_LINE, **said)
    assert not forms.edit(owner, by=COMMAND_LINE, **said)
    assert (asked(cohort).organization, asked(cohort).after_seat_until) == ("off", said["after_seat_until"])
