"""Whole forms: begun with another one, kept for the next cohorts of a program."""

import pytest

from cohorts.loading import starters
from cohorts.questions import copies, queries
from tests.factories.answers import answered
from tests.factories.forms import a_form, a_pattern, written
from tests.factories.programs import a_cohort, a_program
from tests.factories.questions import only_if, options
from tests.organizer.builder import PAGE, asked, keys, make
from tests.organizer.desk import Forms, signed_in
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


def take(desk, other, look=None):
    """Choose the form of another cohort, and confirm what the page says of it."""
    look = look or desk.send(SOURCE, source=f"cohort:{other}")
    return desk.client.post(SOURCE, data=Forms(look.text).found[-1][1])


def test_a_form_begins_with_that_of_another_cohort_of_any_program(app, desk, cohort):
    other = other_cohort(app, SECTOR, AGENCY)
    assert "Halifax" in desk.text(SOURCE)
    assert "2 questions" in desk.text(SOURCE)
    for _twice in range(2):
        assert desk.send(SOURCE, source=f"cohort:{other}").location == PAGE
    assert written_in(app, cohort) == [SECTOR, AGENCY]


def test_who_has_questions_already_is_told_what_becomes_of_them(app, desk, cohort):
    make(app, cohort, written("old"), written("about", "section"))
    other = other_cohort(app, SECTOR)
    assert "This form asks 1 question now." in desk.text(SOURCE)
    take(desk, other)
    assert keys(app, cohort) == ["sector"]
    assert "About old" in desk.text(PAGE)


def test_what_would_be_lost_is_shown_with_its_answers_before_it_is(app, desk, cohort):
    make(app, cohort, written("old"), written("kept", label="Kept"), written("same"))
    with app.app_context():
        answered(cohort, {"old": "Something"})
    other = other_cohort(app, SECTOR, written("kept", label="Kept otherwise"), written("same"))
    look = desk.send(SOURCE, source=f"cohort:{other}")
    assert (look.status_code, keys(app, cohort)) == (200, ["old", "kept", "same"])
    gone, reworded = look.text.split("Asked in other words")
    assert "About old" in gone and "1 person has answered it" in gone and "Kept" not in gone
    assert "Kept" in reworded and "nobody has answered it" in reworded and "About same" not in look.text
    assert take(desk, other, look).location == PAGE
    assert keys(app, cohort) == ["sector", "kept", "same"]


def test_what_a_colleague_does_meanwhile_is_not_replaced_without_a_look(app, desk, cohort):
    make(app, cohort, written("one"), written("two"))
    other = other_cohort(app, SECTOR)
    look = desk.send(SOURCE, source=f"cohort:{other}")
    colleague = signed_in(app, "other@boreal.example")
    colleague.send(f"{PAGE}/new?type=yes_no", **{"label-en": "Fresh"})
    colleague.send(f"/organizer/questions/{asked(app, cohort, 'one').id}/deletion")
    colleague.send(f"/organizer/questions/{asked(app, cohort, 'two').id}", **{"label-en": "Two anew"})
    again = take(desk, other, look)
    assert (again.status_code, keys(app, cohort)) == (409, ["two", "fresh"])
    assert "Somebody else changed the form meanwhile." in again.text
    for sentence in ("“Fresh” was added.", "“About one” was deleted.", "“Two anew” was worded anew."):
        assert sentence in again.text
    assert take(desk, other, again).location == PAGE
    assert keys(app, cohort) == ["sector"]


def test_an_empty_form_that_a_colleague_has_filled_meanwhile_is_looked_at_first(app, desk, cohort):
    other = other_cohort(app, SECTOR)
    fields = desk.fields(SOURCE)
    signed_in(app, "other@boreal.example").send(f"{PAGE}/new?type=yes_no", **{"label-en": "Fresh"})
    look = desk.client.post(SOURCE, data={**fields, "source": f"cohort:{other}"})
    assert "“Fresh” was added." in look.text
    assert keys(app, cohort) == ["fresh"]


def test_changing_the_language_keeps_what_is_about_to_be_confirmed(app, desk, cohort):
    make(app, cohort, written("old"))
    look = desk.send(SOURCE, source=f"cohort:{other_cohort(app, SECTOR)}")
    fields = Forms(look.text).found[-1][1]
    french = desk.client.post(SOURCE, data={**fields, "switch_language": "fr"})
    assert (french.status_code, keys(app, cohort)) == (200, ["old"])
    assert '<html lang="fr-CA">' in french.text and 'name="confirmed"' in french.text


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
    response = desk.send(SOURCE, source=source)
    assert (response.status_code, "There is a problem" in response.text) == (422, True)
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
