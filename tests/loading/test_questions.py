"""The questions of a load file become plain values, or every mistake in them is told with its place."""

import pytest

from cohorts.loading import document
from cohorts.loading.problems import BadFile
from cohorts.loading.questions import WrittenForm
from cohorts.questions import wordings
from cohorts.questions.wordings import ALL, ANY, Condition, Option, WrittenQuestion
from tests.loading.files import GOOD, changed

QUESTIONS = """
[[cohort.question]]
key = "work"
type = "section"
label = { en = "Your work", fr = "Votre travail" }

[[cohort.question]]
key = "sector"
type = "choice"
label = "Sector"
required = true
options = [
  "Federal government",
  { en = "Indigenous government", fr = "Gouvernement autochtone" },
  { value = "other", en = "Another one", other = true },
]

[[cohort.question]]
key = "topics"
type = "choices"
label = "Topics"
options = ["Health", "Labour", "Élections"]
min = 1
max = 2

[[cohort.question]]
key = "office"
type = "short_text"
label = "Which office?"
help = "As on your card"
show_if = { question = "sector", is = "other" }

[[cohort.question]]
key = "motivation"
type = "long_text"
label = "Why now?"
unit = "words"
max = 300
show_if = { any = [{ question = "sector", is_not = "other" }, { question = "topics", any_of = ["health", "labour"] }] }

[[cohort.question]]
key = "cv"
type = "file"
label = "CV"
accept = ["pdf", "docx"]
max = 2.5
retention_days = 90
sensitive = true

[[cohort.question]]
key = "photos"
type = "consent"
label = "Photographs"
text = "We take **photographs**."
stays_editable = true

[[cohort.question]]
key = "diet"
type = "short_text"
label = "Diet"
stage = "after_seat"
"""


def with_questions(old: str = "", new: str = "") -> str:
    """The good file with questions in its first cohort, one passage replaced where it stands first."""
    asked = changed(old, new, QUESTIONS) if old else QUESTIONS
    return changed("\n[cohort.venue]", f"{asked}\n[cohort.venue]")


def form(text: str) -> WrittenForm:
    """The form of the first cohort."""
    return document.parse(text, "file.toml").cohorts[0].form


def questions(text: str) -> dict[str, WrittenQuestion]:
    """Its questions by their keys."""
    return {question.key: question for question in form(text).questions or []}


def told(text: str) -> list[str]:
    """What is told about a file, without the name of the file and the cohort."""
    with pytest.raises(BadFile) as caught:
        document.parse(text, "file.toml")
    return [line.removeprefix("file.toml: cohort[1].") for line in caught.value.lines]


def test_questions_come_in_the_order_of_the_file():
    assert list(questions(with_questions())) == [
        "work", "sector", "topics", "office", "motivation", "cv", "photos", "diet",
    ]  # fmt: skip


def test_the_word_of_an_option_is_made_from_its_text():
    asked = questions(with_questions())
    assert asked["sector"].wording.options == (
        Option(value="federal_government", label={"en": "Federal government"}),
        Option(value="indigenous_government", label={"en": "Indigenous government", "fr": "Gouvernement autochtone"}),
        Option(value="other", label={"en": "Another one"}, other=True),
    )
    assert [option.value for option in asked["topics"].wording.options] == ["health", "labour", "elections"]


def test_a_text_without_latin_letters_makes_a_numbered_word():
    asked = questions(with_questions('"Élections"', '"選挙"'))
    assert [option.value for option in asked["topics"].wording.options] == ["health", "labour", "option_3"]


def test_conditions_are_one_test_or_several():
    asked = questions(with_questions())
    assert asked["office"].condition == Condition(ALL, (wordings.Test("sector", "is", ("other",)),))
    assert asked["motivation"].condition == Condition(
        ANY, (wordings.Test("sector", "is_not", ("other",)), wordings.Test("topics", "any_of", ("health", "labour")))
    )
    everything = with_questions('{ question = "sector", is = "other" }', '{ all = [{ question = "work_2", is = 5 }] }')
    everything = everything.replace('key = "sector"', 'key = "work_2"\ntype = "scale"\nlabel = "How much?"\n\n'
                                    '[[cohort.question]]\nkey = "sector"')  # fmt: skip
    assert questions(everything)["office"].condition == Condition(ALL, (wordings.Test("work_2", "is", ("5",)),))


