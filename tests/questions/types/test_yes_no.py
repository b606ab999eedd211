import pytest

from cohorts.questions import types
from cohorts.questions.fields import Value
from tests.factories.questions import a_question


@pytest.mark.parametrize("typed", ["true", "Yes", "oui", "1"])
def test_only_yes_and_no_are_taken(typed, answer):
    assert answer(a_question("yes_no"), typed).errors == ["Choose one of these"]


def test_no_is_an_answer_to_a_required_question(answer):
    assert answer(a_question("yes_no", required=True), "no").errors == []


def test_it_reads_in_the_language_that_is_asked_for():
    assert types.of("yes_no").shown(a_question("yes_no").wording, [Value("yes")], "fr") == ["Oui"]
