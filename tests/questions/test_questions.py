"""Questions: added, edited, put in order, deleted and brought back, on both databases."""

import pytest
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE
from cohorts.activity.models import Activity
from cohorts.core.database import db
from cohorts.core.errors import Missing, Stale
from cohorts.programs import owners
from cohorts.questions import queries, questions, rules
from cohorts.questions.errors import (
    BadKey,
    BadWording,
    ConditionRefused,
    Deleted,
    KeyTaken,
    ReservedKey,
    TooManyQuestions,
    TypeFixed,
)
from cohorts.questions.models import QuestionVersion
from cohorts.questions.wordings import ALL, IS_NOT, Condition
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort
from tests.factories.questions import only_if, options

SECTOR = written("sector", "choice", options=options("Public", "Private", other="Other"))
AGENCY = written("agency", show_if=only_if("sector", "public"))


@pytest.fixture
def cohort(context):
    """A cohort without a form; its id."""
    return a_cohort()


def add(cohort_id, question, **more):
    return questions.add(owners.cohort(cohort_id), question, by=COMMAND_LINE, **more)


def edit(question, **changes):
    said = {"by": COMMAND_LINE, "wording": question.wording, **changes}
    return questions.edit(question.id, **said)


def asked(cohort_id):
    db.session.rollback()
    return queries.of_cohort(cohort_id)


def keys(cohort_id):
    return [question.key for question in asked(cohort_id).questions]


def arrange(cohort_id, *names):
    form = asked(cohort_id)
    order = [asked_in(form, name).id for name in names]
    questions.arrange(owners.cohort(cohort_id), order, by=COMMAND_LINE, expected_order=form.order_version)


def acts():
    return [entry.act for entry in db.session.scalars(select(Activity).order_by(Activity.id))][-1:]


def test_the_first_question_makes_the_form_and_the_next_comes_after_it(cohort):
    assert asked(cohort).id == 0
    add(cohort, written("one"))
    add(cohort, written("two"))
    assert keys(cohort) == ["one", "two"]
    assert acts() == ["add_question"]


def test_the_same_page_sent_twice_adds_one_question(cohort):
    assert add(cohort, written("one"), key="once") == add(cohort, written("two"), key="once")
    assert keys(cohort) == ["one"]


@pytest.mark.parametrize(
    ("key", "refusal"),
    [
        ("", BadKey), ("Sector", BadKey), ("1st", BadKey), ("_x", BadKey), ("a-b", BadKey), ("é", BadKey),
        ("a" * 61, BadKey), ("a b", BadKey), ("a\n", BadKey), ("state", ReservedKey), ("email", ReservedKey),
        ("name", ReservedKey), ("id", ReservedKey), ("reference", ReservedKey),
    ],
)  # fmt: skip
def test_a_key_that_is_none_or_names_a_column_of_every_export_is_refused(cohort, key, refusal):
    question = written("fine")
    with pytest.raises(refusal):
        add(cohort, type(question)(key=key, wording=question.wording))
    assert keys(cohort) == []


@pytest.mark.parametrize("key", ["validate", "meta", "data", "csrf_token", "errors", "q_1"])
def test_a_key_that_means_something_to_the_form_library_is_as_good_as_any(cohort, key):
    add(cohort, written(key))
    assert keys(cohort) == [key]


def test_a_key_is_not_given_twice_even_after_its_question_was_deleted(cohort):
    first = add(cohort, written("sector"))
    with pytest.raises(KeyTaken):
        add(cohort, written("sector"))
    questions.archive(first, by=COMMAND_LINE)
    with pytest.raises(KeyTaken, match="had it before it was deleted"):
        add(cohort, written("sector"))


def test_a_free_key_is_made_from_a_label_and_avoids_what_is_taken(cohort):
    form = a_form(cohort, [written("secteur_d_activite"), written("cv")])
    assert questions.free_key(form, "Secteur d’activité") == "secteur_d_activite_2"
    assert questions.free_key(form, "cv") == "cv_2"
    assert questions.free_key(form, "Email") == "email_2"
    assert questions.free_key(form, "2 choices?") == "q_2_choices"
    assert rules.KEY.fullmatch(questions.free_key(form, "Вопрос"))
    assert rules.KEY.fullmatch(questions.free_key(form, "x" * 400))


