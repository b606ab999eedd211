from types import SimpleNamespace

import pytest
from flask import Flask

from tests.factories.questions import a_question

ANA = SimpleNamespace(reference="OTT-222222", is_active=True)


@pytest.fixture
def addresses(bare: Flask):
    """The addresses that it leads to."""
    for name in ("registration_answers", "completion"):
        bare.add_url_rule(f"/{name}/<reference>", endpoint=f"organizer.{name}", view_func=lambda _reference: "")


def drawn(draw, form, person=ANA, **about):
    said = {"missing": [], "may_correct": False, "may_correct_more": False, **about}
    return draw(
        "answer_acts", "answer_acts(person, about, form)", person=person, about=SimpleNamespace(**said), form=form
    )


@pytest.mark.usefixtures("addresses")
def test_what_is_missing_is_named_and_asked_for_with_one_button(draw, form):
    html = drawn(draw, form, missing=[a_question(label={"en": "Your role"})])
    assert "There is 1" not in html and "1 answer is missing" in html and "<li>Your role</li>" in html
    assert 'action="/completion/OTT-222222"' in html


@pytest.mark.usefixtures("addresses")
@pytest.mark.parametrize(
    ("about", "links"),
    [
        ({}, 0),
        ({"may_correct": True}, 1),
        ({"may_correct": True, "may_correct_more": True}, 2),
    ],
)
def test_only_what_is_asked_can_be_corrected(draw, form, about, links):
    assert drawn(draw, form, **about).count('href="/registration_answers/') == links


@pytest.mark.usefixtures("addresses")
def test_what_has_ended_is_not_corrected(draw, form):
    ended = SimpleNamespace(reference="OTT-222222", is_active=False)
    assert "href" not in drawn(draw, form, ended, may_correct=True)
