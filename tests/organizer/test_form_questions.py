"""Questions written on their page: added and edited, with options and conditions, and all that can be wrong."""

import pytest

from cohorts.core.database import db
from cohorts.questions import queries, types
from cohorts.questions.models import QuestionVersion
from cohorts.questions.wordings import ALL, ANY, ANY_OF, IS, Condition, Option
from tests.factories.forms import written
from tests.factories.questions import only_if, options
from tests.organizer.builder import PAGE, asked, keys, make
from tests.organizer.desk import signed_in

NEW = f"{PAGE}/new"
SECTOR = written("sector", "choice", label="Your sector", options=options("Public", "Private"))
AGENCY = written("agency", label="Your agency", show_if=only_if("sector", "public"))


def page_of(app, cohort, key):
    return f"/organizer/questions/{asked(app, cohort, key).id}"


def add(desk, kind, stage="registration", **said):
    return desk.send(f"{NEW}?type={kind}&stage={stage}", **said)


def values(app, cohort, key):
    return [option.value for option in asked(app, cohort, key).wording.options]


def test_every_type_is_offered_and_has_its_page(app, desk, cohort):
    text = desk.text(NEW)
    for kind in types.in_order():
        assert f"type={kind.name}&amp;stage=registration" in text
        assert str(kind.title) in desk.text(f"{NEW}?type={kind.name}")


@pytest.mark.parametrize("kind", ["", "riddle", "__class__", "../choice"])
def test_a_type_that_there_is_not_leads_to_those_that_there_are(app, desk, cohort, kind):
    assert "What does the answer look like?" in desk.text(f"{NEW}?type={kind}")


def test_a_question_is_added_with_a_key_made_from_its_words(app, desk, cohort):
    said = {"label-en": "Which agency?", "label-fr": "Quel organisme?", "help-en": "Its short name.", "required": "yes"}
    response = add(desk, "short_text", **said, max="80", is_sensitive="yes", retention_days="30", stays_editable="yes")
    question = asked(app, cohort, "which_agency")
    assert response.location == PAGE
    wording = question.wording
    assert (wording.label, wording.help) == (
        {"en": "Which agency?", "fr": "Quel organisme?"},
        {"en": "Its short name."},
    )
    assert (wording.required, wording.max) == (True, 80)
    assert (question.is_sensitive, question.retention_days, question.stays_editable) == (True, 30, True)


def test_a_form_sent_twice_adds_one_question(app, desk, cohort):
    fields = {**desk.fields(f"{NEW}?type=yes_no"), "label-en": "Will you come?"}
    for _press in range(2):
        assert desk.client.post(f"{NEW}?type=yes_no", data=fields).status_code == 302
    assert keys(app, cohort) == ["will_you_come"]


def test_a_question_for_people_with_a_seat_is_added_to_theirs(app, desk, cohort):
    add(desk, "yes_no", "after_seat", **{"label-en": "Vegetarian?"})
    assert keys(app, cohort, "after_seat") == ["vegetarian"]


@pytest.mark.parametrize(
    ("kind", "said", "setting", "value"),
    [
        ("long_text", {"max": "300", "unit": "words"}, "unit", "words"),
        ("number", {"min": "0", "max": "1,250.5", "step": "0.5"}, "max", 1250.5),
        ("number", {"min": "-5"}, "min", -5),
        ("file", {"accept": ["pdf", "docx"], "max": "5"}, "accept", ("pdf", "docx")),
        ("consent", {"text-en": "You may *film* me."}, "text_html", {"en": "<p>You may <em>film</em> me.</p>\n"}),
        ("choices", {"options-more": "A\nB\nC", "min": "1", "max": "2"}, "max", 2),
    ],
)  # fmt: skip
def test_the_settings_of_a_type_are_kept(app, desk, cohort, kind, said, setting, value):
    assert add(desk, kind, **{"label-en": "Key"}, **said).status_code == 302
    assert getattr(asked(app, cohort, "key").wording, setting) == value


