from cohorts.questions import types
from tests.factories.questions import a_question


def test_a_needed_consent_says_that_nothing_goes_on_without_it(answer):
    question = a_question("consent", required=True, text={"en": "We take pictures."})
    assert answer(question).errors == ["To go on, agree to this"]


def test_a_consent_without_a_text_is_refused():
    assert [setting for setting, _ in types.of("consent").problems(a_question("consent").wording)] == ["text"]
