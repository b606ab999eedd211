import pytest

from cohorts.mail.models import STATES


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_a_message_has_a_word_and_a_drawing(draw, state):
    html = draw("message_tag", f"message_tag('{state}')")
    assert html.startswith('<span class="tag')
    assert "<svg" in html


def test_nobody_claims_that_a_message_was_delivered(draw):
    assert draw("message_tag", "message_word('accepted')") == "Accepted by the mail server"