@pytest.mark.parametrize(
    ("type_", "said", "setting"),
    [
        ("riddle", {}, "type"),
        ("short_text", {"label": {}}, "label"),
        ("choice", {"options": options("One")}, "options"),
        ("choice", {"options": options("One", "one")}, "options"),
        ("choice", {"options": options(*map(str, range(100_000)))}, "options"),
        ("number", {"min": 5, "max": 1}, "max"),
        ("number", {"min": float("nan")}, "min"),
        ("number", {"max": float("inf")}, "max"),
        ("file", {"accept": ("exe",)}, "accept"),
        ("consent", {"text": {}}, "text"),
        ("short_text", {"show_if": Condition(ALL, ())}, "condition"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(cohort, type_, said, setting):
    with pytest.raises(BadWording) as refused:
        add(cohort, written("key", type_, **said))
    assert refused.value.field == setting
    assert keys(cohort) == []


def test_an_edit_is_a_version_of_its_own_and_the_former_one_stays_as_it_was(cohort):
    question = asked_in(a_form(cohort, [SECTOR]), "sector")
    again = written("sector", "choice", label="Where do you work?", options=options("Public", "Private")).wording
    assert edit(question, wording=again, is_sensitive=True, retention_days=30)
    now = asked_in(asked(cohort), "sector")
    assert (now.version, now.wording.label["en"], now.is_sensitive) == (2, "Where do you work?", True)
    before = db.session.scalar(select(QuestionVersion).where(QuestionVersion.id == question.version_id))
    assert queries.wording_of(before) == question.wording


def test_an_edit_that_changes_nothing_makes_no_version(cohort):
    question = asked_in(a_form(cohort, [SECTOR]), "sector")
    assert not edit(question)
    assert asked_in(asked(cohort), "sector").version == 1


def test_an_edit_of_what_somebody_else_edited_meanwhile_is_refused(cohort):
    question = asked_in(a_form(cohort, [written("one")]), "one")
    edit(question, wording=written("one", label="Theirs").wording)
    with pytest.raises(Stale):
        edit(question, wording=written("one", label="Mine").wording, expected_version=question.version)
    assert asked_in(asked(cohort), "one").wording.label == {"en": "Theirs"}


@pytest.mark.parametrize(
    ("before", "after", "becomes"),
    [
        ("short_text", "long_text", True), ("long_text", "short_text", True), ("choice", "choices", True),
        ("choices", "choice", False), ("short_text", "email", False), ("short_text", "choice", False),
        ("number", "short_text", False), ("consent", "yes_no", False),
    ],
)  # fmt: skip
def test_a_type_changes_only_where_answers_go_on_reading_as_they_were_meant(cohort, before, after, becomes):
    said = {"options": options("One", "Two")}
    fits = {name: said if name.startswith("choice") else {} for name in (before, after)}
    question = asked_in(a_form(cohort, [written("key", before, **fits[before])]), "key")
    wording = written("key", after, **fits[after]).wording
    if becomes:
        assert edit(question, wording=wording)
    else:
        with pytest.raises(TypeFixed):
            edit(question, wording=wording)
    assert asked_in(asked(cohort), "key").wording.type == (after if becomes else before)


def test_a_deleted_question_is_asked_no_more_and_comes_back_where_it_was(cohort):
    form = a_form(cohort, [written("one"), written("two"), written("three")])
    two = asked_in(form, "two").id
    for _twice in range(2):
        questions.archive(two, by=COMMAND_LINE)
    assert keys(cohort) == ["one", "three"]
    assert [question.key for question in asked(cohort).archived] == ["two"]
    for _twice in range(2):
        questions.bring_back(two, by=COMMAND_LINE)
    assert keys(cohort) == ["one", "two", "three"]
    assert acts() == ["bring_back_question"]


def test_a_deleted_question_is_not_edited_before_it_comes_back(cohort):
    one = asked_in(a_form(cohort, [written("one"), written("two")]), "one")
    questions.archive(one.id, by=COMMAND_LINE)
    wording = written("one", label="Changed").wording
    with pytest.raises(Deleted):
        questions.edit(one.id, by=COMMAND_LINE, wording=wording, expected_version=1)
    assert asked_in(asked(cohort), "one").wording == one.wording
    assert questions.edit(one.id, by=COMMAND_LINE, wording=wording, expected_version=1, returns=True)
    assert (keys(cohort), asked_in(asked(cohort), "one").wording.label) == (["one", "two"], {"en": "Changed"})


def test_a_question_that_a_condition_asks_for_is_not_deleted(cohort):
    form = a_form(cohort, [SECTOR, AGENCY])
    with pytest.raises(ConditionRefused, match="“About agency” asks for “About sector”"):
        questions.archive(asked_in(form, "sector").id, by=COMMAND_LINE)
    assert keys(cohort) == ["sector", "agency"]


def test_an_option_that_a_condition_asks_for_is_not_deleted(cohort):
    form = a_form(cohort, [SECTOR, AGENCY])
    fewer = written("sector", "choice", options=options("Private", other="Other")).wording
    with pytest.raises(ConditionRefused, match="“About agency” asks for the choice “Public”"):
        edit(asked_in(form, "sector"), wording=fewer)
    assert len(asked_in(asked(cohort), "sector").wording.options) == 3


def test_a_question_does_not_come_back_before_what_its_condition_asks_for(cohort):
    form = a_form(cohort, [SECTOR, AGENCY])
    for key in ("agency", "sector"):
        questions.archive(asked_in(form, key).id, by=COMMAND_LINE)
    with pytest.raises(ConditionRefused):
        questions.bring_back(asked_in(form, "agency").id, by=COMMAND_LINE)
    for key in ("sector", "agency"):
        questions.bring_back(asked_in(form, key).id, by=COMMAND_LINE)
    assert keys(cohort) == ["sector", "agency"]


@pytest.mark.parametrize(
    "condition",
    [
        only_if("agency", "public"),
        only_if("nothing", "public"),
        only_if("sector", "no such option"),
        only_if("later", "yes"),
        only_if("plain", "words"),
        only_if("after", "yes"),
        only_if("sector", "no such option", operator=IS_NOT),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(cohort, condition):
    form = a_form(
        cohort,
        [SECTOR, written("plain"), AGENCY, written("later", "yes_no"), written("after", "yes_no", stage="after_seat")],
    )
    with pytest.raises(ConditionRefused, match="About agency"):
        edit(asked_in(form, "agency"), wording=written("agency", show_if=condition).wording)
    assert asked_in(asked(cohort), "agency").condition == AGENCY.condition


def test_a_question_is_not_moved_before_what_its_condition_asks_for(cohort):
    a_form(cohort, [SECTOR, written("between"), AGENCY])
    with pytest.raises(ConditionRefused, match="comes later"):
        arrange(cohort, "agency", "sector", "between")
    assert keys(cohort) == ["sector", "between", "agency"]


def test_questions_are_put_in_order_and_twice_is_once(cohort):
    form = a_form(cohort, [written("one"), written("two"), written("three")])
    arrange(cohort, "three", "one", "two")
    assert keys(cohort) == ["three", "one", "two"]
    order = [asked_in(form, key).id for key in ("three", "one", "two")]
    questions.arrange(owners.cohort(cohort), order, by=COMMAND_LINE, expected_order=form.order_version)
    assert keys(cohort) == ["three", "one", "two"]


def test_an_order_made_before_somebody_else_changed_it_is_refused(cohort):
    form = a_form(cohort, [written("one"), written("two")])
    add(cohort, written("three"))
    order = [asked_in(form, key).id for key in ("two", "one")]
    with pytest.raises(Stale):
        questions.arrange(owners.cohort(cohort), order, by=COMMAND_LINE, expected_order=form.order_version)


def test_an_order_with_a_question_of_another_form_or_one_twice_is_refused(cohort):
    form, other = a_form(cohort, [written("one"), written("two")]), a_form(a_cohort(), [written("one")])
    one, two = (asked_in(form, key).id for key in ("one", "two"))
    for order in ([two], [two, one, one], [two, asked_in(other, "one").id], [two, one, 987654], []):
        with pytest.raises(Stale):
            questions.arrange(owners.cohort(cohort), order, by=COMMAND_LINE, expected_order=form.order_version)
    assert keys(cohort) == ["one", "two"]


def test_a_duplicate_stands_right_after_its_question_with_a_key_of_its_own(cohort):
    form = a_form(cohort, [SECTOR, written("agency", show_if=only_if("sector", "public")), written("last")])
    agency = asked_in(form, "agency")
    made = {questions.duplicate(agency.id, by=COMMAND_LINE, key="once") for _press in range(2)}
    assert len(made) == 1
    assert keys(cohort) == ["sector", "agency", "agency_2", "last"]
    assert asked_in(asked(cohort), "agency_2").wording == agency.wording


def test_what_is_missing_is_missing(cohort):
    for act in (questions.archive, questions.bring_back, questions.duplicate):
        with pytest.raises(Missing):
            act(987654, by=COMMAND_LINE)


def test_a_form_has_an_end(cohort):
    form = a_form(cohort, [written(f"q{n}") for n in range(rules.MOST_QUESTIONS)])
    with pytest.raises(TooManyQuestions):
        add(cohort, written("one_more"))
    with pytest.raises(TooManyQuestions):
        questions.duplicate(form.questions[0].id, by=COMMAND_LINE)
    assert len(asked(cohort).questions) == rules.MOST_QUESTIONS


def test_reading_a_long_form_takes_two_statements_and_one_the_next_time(app, cohort, statements):
    a_form(cohort, [written(f"q{n}") for n in range(60)])
    app.extensions.pop("cohorts.forms", None)
    for count in (2, 1):
        with statements() as seen:
            queries.of_cohort(cohort)
        assert len([each for each in seen if each.startswith("SELECT")]) == count


def test_a_change_to_a_form_of_sixty_questions_takes_few_statements(cohort, statements):
    form = a_form(cohort, [written(f"q{n}") for n in range(60)])
    with statements() as seen:
        edit(form.questions[0], wording=written("q0", label="Changed").wording)
    assert len(seen) <= 20
