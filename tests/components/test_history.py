from datetime import UTC, datetime
from types import SimpleNamespace


def test_an_entry_has_its_sentence_its_person_and_its_time(draw):
    entry = SimpleNamespace(sentence="Registered.", who="R. Cardinal", at=datetime(2026, 10, 2, 14, tzinfo=UTC))
    html = draw("history", "history([entry], 'America/Toronto', 'en')", entry=entry)
    assert "<p>Registered.</p>" in html
    assert 'R. Cardinal, <time datetime="2026-10-02T10:00-04:00">' in html
