"""What is worth a warning before people see a form."""

from cohorts.questions import gaps
from tests.factories.questions import a_question, an_asked_form, only_if, options

BOTH = {"en": "Words", "fr": "Mots"}


def test_a_language_is_missing_where_anything_that_is_said_has_no_words_in_it():
    whole = a_question(label=BOTH, help=BOTH).wording
    assert gaps.untranslated(whole, ["en", "fr"]) == []
    assert gaps.untranslated(a_question(label={"en": "Words"}).wording, ["en", "fr"]) == ["fr"]
    assert gaps.untranslated(a_question(label=BOTH, help={"fr": "Aide"}).wording, ["en", "fr"]) == ["en"]
    assert gaps.untranslated(a_question("choice", label=BOTH, options=options("One")).wording, ["en", "fr"]) == ["fr"]
    assert gaps.untranslated(a_question(label={"en": "Words"}).wording, ["en"]) == []


def test_a_question_of_one_choice_cannot_have_two_of_them():
    form = an_asked_form(
        [
            a_question("choice", key="one", options=options("A", "B")),
            a_question("choices", key="many", options=options("A", "B")),
            a_question(key="from_one", show_if=only_if("one", "a", "b")),
            a_question(key="from_many", show_if=only_if("many", "a", "b")),
        ]
    )
    assert gaps.unreachable(form) == {"from_one"}


def test_texts_and_headings_are_no_questions():
    form = an_asked_form([a_question("section"), a_question("text"), a_question("email")])
    assert gaps.count(form) == 1
