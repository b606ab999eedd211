from cohorts.questions.types.language import FIRST, OFFERED, spoken
from tests.factories.questions import a_question


def test_every_language_on_offer_has_a_name_in_both_languages():
    for language in ("en", "fr"):
        assert sorted(spoken(language).names) == sorted(OFFERED)
    assert len(set(OFFERED)) == len(OFFERED)


def test_the_languages_of_the_site_come_first_and_all_begin_large():
    labels = [choice.label for choice in spoken("fr").choices]
    assert labels[: len(FIRST)] == ["Anglais", "Français"]
    assert all(label[0] == label[0].upper() for label in labels)


def test_only_languages_of_the_list_are_taken(answer):
    assert answer(a_question("language"), "tlh").errors == ["Choose one of this list"]
