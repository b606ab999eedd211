import pytest

from cohorts.questions import types
from cohorts.questions.fields import Value
from cohorts.questions.types.country import countries
from tests.factories.questions import a_question


def test_canada_comes_first_and_accents_sort_as_their_letters():
    english, french = ([choice.label for choice in countries(language).choices] for language in ("en", "fr"))
    assert english[0] == french[0] == "Canada"
    assert french.index("Équateur") < french.index("Espagne") < french.index("Finlande")
    assert french.index("Dominique") < french.index("Égypte")


@pytest.mark.parametrize("code", ["EU", "UN", "ZZ", "XA", "QO", "ca", "001", "Canada"])
def test_only_countries_are_taken(code, answer):
    assert answer(a_question("country"), code).errors == ["Choose one of this list"]


def test_the_chosen_country_is_selected_in_the_list(answer):
    tags = answer(a_question("country"), "CI", language="fr").tags
    assert tags.count(" selected") == 1
    assert '<option value="CI" selected>Côte d’Ivoire</option>' in tags


def test_what_was_typed_never_becomes_markup(answer):
    assert "<script>" not in answer(a_question("country"), '"><script>').tags


def test_a_country_reads_in_the_language_that_is_asked_for():
    assert types.of("country").shown(a_question("country").wording, [Value("DE")], "fr") == ["Allemagne"]
