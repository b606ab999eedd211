"""One question answered by itself: no database, no page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict
from wtforms import Form

from cohorts.questions import types
from cohorts.questions.fields import QuestionField
from cohorts.questions.wordings import AskedQuestion

Answer = Callable[..., QuestionField]


@pytest.fixture(autouse=True)
def request_in_english() -> Iterator[None]:
    """A request of an application that knows only languages."""
    app = Flask("bare")
    Babel(app)
    with app.test_request_context():
        yield


@pytest.fixture
def answer() -> Answer:
    """The checked field of a question: `answer(question, "typed")`, or by suffix: `answer(question, ("-day", "7"))`."""

    def answered(question: AskedQuestion, *sent: Any, language: str = "en", **outside: Any) -> QuestionField:
        unbound = types.of(question.wording.type).field(question, language)
        pairs = [each if isinstance(each, tuple) else ("", each) for each in sent]
        data = MultiDict([(question.name + suffix, value) for suffix, value in pairs])
        form = type("One", (Form,), {question.name: unbound})(data or MultiDict({"else": "x"}))
        field = form[question.name]
        for name, value in outside.items():
            setattr(field, name, value)
        form.validate()
        return field

    return answered
