"""The ready-made forms: whole, in both languages, and ready to ask."""

from collections import Counter
from collections.abc import Iterator

import pytest

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.errors import Missing
from cohorts.core.text import Localized
from cohorts.loading import starters
from cohorts.programs.owners import cohort
from cohorts.questions import copies, queries, types
from cohorts.questions.wordings import WrittenQuestion
from tests.factories.programs import a_cohort
from tests.loading.wording import NOT_ENGLISH, NOT_FRENCH

every_form = pytest.mark.parametrize("name", ["open", "selective"])


def texts(question: WrittenQuestion) -> Iterator[Localized]:
    """All that a question says."""
    wording = question.wording
    yield from (text for text in (wording.label, wording.help, wording.text) if text)
    yield from (option.label for option in wording.options)


def test_there_are_two():
    assert starters.names() == ("open", "selective")
    assert starters.title_of("selective") == {"en": "Selective program", "fr": "Programme sur sélection"}


@pytest.mark.parametrize("name", ["", "none", "../demo", "../../pyproject", "open.toml"])
def test_another_name_is_missing(name):
    with pytest.raises(Missing):
        starters.questions_of(name)


@every_form
def test_every_text_is_written_in_both_languages_by_their_rules(name):
    for question in starters.questions_of(name):
        for text in [*texts(question), starters.title_of(name)]:
            assert set(text) == {"en", "fr"}, question.key
            assert NOT_FRENCH.search(text["fr"]) is None, (question.key, text["fr"])
            assert NOT_ENGLISH.search(text["en"]) is None, (question.key, text["en"])


@every_form
@pytest.mark.usefixtures("context")
def test_a_cohort_can_ask_it_and_a_second_time_changes_nothing(name):
    owner = cohort(a_cohort())
    assert copies.replace(owner, starters.questions_of(name), by=COMMAND_LINE)
    assert not copies.replace(owner, starters.questions_of(name), by=COMMAND_LINE)
    assert len(queries.of_owner(owner).questions) == len(starters.questions_of(name))


def test_the_selective_one_is_a_long_form_with_all_that_a_selection_needs():
    asked = [question for question in starters.questions_of("selective") if types.of(question.wording.type).asks]
    kinds = Counter(question.wording.type for question in asked)
    assert 18 <= len(asked) <= 22
    assert (kinds["file"], kinds["consent"]) == (2, 1)
    assert sum(question.condition is not None for question in asked) == 3


def test_the_open_one_is_short_and_requires_nothing():
    asked = starters.questions_of("open")
    assert len(asked) <= 5
    assert not any(question.wording.required for question in asked)


@every_form
def test_what_is_sensitive_is_not_kept_for_ever(name):
    sensitive = [question for question in starters.questions_of(name) if question.is_sensitive]
    assert [question.key for question in sensitive if question.retention_days is None] == []