def test_a_text_and_a_heading_ask_nothing(app, desk, cohort):
    assert "An answer is required" not in desk.text(f"{NEW}?type=text")
    add(desk, "text", **{"text-en": "**Read** this first.", "required": "yes", "is_sensitive": "yes"})
    add(desk, "section", **{"label-en": "About you"})
    assert keys(app, cohort) == ["read_this_first", "about_you"]
    assert not asked(app, cohort, "read_this_first").wording.required


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        ("short_text", {"label-en": " \u200b"}, "Write the question."),
        ("short_text", {"label-en": "a\x00b"}, "Some characters cannot be read."),
        ("short_text", {"label-en": "x" * 501}, "Use at most 500 characters; there are 501."),
        ("short_text", {"max": "many"}, "Enter a number in digits"),
        ("short_text", {"max": "201"}, "Enter a whole number from 1 to 200"),
        ("short_text", {"max": "1_00"}, "Enter a number in digits"),
        ("short_text", {"max": "1e2"}, "Enter a number in digits"),
        ("number", {"min": "NaN"}, "Enter a number in digits"),
        ("number", {"min": "1e309"}, "Enter a number in digits"),
        ("number", {"min": "5", "max": "1"}, "The largest number is smaller than the smallest one."),
        ("number", {"step": "0"}, "Enter a step above 0"),
        ("short_text", {"word": "State"}, "“State” cannot be a key"),
        ("short_text", {"word": "state"}, "“state” is a column of every export."),
        ("short_text", {"word": "é"}, "cannot be a key"),
        ("short_text", {"retention_days": "-1"}, "Write a whole number from 0 to 7,300"),
        ("short_text", {"retention_days": "9" * 5000}, "Write a whole number from 0 to 7,300"),
        ("short_text", {"match": "never"}, "Choose one of these"),
        ("file", {"accept": ["exe"]}, "Choose the kinds of files that you accept"),
        ("file", {"accept": ["pdf"], "max": "900"}, "Enter a size in megabytes"),
        ("consent", {"text-en": ""}, "Write what people agree to."),
        ("choice", {"options-more": "One"}, "Write from 2 to 300 options; there are 1."),
        ("choice", {"options-more": "A | Aa\nB | Bb\nA | Aa"}, "Two options read “A”. Change one of them."),
        ("choice", {"options-more": "x" * 201 + "\nTwo"}, "An option has at most 200 characters; one has 201."),
        ("choice", {"options-more": "a\x00b\nTwo"}, "Some characters cannot be read."),
        ("choice", {"options-more": " | A | | +\n | B | | +"}, "Only one option can ask for words of one’s own."),
        ("long_text", {"unit": "pages"}, "Choose one of these"),
    ],
)
def test_a_mistake_gives_the_page_back_with_words_beside_the_field(app, desk, cohort, kind, said, sentence):
    response = add(desk, kind, **{"label-en": "Something", **said})
    assert response.status_code == 422
    assert sentence in response.text
    assert keys(app, cohort) == []


def test_a_hundred_thousand_options_are_refused_in_words(app, desk, cohort):
    response = add(desk, "choice", **{"label-en": "Many", "options-more": "x\n" * 100_000})
    assert response.status_code == 422
    assert "Write at most 300 options; there are 100,000." in response.text
    assert keys(app, cohort) == []


@pytest.mark.parametrize("name", ["options-0-en", "options-9999999-en", "options--1-en", "tests-99-choice", "options"])
def test_fields_that_are_none_of_the_page_change_nothing(app, desk, cohort, name):
    response = add(desk, "choice", **{"label-en": "Key", "options-more": "A\nB", name: "C:x"})
    assert response.status_code == 302
    assert len(asked(app, cohort, "key").wording.options) == (3 if name == "options-0-en" else 2)


def test_the_key_of_a_deleted_question_is_taken(app, desk, cohort):
    add(desk, "yes_no", **{"label-en": "Will you come?", "word": "coming"})
    desk.send(f"{page_of(app, cohort, 'coming')}/deletion")
    response = add(desk, "yes_no", **{"label-en": "Again?", "word": "coming"})
    assert response.status_code == 409
    assert "has the key “coming”, or had it before it was deleted." in response.text
    assert '<a href="#word">' in response.text


