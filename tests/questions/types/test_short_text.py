import pytest

from cohorts.questions import types
from tests.factories.questions import a_question


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Health \n Canada ", "Health Canada"),
        ("e\u0301te\u0301", "été"),
        ("مرحبا", "مرحبا"),
        ("a\u200bb", "a\u200bb"),
    ],
)
def test_a_line_is_kept_clean_in_any_script(typed, kept, answer):
    assert answer(a_question(), typed).values()[0].text == kept


def test_a_line_is_as_long_as_its_question_says(answer):
    question = a_question(max=3)
    assert answer(question, "abc").errors == []
    assert answer(question, "abcd").errors == ["Use at most 3 characters; there are 4."]


@pytest.mark.parametrize("most", [0, -1, 201, 1.5])
def test_a_line_cannot_be_longer_than_a_line(most):
    assert [setting for setting, _ in types.of("short_text").problems(a_question(max=most).wording)] == ["max"]
