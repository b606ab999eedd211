"""Writing a message in all its languages at once, and finding again what stood there."""

import pytest

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.errors import Stale
from cohorts.messages import editing, queries
from cohorts.messages.editing import Written
from cohorts.messages.errors import BadWords
from cohorts.programs import owners
from tests.factories.programs import a_cohort

KIND = "received"


def write(owner, **words):
    return editing.write(owner, KIND, words, by=COMMAND_LINE)


@pytest.fixture
def owner(context):
    """A cohort whose words are the default ones."""
    return owners.cohort(a_cohort())


def test_both_languages_are_saved_at_once(owner):
    assert write(owner, en=Written("Hello", "A", 0), fr=Written("Bonjour", "B", 0))
    assert set(queries.own(owner)) == {(KIND, "en"), (KIND, "fr")}


@pytest.mark.parametrize(
    ("second", "refusal"), [(Written("Bonjour", "B", 7), Stale), (Written("Bonjour {nobody}", "B", 0), BadWords)]
)
def test_where_one_language_is_refused_none_is_saved(owner, second, refusal):
    with pytest.raises(refusal):
        write(owner, en=Written("Hello", "A", 0), fr=second)
    assert queries.own(owner) == {}


def test_words_that_are_those_above_are_none_of_ones_own(owner):
    write(owner, en=Written("Hello", "A", 0))
    version = queries.own(owner)[KIND, "en"].version
    assert write(owner, en=Written("", "", version, is_above=True))
    assert not write(owner, en=Written("", "", 0, is_above=True))
    assert queries.own(owner) == {}


def test_what_stood_there_is_found_again_the_latest_first(owner):
    write(owner, en=Written("First", "A", 0))
    write(owner, en=Written("Second", "B", queries.own(owner)[KIND, "en"].version))
    write(owner, en=Written("", "", queries.own(owner)[KIND, "en"].version, is_above=True))
    assert [(each.subject, each.body) for each in editing.earlier(owner, KIND)] == [("Second", "B"), ("First", "A")]
    assert editing.earlier(owner, "declined") == []
