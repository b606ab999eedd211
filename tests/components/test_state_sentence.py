from types import SimpleNamespace

import pytest


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("confirmed", "You have a seat"),
        ("waitlisted", "You are on the waiting list, no. 3"),
        ("withdrawn", "You withdrew"),
        ("cancelled", "Your registration was cancelled by the organizers"),
    ],
)
def test_a_person_reads_what_is_true_for_them(draw, state, sentence):
    registration = SimpleNamespace(state=state, position=3)
    assert draw("state_sentence", "state_sentence(registration)", registration=registration) == sentence