def test_options_are_written_one_per_line_and_get_words_of_their_own(app, desk, cohort):
    lines = "Government | Gouvernement\nNot-for-profit\n | Something else | Autre chose | +"
    add(desk, "choice", **{"label-en": "Sector", "options-more": lines})
    assert asked(app, cohort, "sector").wording.options == (
        Option(value="government", label={"en": "Government", "fr": "Gouvernement"}),
        Option(value="not_for_profit", label={"en": "Not-for-profit"}),
        Option(value="something_else", label={"en": "Something else", "fr": "Autre chose"}, other=True),
    )


def test_lines_become_rows_without_anything_being_saved(app, desk, cohort):
    response = add(desk, "choice", **{"label-en": "Sector", "options-more": "A | Un\nB", "add_options": "yes"})
    assert response.status_code == 200
    assert 'name="options-0-fr" lang="fr-CA" value="Un"' in response.text
    assert 'name="options-1-en" lang="en-CA" value="B"' in response.text
    assert 'value="Sector"' in response.text
    assert keys(app, cohort) == []


def test_an_option_keeps_its_word_when_it_is_worded_anew_and_moved(app, desk, cohort):
    make(app, cohort, SECTOR)
    page = page_of(app, cohort, "sector")
    moved = desk.send(page, option_down="0", **{"options-0-en": "Public service"})
    assert moved.text.index('value="private"') < moved.text.index('value="public"')
    swapped = {
        "options-0-value": "private", "options-0-en": "Private", "options-1-value": "public",
        "options-1-en": "Public service", "options-more": "Other",
    }  # fmt: skip
    desk.send(page, **swapped)
    assert values(app, cohort, "sector") == ["private", "public", "other"]
    assert asked(app, cohort, "sector").wording.option("public").label == {"en": "Public service"}


def test_an_option_is_removed_and_comes_back_as_the_one_it_was(app, desk, cohort):
    make(app, cohort, written("sector", "choice", options=options("Public", "Private", "Other")))
    page = page_of(app, cohort, "sector")
    assert 'value="private"' not in desk.send(page, remove_option="1").text.partition("Deleted:")[0]
    desk.send(page, **{"options-1-en": ""})
    assert values(app, cohort, "sector") == ["public", "other"]
    assert "Bring “Private” back" in desk.text(page)
    response = desk.send(page, return_option="private")
    assert 'name="options-2-value" value="private"' in response.text
    back = {"options-2-value": "private", "options-2-en": "Private"}
    desk.send(page, **back)
    assert values(app, cohort, "sector") == ["public", "other", "private"]


@pytest.mark.parametrize("pressed", ["remove_option", "option_up", "option_down", "return_option"])
@pytest.mark.parametrize("value", ["", "x", "-1", "99", "9" * 5000])
def test_a_button_with_a_number_that_is_none_changes_nothing(app, desk, cohort, pressed, value):
    make(app, cohort, SECTOR)
    assert desk.send(page_of(app, cohort, "sector"), **{pressed: value}).status_code == 200
    assert values(app, cohort, "sector") == ["public", "private"]


def test_an_option_that_a_condition_asks_for_is_not_removed_and_its_name_is_said(app, desk, cohort):
    make(app, cohort, SECTOR, AGENCY)
    gone = {"options-0-en": "", "options-more": "New\nNewer"}
    response = desk.send(page_of(app, cohort, "sector"), **gone)
    assert response.status_code == 422
    assert "The condition of “Your agency” asks for the choice “Public”, which would be gone." in response.text
    assert values(app, cohort, "sector") == ["public", "private"]


