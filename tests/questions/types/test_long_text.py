import pytest

from cohorts.questions import types
from tests.factories.questions import a_question


def test_line_ends_of_any_system_count_as_one_character(answer):
    field = answer(a_question("long_text", max=3), "a\r\nb")
    assert (field.errors, field.values()[0].text) == ([], "a\nb")


@pytest.mark.parametrize(
    ("said", "typed", "sentence"),
    [
        ({"max": 5}, "123456", "Use at most 5 characters; there are 6."),
        ({"max": 2, "unit": "words"}, "one two\nthree", "Use at most 2 words; there are 3."),
        ({}, "a" * 20_001, "Use at most 20000 characters; there are 20001."),
        ({"max": 2, "unit": "words"}, "a" * 20_001, "Use at most 20000 characters; there are 20001."),
    ],
)
def test_a_text_over_its_limit_says_how_long_it_is_and_stays_whole(said, typed, sentence, answer):
    field = answer(a_question("long_text", **said), typed)
    assert field.errors == [sentence]
    assert field.data == typed


@pytest.mark.parametrize(
    ("said", "limits"),
    [({}, ""), ({"max": 1500}, "At most 1,500 characters."), ({"max": 300, "unit": "words"}, "At most 300 words.")],
)
def test_the_limit_stands_beside_the_question(said, limits, answer):
    assert answer(a_question("long_text", **said)).limits == limits


@pytest.mark.parametrize(
    ("said", "setting"),
    [
        ({"max": 0}, "max"),
        ({"max": 20_001}, "max"),
        ({"max": 3001, "unit": "words"}, "max"),
        ({"unit": "lines"}, "unit"),
    ],
)
def test_a_limit_that_cannot_be_kept_is_refused(said, setting):
    problems = types.of("long_text").problems(a_question("long_text", **said).wording)
    assert [setting for setting, _ in problems] == [setting]
