import pytest

from tests.factories.questions import a_question


@pytest.mark.parametrize("typed", ["ana", "Bob <bob@example.com>", "a@b@example.com", "a" * 300 + "@example.ca"])
def test_what_is_no_address_is_refused_in_the_words_of_the_site(typed, answer):
    field = answer(a_question("email"), typed)
    assert len(field.errors) == 1
    assert field.data == typed


def test_spaces_around_an_address_are_no_mistake(answer):
    assert answer(a_question("email"), " ana@example.ca\n").values()[0].text == "ana@example.ca"


def test_phones_show_the_right_keys(answer):
    attributes = answer(a_question("email")).attributes
    assert (attributes["type"], attributes["autocomplete"]) == ("email", "email")