def test_more_options_than_a_page_has_rows_for_are_edited_in_lines(app, desk, cohort):
    make(app, cohort, written("many", "choice", options=options(*(f"Option{n}" for n in range(100)))))
    page = page_of(app, cohort, "many")
    fields = desk.fields(page)
    assert "option7 | Option7 | \n" in fields["options-more"].replace("\r", "")
    lines = fields["options-more"].replace("option7 | Option7 |", "option7 | Seventh | Septième").splitlines()
    desk.send(page, **{"options-more": "\n".join([*lines[1:], "Fresh"])})
    wording = asked(app, cohort, "many").wording
    assert len(wording.options) == 100
    assert wording.option("option7").label == {"en": "Seventh", "fr": "Septième"}
    assert wording.option("option0") is None
    assert wording.options[-1].value == "fresh"


def test_a_question_is_asked_only_in_some_cases(app, desk, cohort):
    make(app, cohort, SECTOR, written("size", "yes_no"), written("last"))
    page = page_of(app, cohort, "last")
    one = {"tests-0-choice": "sector:private", "tests-0-operator": IS}
    desk.send(page, **one)
    assert asked(app, cohort, "last").condition == only_if("sector", "private")
    several = {
        "tests-0-choice": "sector:public", "tests-0-operator": ANY_OF, "tests-1-choice": "sector:private",
        "tests-1-operator": ANY_OF, "tests-2-choice": "size:yes", "tests-2-operator": IS, "match": ANY,
    }  # fmt: skip
    desk.send(page, **several)
    condition = asked(app, cohort, "last").condition
    assert condition.match == ANY
    assert [(test.question, test.operator, test.values) for test in condition.tests] == [
        ("sector", ANY_OF, ("public", "private")), ("size", IS, ("yes",)),
    ]  # fmt: skip
    assert desk.send(page).status_code == 302
    assert asked(app, cohort, "last").condition == condition
    desk.send(page, **{f"tests-{n}-choice": "" for n in range(3)})
    assert asked(app, cohort, "last").condition is None


def test_a_condition_of_a_file_that_rows_cannot_say_outlives_an_edit_of_the_words(app, desk, cohort):
    first, second = only_if("topics", "a", "b", operator=ANY_OF), only_if("topics", "c", "d", operator=ANY_OF)
    both = Condition(ALL, (*first.tests, *second.tests))
    make(app, cohort, written("topics", "choices", options=options("A", "B", "C", "D")), written("last", show_if=both))
    desk.send(page_of(app, cohort, "last"), **{"label-en": "Changed"})
    assert asked(app, cohort, "last").wording.label == {"en": "Changed"}
    assert asked(app, cohort, "last").condition == both


@pytest.mark.parametrize(
    "row",
    [
        {"tests-0-choice": "later:yes"},
        {"tests-0-choice": "last:x"},
        {"tests-0-choice": "sector:no such"},
        {"tests-0-choice": "nothing:x"},
        {"tests-0-choice": "sector"},
        {"tests-0-choice": "sector:public", "tests-0-operator": "matches"},
        {"tests-0-choice": "after:yes"},
        {"tests-0-choice": "words:x"},
    ],
)
def test_a_condition_asks_only_for_choices_of_earlier_questions(app, desk, cohort, row):
    after = written("after", "yes_no", stage="after_seat")
    make(app, cohort, SECTOR, written("words"), after, written("last"), written("later", "yes_no"))
    response = desk.send(page_of(app, cohort, "last"), **row)
    assert response.status_code == 422
    assert "Choose an answer to a question that comes earlier." in response.text
    assert asked(app, cohort, "last").condition is None


def test_only_what_a_type_may_become_is_offered(app, desk, cohort):
    make(app, cohort, SECTOR, written("mail", "email"))
    page = page_of(app, cohort, "sector")
    desk.send(page, type="choices")
    assert asked(app, cohort, "sector").wording.type == "choices"
    assert desk.send(page_of(app, cohort, "mail"), type="number").status_code == 302
    assert asked(app, cohort, "mail").wording.type == "email"
    assert desk.send(page, type="choice").status_code == 302
    assert asked(app, cohort, "sector").wording.type == "choices"


