"""Options as people write them."""

import pytest

from cohorts.questions import options
from cohorts.questions.wordings import Option


def an_option(value, en="", fr="", *, other=False):
    return Option(value=value, label={code: words for code, words in (("en", en), ("fr", fr)) if words}, other=other)


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("Government", an_option("", "Government")),
        ("Government | Gouvernement", an_option("", "Government", "Gouvernement")),
        ("Government\tGouvernement", an_option("", "Government", "Gouvernement")),
        ("| Gouvernement", an_option("", "", "Gouvernement")),
        ("gov | Government | Gouvernement", an_option("gov", "Government", "Gouvernement")),
        (" | Other | Autre | +", an_option("", "Other", "Autre", other=True)),
        ("  spaced   out  ", an_option("", "spaced out")),
    ],
)
def test_a_line_is_an_option_in_one_language_or_both(line, option):
    assert options.of_lines(line) == [option]


def test_lines_without_words_are_none():
    assert options.of_lines("\n  \n|\n\u200b\n") == []


def test_options_written_as_lines_are_read_as_they_were():
    some = [an_option("a", "A", "Un"), an_option("b", "B"), an_option("other", "Other", other=True)]
    assert options.of_lines(options.as_lines(some)) == some


def test_the_word_of_an_option_stays_when_its_label_changes():
    known = {"gov": an_option("gov", "Government")}
    [named] = options.named([an_option("gov", "Public service")], known)
    assert named.value == "gov"


def test_a_new_option_gets_a_word_that_no_other_has_or_had():
    known = {"a": an_option("a", "A"), "a_2": an_option("a_2", "A, again")}
    named = options.named([an_option("a", "A"), an_option("", "A!"), an_option("", "À"), an_option("", "!!")], known)
    assert [option.value for option in named] == ["a", "a_3", "a_4", "option"]


def test_who_writes_a_deleted_option_anew_gets_the_same_one():
    [named] = options.named([an_option("", "Government")], {"gov": an_option("gov", "Government")})
    assert named.value == "gov"


def test_a_word_that_nobody_gave_is_no_word():
    named = options.named([an_option("<forged>", "A"), an_option("<forged>", "B")], {})
    assert [option.value for option in named] == ["forged", "forged_2"]


def test_an_option_is_moved_one_place_and_not_over_the_edge():
    some = ["a", "b", "c"]
    assert options.moved(some, 0, 1) == ["b", "a", "c"]
    assert options.moved(some, 2, -1) == ["a", "c", "b"]
    assert options.moved(some, 0, -1) == options.moved(some, 2, 1) == options.moved(some, 9, 1) == some


def test_what_is_gone_is_known_by_its_last_words():
    old = [an_option("a", "A"), an_option("b", "B")], [an_option("b", "Better")], [an_option("c", "C")]
    assert options.former(old, [an_option("c", "C")]) == [an_option("a", "A"), an_option("b", "Better")]