def test_what_is_said_beside_the_wording_is_there():
    asked = questions(with_questions())
    cv, photos, diet = asked["cv"], asked["photos"], asked["diet"]
    assert (cv.is_sensitive, cv.retention_days, cv.wording.accept, cv.wording.max) == (True, 90, ("pdf", "docx"), 2.5)
    assert (photos.stays_editable, photos.wording.text) == (True, {"en": "We take **photographs**."})
    assert (diet.stage, cv.stage, diet.is_sensitive) == ("after_seat", "registration", False)
    assert asked["office"].wording.help == {"en": "As on your card"}


def test_a_plain_string_is_in_the_first_language_of_the_program():
    asked = questions(with_questions().replace('["en", "fr"]', '["fr", "en"]'))
    assert asked["office"].wording.label == {"fr": "Which office?"}
    assert asked["topics"].wording.options[0] == Option(value="health", label={"fr": "Health"})


def test_a_cohort_without_questions_says_nothing_of_its_form():
    assert form(GOOD) == WrittenForm(organization=None, after_seat_until=None, questions=None)


def test_an_empty_list_asks_nothing():
    assert form(changed("capacity = 30", "capacity = 30\nquestion = []")).questions == []


MISTAKES = {
    "an unknown type": ('"choices"', '"chioces"', "question[3].type: 'chioces' is unknown; did you mean 'choices'?"),
    "no type": ('type = "choice"\n', "", "question[2].type: is missing"),
    "no key": ('key = "topics"\n', "", "question[3].key: is missing"),
    "a key that is a column": ('"office"', '"state"',
                               "question[4].key: “state” is a column of every export. Choose another key."),
    "a key with capitals": ('"office"', '"Office"', "question[4].key: “Office” cannot be a key: use small letters, "
                            "digits and _, with a letter first."),
    "a key twice": ('"diet"', '"office"', "question[8].key: 'office' is the key of cohort[1].question[4] already"),
    "no label": ('label = "Topics"\n', "", "question[3].label: is missing"),
    "an empty label": ('label = "Topics"', 'label = ""', "question[3].label: is empty"),
    "an unknown setting": ("min = 1", "mni = 1", "question[3].mni: unknown key; did you mean 'min'?"),
    "a setting of another type": ('label = "Diet"', 'label = "Diet"\noptions = ["a", "b"]',
                                  "question[8].options: is not for type 'short_text'"),
    "a heading that must be answered": ('type = "section"', 'type = "section"\nrequired = true',
                                        "question[1].required: is not for type 'section'"),
    "options as a string": ('["Health", "Labour", "Élections"]', '"Health"',
                            "question[3].options: must be a list, not a string"),
    "no options": ('["Health", "Labour", "Élections"]', "[]", "question[3].options: is empty"),
    "a number for an option": ('"Federal government"', "5",
                               "question[2].options[1].en: must be a string, not a whole number"),
    "an option without text": ('en = "Another one", ', "", "question[2].options[3]: has no text"),
    "an option in an unknown language": ('fr = "Gouvernement', 'es = "Gouvernement',
                                         "question[2].options[2].es: unknown key"),
    "a misspelled other": ("other = true", "othr = true",
                           "question[2].options[3].othr: unknown key; did you mean 'other'?"),
    "one option twice": ('"Élections"', '"Health"',
                         "question[3].options: Two options read “Health”. Change one of them."),
    "one option alone": ('"Health", "Labour", "Élections"', '"Health"',
                         "question[3].options: Write from 2 to 300 options; there are 1."),
    "more picks than options": ("max = 2\n", "max = 4\n", "question[3].max: Enter a whole number from 1 to 3"),
    "a word for a number": ("max = 300", 'max = "300"', "question[5].max: must be a number, not a string"),
    "no number": ("max = 300", "max = nan", "question[5].max: must be a number that has an end"),
    "no end": ("max = 300", "max = inf", "question[5].max: must be a number that has an end"),
    "a number beyond all numbers": ("max = 300", f"max = {10 ** 400}",
                                    "question[5].max: must be a number that has an end"),
    "an unknown unit": ('"words"', '"word"', "question[5].unit: 'word' is unknown; did you mean 'words'?"),
    "an unknown kind of file": ('"docx"', '"doc"', "question[6].accept: 'doc' is unknown; did you mean 'docx'?"),
    "a file without limit": ("max = 2.5", "max = 25", "question[6].max: Enter a size in megabytes, at most 20"),
    "an unknown stage": ('"after_seat"', '"after-seat"',
                         "question[8].stage: 'after-seat' is unknown; did you mean 'after_seat'?"),
    "a consent without text": ('text = "We take **photographs**."\n', "",
                               "question[7].text: Write what people agree to."),
    "kept for longer than anything": ("retention_days = 90", "retention_days = 99999",
                                      "question[6].retention_days: must be from 0 to 7300, not 99999"),
    "a condition as a string": ('{ question = "sector", is = "other" }', '"sector"',
                                "question[4].show_if: must be a table, not a string"),
    "a condition on nothing": ('question = "sector", is = "other"', 'is = "other"',
                               "question[4].show_if.question: is missing"),
    "a condition without a test": (', is = "other"', "", "question[4].show_if: must have one of 'is', 'is_not', "
                                   "'includes', 'any_of'"),
    "a condition with two tests": (', is = "other"', ', is = "other", is_not = "other"',
                                   "question[4].show_if: must have one of 'is', 'is_not', 'includes', 'any_of'"),
    "a misspelled test": ("is = ", "isnt = ", "question[4].show_if.isnt: unknown key; did you mean 'is_not'?"),
    "an empty test": ('any_of = ["health", "labour"]', "any_of = []", "question[5].show_if.any[2].any_of: is empty"),
    "no tests": ('any = [{ question = "sector", is_not = "other" }, { question = "topics", any_of = '
                 '["health", "labour"] }]', "any = []", "question[5].show_if.any: has 0 tests; use 1 to 10"),
    "an unknown question": ('{ question = "sector", is', '{ question = "sectr", is',
                            "question[4].show_if: 'sectr' is no question of this form; did you mean 'sector'?"),
    "a question of another stage": ('{ question = "sector", is', '{ question = "diet", is',
                                    "question[4].show_if: 'diet' is asked in another stage"),
    "a later question": ('label = "Sector"', 'label = "Sector"\nshow_if = { question = "topics", is = "health" }',
                         "question[2].show_if: 'topics' is asked later; move it before this question"),
    "the question itself": ('{ question = "sector", is', '{ question = "office", is',
                            "question[4].show_if: 'office' is this question itself"),
    "an unknown choice": ('is = "other"', 'is = "othr"',
                          "question[4].show_if: 'othr' is no choice of 'sector'; did you mean 'other'?"),
    "an unknown choice among several tests": (
        '["health", "labour"]', '["health", "work"]',
        "question[5].show_if: 'work' is no choice of 'topics'; use 'elections', 'health', 'labour'"),
    "a question without choices": (
        '[{ question = "sector", is_not = "other" }', '[{ question = "office", is_not = "other" }',
        "question[5].show_if: 'office' is answered in words of one’s own, so there is no choice to ask for"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_once_with_its_place(old, new, line):
    assert told(with_questions(old, new)) == [line]


def test_an_unknown_organization_is_told():
    assert told(with_questions().replace("capacity = 30", 'capacity = 30\norganization = "none"')) == [
        "organization: 'none' is unknown; use 'off', 'optional', 'required'"
    ]


def test_one_question_as_a_table_is_told():
    assert told(changed("capacity = 30", "capacity = 30\nquestion = { key = 'a' }")) == [
        "question: must be a list of tables, not a table; write [[question]]"
    ]


def test_all_mistakes_are_told_at_once():
    text = with_questions('"choices"', '"chioces"').replace('"docx"', '"doc"')
    assert told(text.replace('is = "other"', 'is = "othr"')) == [
        "question[3].type: 'chioces' is unknown; did you mean 'choices'?",
        "question[6].accept: 'doc' is unknown; did you mean 'docx'?",
        "question[4].show_if: 'othr' is no choice of 'sector'; did you mean 'other'?",
    ]


def test_more_questions_than_a_form_holds_are_told():
    more = "".join(f'\n[[cohort.question]]\nkey = "q{n}"\ntype = "phone"\nlabel = "{n}"\n' for n in range(201))
    assert told(GOOD.replace("\n[cohort.venue]", f"{more}\n[cohort.venue]", 1)) == [
        "question[201]: is one of 201 questions; use at most 200"
    ]


ODD = [
    '""', r'"\u0000"', r'"\u200B"', r'"\U0010FFFF"', "0", "-1", str(2**70), "nan", "inf", "false", "[]", "[[]]",
    "{}", "[{}]", '["en", 1]', "{ en = {} }", "2031-11-28", '[{ value = [] }]', "{ all = 1 }",
    '{ any = [{ is = {} }] }',
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_whatever_stands_for_a_value_is_read_or_told(odd):
    lines = with_questions().splitlines()
    for number, line in enumerate(lines):
        if " = " in line and not line.startswith(" "):
            text = "\n".join([*lines[:number], f"{line.partition(' = ')[0]} = {odd}", *lines[number + 1 :]])
            try:
                document.parse(text, "file.toml")
            except BadFile as error:
                assert all(told.startswith("file.toml: ") for told in error.lines), line
