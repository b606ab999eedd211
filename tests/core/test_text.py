"""Text that people type, and texts by language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.core import text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("  Ana\t Roy \n", "Ana Roy"), ("Ame\u0301lie", "Amélie"), ("A\u202eB", "AB"), ("O’Neil\x07", "O’Neil")],
)
def test_a_line_is_stored_without_its_invisible_noise(typed, stored):
    assert text.clean_line(typed) == stored


@given(st.text())
def test_cleaning_twice_changes_nothing(typed):
    assert text.clean_line(text.clean_line(typed)) == text.clean_line(typed)


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u200d", "\u2060", "\u3164", "\ufeff \t"])
def test_what_nobody_can_see_is_blank(typed):
    assert text.is_blank(typed)


def test_a_name_is_not_blank():
    assert not text.is_blank("李")


def test_search_is_blind_to_accents_and_case():
    assert text.fold("  Amélie TREMBLAY ") == "amelie tremblay"


def test_a_text_falls_back_to_english_and_says_so():
    assert text.pick({"en": "Seat"}, "fr") == ("Seat", "en")
    assert text.pick({"en": "Seat", "fr": "Place"}, "fr") == ("Place", "fr")
    assert text.pick({"fr": "Place"}, "en") == ("Place", "fr")


def test_a_misspelt_word_is_recognized():
    assert text.did_you_mean("capactiy", ["capacity", "contact"]) == "capacity"
    assert text.did_you_mean("xyz", ["capacity"]) is None
