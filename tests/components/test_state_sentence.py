from types import SimpleNamespace

import pytest


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("confirmed", "You have a seat"),
        ("waitlisted", "You are on the waiting list, no. 3"),
        ("pending", "We have your application"),
        ("offered", "A seat is held for you until Friday, 5 p.m."),
        ("rejected", "You were not selected this time"),
        ("declined", "You gave up the seat"),
        ("expired", "Your offer has ended"),
        ("withdrawn", "You withdrew"),
        ("cancelled", "Your registration was cancelled by the organizers"),
        ("moved", "You were moved to Toronto, January 16 and 17, 2027"),
    ],
)
def test_a_person_reads_what_is_true_for_them(draw, state, sentence):
    there = SimpleNamespace(title={"en": "Toronto"}, dates="January 16 and 17, 2027")
    registration = SimpleNamespace(state=state, position=3, deadline="Friday, 5 p.m.", moved_to=there)
    assert draw("state_sentence", "state_sentence(registration)", registration=registration) == sentence
