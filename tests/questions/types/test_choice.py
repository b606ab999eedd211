import pytest

from cohorts.questions import types
from cohorts.questions.fields import Value
from cohorts.questions.wordings import Option
from tests.factories.questions import a_question, options


def test_up_to_twenty_options_are_radios_and_more_are_a_list(answer):
    many = options(*(f"Option {n}" for n in range(21)))
    assert answer(a_question("choice", options=many[:20])).control == "radios"
    assert answer(a_question("choice", options=many)).control == "select"


@pytest.mark.parametrize("typed", ["else", "Health", "health ", "1", "x" * 100_000])
def test_only_the_words_of_the_options_are_taken(typed, answer):
    field = answer(a_question("choice", options=options("Health", "Roads")), typed)
    assert field.errors == ["Choose one of these"]


def test_other_asks_for_words_and_the_mistake_leads_there(answer):
    question = a_question("choice", options=options("Health", other="Else"))
    field = answer(question, "else", ("-other", " \u200b"))
    assert field.errors == ["Write what it is in your own words"]
    assert field.first_control == f"{question.name}-other"
    assert answer(question, "else", ("-other", "a" * 201)).errors == ["Use at most 200 characters; there are 201."]


def test_words_beside_an_option_that_is_not_chosen_are_dropped(answer):
    question = a_question("choice", options=options("Health", other="Else"))
    assert answer(question, "health", ("-other", "Space")).values()[0].text == ""


def test_an_answer_reads_with_its_words_beside_it():
    question = a_question("choice", options=options("Health", other="Else"))
    kind = types.of("choice")
    assert kind.shown(question.wording, [Value("else", "Space")], "en") == ["Else: Space"]


@pytest.mark.parametrize(
    "said",
    [
        (),
        options("One"),
        options("Same", "Same"),
        (*options("Health"), Option(value="x", label={})),
        (*options("Health", other="A"), *options(other="B")),
        options(*(f"Option {n}" for n in range(301))),
    ],
    ids=["none", "one", "the same twice", "without words", "two others", "too many"],
)
def test_options_that_make_no_sense_are_refused(said):
    problems = list(types.of("choice").problems(a_question("choice", options=said).wording))
    assert {setting for setting, _ in problems} == {"options"}


def alike(*labels):
    said = tuple(Option(value=f"v{n}", label=label) for n, label in enumerate(labels))
    return [sentence for _, sentence in types.of("choice").problems(a_question("choice", options=said).wording)]


@pytest.mark.parametrize("again", ["Health", "health", " HEALTH "])
def test_two_options_that_read_alike_are_refused_by_their_words(again):
    refused = alike({"en": "Health"}, {"en": "Roads"}, {"en": again})
    assert refused == [f"Two options read “{again}”. Change one of them."]


def test_two_options_that_read_alike_in_one_language_only_are_refused():
    refused = alike({"en": "Teacher", "fr": "Professeur"}, {"en": "Professor", "fr": "Professeur"})
    assert refused == ["Two options read “Professeur”. Change one of them."]
    assert alike({"en": "Six", "fr": "Dix"}, {"en": "Dix", "fr": "Six"}) == []
