"""What a question must be before it is kept, decided from plain values."""

import pytest
from flask import Flask
from flask_babel import Babel

from cohorts.questions import rules, types, wordings
from cohorts.questions.errors import BadWording, ConditionRefused
from cohorts.questions.wordings import ALL, Condition, Wording
from tests.factories.forms import written
from tests.factories.questions import a_question, only_if, options


@pytest.fixture(autouse=True)
def request_in_english():
    """A request of an application that knows only languages."""
    app = Flask("bare")
    Babel(app)
    with app.test_request_context():
        yield


def test_settings_that_a_type_has_not_are_left_out():
    kept = rules.finished(written("key", "email", options=options("A", "B"), min=1.0, max=2.0, accept=("pdf",)).wording)
    assert kept == Wording(type="email", label={"en": "About key"})


def test_a_text_between_questions_asks_nothing_so_nothing_of_it_is_required():
    kept = rules.finished(Wording(type="text", text={"en": "**Read** this"}, required=True))
    assert not kept.required
    assert "<strong>Read</strong>" in kept.text_html["en"]


def test_what_people_write_becomes_no_script():
    kept = rules.finished(Wording(type="text", text={"en": "<script>alert(1)</script> [x](javascript:alert(1))"}))
    assert "<script" not in kept.text_html["en"]
    assert "href" not in kept.text_html["en"]


@pytest.mark.parametrize("count", [0, rules.MOST_TESTS + 1])
def test_a_condition_has_some_tests_and_not_too_many(count):
    condition = Condition(ALL, (wordings.Test("sector", "is", ("a",)),) * count)
    with pytest.raises(BadWording) as refused:
        rules.finished(written("key", show_if=condition).wording)
    assert refused.value.field == "condition"


def test_words_in_french_alone_are_words():
    assert rules.finished(written("key", label={"fr": "Secteur"}).wording).label == {"fr": "Secteur"}


@pytest.mark.parametrize("name", sorted(types.TYPES))
def test_every_type_can_be_written(name):
    said = {"options": options("One", "Two")} if name in ("choice", "choices") else {}
    assert rules.finished(written("key", name, **said).wording).type == name


def test_conditions_ask_within_their_own_stage_only():
    sector = a_question("yes_no", key="sector")
    rules.refuse_faults([sector, a_question(key="later", show_if=only_if("sector", "yes"))])
    with pytest.raises(ConditionRefused):
        rules.refuse_faults([sector, a_question(key="later", stage="after_seat", show_if=only_if("sector", "yes"))])


def test_a_circle_of_conditions_is_refused():
    one = a_question("yes_no", key="one", show_if=only_if("two", "yes"))
    two = a_question("yes_no", key="two", show_if=only_if("one", "yes"))
    with pytest.raises(ConditionRefused):
        rules.refuse_faults([one, two])
