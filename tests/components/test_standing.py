"""What keeps messages from going out, on every page of the organizers."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

AT = datetime(2026, 11, 6, 22, tzinfo=UTC)
WELL = {"refused_at": None, "held_at": None, "down_since": None, "reason": None}


@pytest.fixture
def drawn(draw, bare, form):
    bare.add_url_rule("/release", "organizer.mail_release", methods=["POST"])

    def drawn(gap=None, **changes) -> str:
        server = SimpleNamespace(**{**WELL, **changes})
        return draw(
            "standing", "standing(server, gap, form, 'America/Toronto', 'en')", server=server, gap=gap, form=form
        )

    return drawn


def test_nothing_is_said_where_all_is_well(drawn):
    assert drawn().strip() == ""


def test_a_refused_sign_in_is_said_with_what_the_server_says_and_can_be_tried_again(drawn):
    html = drawn(refused_at=AT, reason="535 wrong password")
    assert "535 wrong password" in html
    assert '<form method="post" action="/release">' in html


def test_held_messages_can_be_let_go(drawn):
    html = drawn(held_at=AT)
    assert "Messages are held" in html
    assert '<form method="post" action="/release">' in html


def test_a_server_that_is_away_needs_nobody(drawn):
    html = drawn(down_since=AT, reason="Connection refused")
    assert "Connection refused" in html
    assert "<form" not in html


def test_a_gap_says_from_when_to_when_and_what_waits(drawn):
    later = AT.replace(hour=23, minute=15)
    html = drawn(gap=SimpleNamespace(began=AT, ended=later, expiries_from=later, clock_went_back=False))
    assert "This site was asleep" in html
    assert "nothing expires before" in html


def test_a_clock_that_went_back_is_said(drawn):
    html = drawn(gap=SimpleNamespace(began=AT, ended=AT, expiries_from=AT, clock_went_back=True))
    assert "The clock was set back" in html
