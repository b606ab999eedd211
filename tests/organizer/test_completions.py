"""Who lacks answers is in sight, and asked with one button."""

import pytest
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.programs.owners import cohort as of_cohort
from cohorts.questions import copies
from tests.factories.answers import answered
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort, a_program
from tests.factories.registrations import a_registration

DESK = "/organizer/programs/ai/ottawa"
WHY = written("why", label="Why you?")
ROLE = written("role", label="Your role", required=True)
DIET = written("diet", label="Diet", stage="after_seat")


@pytest.fixture
def people(app, desk):
    """Two who have a seat and one who waits: none has a role, which is asked for since; references by name."""
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=2)
        a_form(cohort, [WHY])
        rows = [answered(cohort, {"why": "x"}, name="Ana Roy"), a_registration(cohort, name="Bo Li")]
        rows.append(a_registration(cohort, name="Cy Day"))
        copies.replace(of_cohort(cohort), [WHY, ROLE, DIET], by=COMMAND_LINE)
        return {row.name.split()[0]: row.reference for row in rows}


def letters(app):
    with app.app_context():
        return list(db.session.scalars(select(Message.address).where(Message.kind == "complete_answers")))


def test_the_desk_and_the_overview_count_who_lacks_an_answer(desk, people):
    for page in (DESK, "/organizer/"):
        text = desk.text(page)
        assert "3 registrations lack an answer that must be given" in text
        assert "2 people with a seat have not answered the later questions" in text


@pytest.mark.parametrize(
    ("lacks", "names"),
    [("registration", ["Ana", "Bo", "Cy"]), ("after_seat", ["Ana", "Bo"]), ("nonsense", ["Ana", "Bo", "Cy"])],
)
def test_the_list_shows_only_those_who_lack_it(desk, people, lacks, names):
    text = desk.text(f"{DESK}/registrations?lacks={lacks}")
    assert [name for name in people if f">{name} " in text] == names


def test_a_list_in_which_nobody_lacks_anything_speaks_of_nothing(app, desk, people):
    with app.app_context():
        copies.replace(of_cohort(1), [WHY], by=COMMAND_LINE)
    assert "needed answer is missing" not in desk.text(f"{DESK}/registrations")
    assert "lack an answer" not in desk.text(DESK)


def test_everybody_who_lacks_an_answer_is_asked_after_one_question_that_names_them(app, desk, people):
    page = f"{DESK}/completions"
    text = desk.text(page)
    assert "Ask 3 people to complete their answers?" in text
    assert all(name in text for name in ("Ana Roy", "Bo Li", "Cy Day"))
    assert letters(app) == []
    assert desk.send(page).location == f"{DESK}/registrations"
    assert len(letters(app)) == 3
    desk.send(page)
    assert len(letters(app)) == 3


def test_one_person_is_asked_from_their_page_and_not_again_within_a_day(app, desk, people):
    page, action = f"/organizer/registrations/{people['Bo']}", f"/organizer/registrations/{people['Bo']}/completion"
    assert "2 answers are missing" not in desk.text(page) and "1 answer is missing" in desk.text(page)
    desk.press(page, action)
    assert "The message is on its way." in desk.text(page)
    assert "was asked to complete their answers" in desk.text(page)
    desk.press(page, action)
    assert "less than a day ago" in desk.text(page)
    assert len(letters(app)) == 1


def test_where_nobody_lacks_an_answer_the_page_says_so(app, desk, people):
    with app.app_context():
        copies.replace(of_cohort(1), [WHY], by=COMMAND_LINE)
    page = desk.text(f"{DESK}/completions")
    assert "Nobody lacks an answer" in page and "Back to the registrations" in page
    assert "Send the messages" not in page and "Send nothing" not in page
