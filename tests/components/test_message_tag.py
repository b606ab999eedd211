from types import SimpleNamespace

import pytest

from cohorts.mail.models import STATES


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_a_message_has_a_word_and_a_drawing(draw, state):
    html = draw("message_tag", f"message_tag('{state}')")
    assert html.startswith('<span class="tag')
    assert "<svg" in html


def test_nobody_claims_that_a_message_was_delivered(draw):
    assert draw("message_tag", "message_word('accepted')") == "Accepted by the mail server"


def test_what_kept_us_from_the_server_is_said_before_how_the_system_says_it(draw):
    message = SimpleNamespace(trouble="It cannot be reached.", answer="[Errno 111] <refused>")
    assert (
        draw("message_tag", "server_said(message)", message=message).strip()
        == 'It cannot be reached. <span class="muted">[Errno 111] &lt;refused&gt;</span>'
    )
