from datetime import UTC, datetime
from types import SimpleNamespace


def test_each_message_says_what_became_of_it_and_leads_to_itself(draw, bare):
    bare.add_url_rule("/outbox/<int:message_id>", "organizer.message")
    message = SimpleNamespace(
        id=7,
        title="You have a seat",
        state="accepted",
        created_at=datetime(2026, 11, 6, 22, tzinfo=UTC),
        accepted_at=None,
        answer=None,
    )
    html = draw("message_list", "message_list(messages, 'America/Toronto', 'en')", messages=[message])
    assert "You have a seat<small" in html
    assert "Accepted by the mail server" in html
    assert '<a href="/outbox/7">See<span class="vh"> You have a seat</span></a>' in html