def test_an_edit_keeps_what_was_asked_before(app, desk, cohort):
    make(app, cohort, SECTOR)
    before = asked(app, cohort, "sector")
    desk.send(page_of(app, cohort, "sector"), **{"label-en": "Changed", "key": "x", "word": "other_key"})
    assert keys(app, cohort) == ["sector"]
    with app.app_context():
        version = db.session.get(QuestionVersion, before.version_id)
        assert queries.wording_of(version) == before.wording


def test_what_somebody_else_saved_meanwhile_is_shown_and_can_be_saved_over(app, desk, cohort):
    make(app, cohort, SECTOR)
    page = page_of(app, cohort, "sector")
    mine = {**desk.fields(page), "label-en": "Mine"}
    theirs = {"label-en": "Theirs", "options-0-en": "Public service", "required": "yes"}
    signed_in(app, "other@boreal.example").send(page, **theirs)
    response = desk.client.post(page, data=mine)
    assert response.status_code == 409
    assert "Somebody else changed this while you were writing." in response.text
    assert "<dt>Question in English</dt><dd>Theirs</dd>" in response.text
    assert "<dt>Options</dt><dd>Public service\nPrivate</dd>" in response.text
    assert "<dt>An answer is required</dt><dd>Yes</dd>" in response.text
    assert 'value="Mine"' in response.text
    assert desk.client.post(page, data={**mine, "version": "2"}).status_code == 302
    assert asked(app, cohort, "sector").wording.label["en"] == "Mine"


def test_what_is_written_of_a_question_that_somebody_deleted_meanwhile_is_kept_and_brings_it_back(app, desk, cohort):
    make(app, cohort, SECTOR, written("last"))
    page = page_of(app, cohort, "sector")
    mine = {**desk.fields(page), "label-en": "Mine"}
    signed_in(app, "other@boreal.example").send(f"{page}/deletion")
    response = desk.client.post(page, data=mine)
    assert (response.status_code, 'value="Mine"' in response.text) == (409, True)
    assert "This question has been deleted, so nothing is saved yet." in response.text
    assert "Bring it back and save" in response.text and ">Delete<" not in response.text
    assert asked(app, cohort, "sector").wording.label == {"en": "Your sector"}
    assert desk.client.post(page, data={**mine, "bring_back": "yes"}).status_code == 302
    assert keys(app, cohort) == ["sector", "last"]
    assert asked(app, cohort, "sector").wording.label["en"] == "Mine"


def test_the_page_of_a_deleted_question_says_so_and_deletes_nothing(app, desk, cohort):
    make(app, cohort, SECTOR)
    page = page_of(app, cohort, "sector")
    desk.send(f"{page}/deletion")
    assert "This question has been deleted: nobody is asked it." in desk.text(page)
    response = desk.get(f"{page}/deletion")
    assert (response.status_code, "has been deleted already" in desk.text(response.location)) == (302, True)


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 5000, "999"])
def test_a_version_that_was_never_given_is_refused(app, desk, cohort, version):
    make(app, cohort, SECTOR)
    response = desk.send(page_of(app, cohort, "sector"), **{"version": version, "label-en": "Changed"})
    assert response.status_code in (404, 409)
    assert asked(app, cohort, "sector").wording.label == {"en": "Your sector"}


def test_changing_the_language_keeps_what_was_written(app, desk, cohort):
    make(app, cohort, SECTOR)
    said = {"label-en": "Written", "options-more": "Third", "switch_language": "fr"}
    response = desk.send(page_of(app, cohort, "sector"), **said)
    assert response.status_code == 200
    assert '<html lang="fr-CA">' in response.text
    assert 'value="Written"' in response.text
    assert "Third" in response.text
    assert values(app, cohort, "sector") == ["public", "private"]


def test_a_question_of_sixty_is_edited_in_few_statements(app, desk, cohort, statements):
    make(app, cohort, *(written(f"q{n}", "yes_no") for n in range(60)))
    page = page_of(app, cohort, "q59")
    with statements() as seen:
        desk.text(page)
    assert len(seen) <= 15
