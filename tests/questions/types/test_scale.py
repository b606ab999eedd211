import pytest

from cohorts.questions import types
from cohorts.questions.fields import Value
from tests.factories.questions import a_question, options

ENDS = options("Never", "Daily")


@pytest.mark.parametrize("typed", ["0", "6", "2.5", "５", "-1", "NaN"])
def test_only_the_five_points_are_taken(typed, answer):
    field = answer(a_question("scale"), typed)
    assert (field.errors, field.values()) == (["Choose one of these"], ())


def test_the_ends_have_words_where_the_organizers_gave_them(answer):
    labels = [option.label for option in answer(a_question("scale", options=ENDS)).options]
    assert labels == ["1 – Never", "2", "3", "4", "5 – Daily"]


def test_a_point_is_exported_as_a_number():
    assert types.of("scale").exported(a_question("scale", options=ENDS).wording, [Value("5", number=5.0)], "en") == "5"


def test_words_at_one_end_only_are_refused():
    assert list(types.of("scale").problems(a_question("scale", options=ENDS[:1]).wording))
