"""A cohort's form becomes what the file says; what people answered stays."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from cohorts.activity.actors import COMMAND_LINE
from cohorts.activity.models import Activity
from cohorts.core.database import db
from cohorts.loading import loading
from cohorts.loading.problems import BadFile
from cohorts.programs import queries as programs
from cohorts.programs.owners import cohort
from cohorts.questions import forms, queries
from cohorts.questions.models import QuestionVersion
from cohorts.questions.wordings import AskedForm
from tests.factories.forms import a_form, asked_in, written
from tests.loading.files import GOOD
from tests.loading.test_questions import with_questions

pytestmark = pytest.mark.usefixtures("context")
KEYS = ["work", "sector", "topics", "office", "motivation", "cv", "photos", "diet"]
OTTAWA = "cohort ai-policy/ottawa"
DEADLINE = 'capacity = 30\norganization = "required"\nafter_seat_until = 2031-11-25T12:00:00'


def load(text: str) -> str:
    """Load a file; what became of its first cohort."""
    return {f"{line.kind} {line.slug}": line.outcome for line in loading.load(text, "file.toml")}[OTTAWA]


def ottawa() -> int:
    """The first cohort."""
    return programs.cohort_with_seats("ai-policy", "ottawa")[0].id


def form() -> AskedForm:
    """Its form, as the database says now."""
    db.session.rollback()
    return queries.of_cohort(ottawa())


def acts() -> int:
    """How many acts there were."""
    return db.session.scalar(select(func.count()).select_from(Activity)) or 0


def test_a_form_is_made_and_a_second_time_nothing_changes():
    assert load(with_questions()) == "created"
    assert [question.key for question in form().questions] == KEYS
    before = acts(), form().version
    assert load(with_questions()) == "unchanged"
    assert (acts(), form().version) == before


def test_each_kind_of_question_comes_back_as_it_was_written():
    load(with_questions())
    office, cv, diet = (asked_in(form(), key) for key in ("office", "cv", "diet"))
    assert office.condition is not None
    assert office.condition.tests[0].question == "sector"
    assert (cv.is_sensitive, cv.retention_days, cv.wording.accept) == (True, 90, ("pdf", "docx"))
    assert diet.stage == "after_seat"


def test_a_new_wording_is_a_version_and_the_cohort_has_changed():
    load(with_questions())
    sector = asked_in(form(), "sector")
    assert load(with_questions('label = "Sector"', 'label = "Your sector"')) == "changed"
    assert asked_in(form(), "sector").id == sector.id
    labels = select(QuestionVersion.config).where(QuestionVersion.question_id == sector.id).order_by(QuestionVersion.n)
    assert [config["label"]["en"] for config in db.session.scalars(labels)] == ["Sector", "Your sector"]


def test_another_order_is_a_change():
    load(with_questions())
    text = with_questions()
    block = text[text.index('[[cohort.question]]\nkey = "cv"') : text.index('[[cohort.question]]\nkey = "photos"')]
    moved = text.replace(block, "").replace("[[cohort.question]]", block + "[[cohort.question]]", 1)
    assert load(moved) == "changed"
    assert [question.key for question in form().questions] == ["cv", *(key for key in KEYS if key != "cv")]


def test_what_the_file_leaves_out_is_asked_no_more_and_can_come_back():
    load(with_questions())
    without = with_questions()
    without = without[: without.index('[[cohort.question]]\nkey = "diet"')] + without[without.index("[cohort.venue]") :]
    assert load(without) == "changed"
    assert [question.key for question in form().archived] == ["diet"]
    assert load(with_questions()) == "changed"
    assert [question.key for question in form().questions] == KEYS


def test_a_file_without_questions_keeps_what_organizers_built():
    load(GOOD)
    a_form(ottawa(), [written("dream", label="Your dream")], organization="off")
    assert load(GOOD) == "unchanged"
    assert [question.key for question in form().questions] == ["dream"]
    assert form().organization == "off"


def test_a_file_without_questions_may_say_the_rest():
    load(GOOD)
    a_form(ottawa(), [written("dream")])
    assert load(GOOD.replace("capacity = 30", DEADLINE)) == "changed"
    assert load(GOOD.replace("capacity = 30", DEADLINE)) == "unchanged"
    assert ([question.key for question in form().questions], form().organization) == (["dream"], "required")
    assert form().after_seat_until == datetime(2031, 11, 25, 17, tzinfo=UTC)


def test_with_questions_the_form_is_told_as_a_whole():
    load(with_questions().replace("capacity = 30", DEADLINE))
    assert load(with_questions()) == "changed"
    assert (form().organization, form().after_seat_until) == ("optional", None)


def test_an_empty_list_takes_all_questions_away():
    load(with_questions())
    assert load(GOOD.replace("capacity = 30", "capacity = 30\nquestion = []")) == "changed"
    assert form().questions == ()
    assert load(GOOD.replace("capacity = 30", "capacity = 30\nquestion = []")) == "unchanged"


def test_a_cohort_that_asks_nothing_gets_no_form():
    load(GOOD)
    assert form().id == 0


def test_a_question_that_would_become_another_one_is_told_with_its_place_and_nothing_changes():
    load(GOOD)
    a_form(ottawa(), [written("sector", "number"), written("office", "yes_no"), written("motivation", "short_text")])
    before = acts()
    with pytest.raises(BadFile) as caught:
        load(with_questions())
    assert caught.value.lines == [
        "file.toml: cohort[1].question[2].type: 'sector' is a question of type 'number' already; "
        "give this one another key",
        "file.toml: cohort[1].question[4].type: 'office' is a question of type 'yes_no' already; "
        "give this one another key",
    ]
    assert acts() == before


def test_a_deleted_question_keeps_its_type_too():
    load(with_questions())
    load(GOOD.replace("capacity = 30", "capacity = 30\nquestion = []"))
    with pytest.raises(BadFile) as caught:
        load(with_questions('key = "diet"\ntype = "short_text"', 'key = "diet"\ntype = "yes_no"'))
    assert [line.split(": ")[1] for line in caught.value.lines] == ["cohort[1].question[8].type"]


def test_a_mistake_in_one_cohort_keeps_the_questions_of_the_other_out():
    with pytest.raises(BadFile):
        load(with_questions().replace("capacity = 5", "capacity = -5"))
    assert acts() == 0


def test_a_form_changed_by_organizers_becomes_the_files_again():
    load(with_questions())
    forms.edit(cohort(ottawa()), by=COMMAND_LINE, organization="off", after_seat_until=None)
    assert load(with_questions()) == "changed"
    assert form().organization == "optional"
