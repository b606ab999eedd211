"""Whole forms: begun with another one, kept for the next cohorts of a program."""

import pytest

from cohorts.loading import starters
from cohorts.questions import copies, queries
from tests.factories.forms import a_form, a_pattern, written
from tests.factories.programs import a_cohort, a_program
from tests.factories.questions import only_if, options
from tests.organizer.builder import PAGE, keys, make
from tests.organizer.test_cohorts import NEW

SECTOR = written("sector", "choice", label="Your sector", options=options("Public", "Private"))
AGENCY = written("agency", show_if=only_if("sector", "public"))
SOURCE = f"{PAGE}/source"


def other_cohort(app, *questions):
    with app.app_context():
        made = a_cohort(program_id=a_program(slug="elsewhere"), title={"en": "Halifax"})
        a_form(made, questions, organization="off")
        return made


def written_in(app, cohort_id):
    with app.app_context():
        return copies.written(queries.of_cohort(cohort_id))


def test_a_form_begins_with_that_of_another_cohort_of_any_program(app, desk, cohort):
    other = other_cohort(app, SECTOR, AGENCY)
    assert "Halifax" in desk.text(SOURCE)
    assert "2 questions" in desk.text(SOURCE)
    for _twice in range(2):
        assert desk.send(SOURCE, source=f"cohort:{other}").location == PAGE
    assert written_in(app, cohort) == [SECTOR, AGENCY]


def test_who_has_questions_already_is_told_what_becomes_of_them(app, desk, cohort):
    make(app, cohort, written("old"))
    other = other_cohort(app, SECTOR)
    assert "This form asks 1 question now." in desk.text(SOURCE)
    desk.send(SOURCE, source=f"cohort:{other}")
    assert keys(app, cohort) == ["sector"]
    assert "About old" in desk.text(PAGE)


@pytest.mark.parametrize("name", starters.names())
def test_a_form_begins_with_a_ready_made_one(app, desk, cohort, name):
    assert desk.send(SOURCE, source=f"ready:{name}").location == PAGE
    assert [each.key for each in written_in(app, cohort)] == [each.key for each in starters.questions_of(name)]
    assert "is not all there" not in desk.text(PAGE)


def test_a_cohort_begins_with_the_form_of_its_program(app, desk, cohort):
    with app.app_context():
        program = a_program(slug="other")
        a_pattern(program, [SECTOR])
    desk.send(SOURCE, source=f"program:{program}")
    assert keys(app, cohort) == ["sector"]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "cohort:987654",
        "cohort:x",
        "ready:../default",
        "ready:nothing",
        "program:1",
        "nonsense",
        "cohort:" + "9" * 99,
    ],
)
def test_a_form_that_is_not_offered_is_refused(app, desk, cohort, source):
    make(app, cohort, written("old"))
    assert desk.send(SOURCE, source=source).status_code == 422
    assert keys(app, cohort) == ["old"]


def test_a_form_is_not_begun_with_itself(app, desk, cohort):
    make(app, cohort, SECTOR)
    assert desk.send(SOURCE, source=f"cohort:{cohort}").status_code == 422


def test_a_form_is_kept_for_the_next_cohorts_of_its_program_once_that_is_confirmed(app, desk, cohort):
    make(app, cohort, SECTOR, AGENCY)
    page = f"{PAGE}/pattern"
    assert "New cohorts of the program begin with these questions." in desk.text(page)
    desk.send(page)
    assert "Your sector" in desk.text("/organizer/programs/policy/form")
    assert "instead of with the 2 that it keeps now" in desk.text(page)


def test_a_new_cohort_begins_with_the_form_that_its_program_keeps(app, desk, cohort):
    make(app, cohort, SECTOR, AGENCY)
    desk.send(f"{PAGE}/pattern")
    response = desk.send("/organizer/programs/policy/cohorts/new", **NEW)
    assert "with the form that its program keeps" in desk.text(response.location)
    text = desk.text(f"{response.location}/form")
    assert "Your sector" in text
    assert "About agency" in text


def test_a_program_without_a_form_gives_its_cohorts_none(app, desk, cohort):
    response = desk.send("/organizer/programs/policy/cohorts/new", **NEW)
    assert "No question of your own yet" in desk.text(f"{response.location}/form")
