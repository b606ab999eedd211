from datetime import UTC, datetime
from types import SimpleNamespace


def test_an_entry_says_what_was_changed_by_whom_and_when(draw):
    entry = SimpleNamespace(
        at=datetime(2026, 11, 6, 22, tzinfo=UTC),
        sentence="Ottawa was changed",
        who="R. Cardinal",
        changes=["Title", "Seats: 40"],
    )
    html = draw("told", "told(entries, 'America/Toronto', 'en')", entries=[entry])
    assert "<p>Ottawa was changed</p>" in html
    assert "Title · Seats: 40" in html
    assert 'R. Cardinal, <time datetime="2026-11-06T17:00-05:00">' in html
