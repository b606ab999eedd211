from datetime import UTC, datetime

AT = datetime(2026, 10, 2, 14, tzinfo=UTC)


def test_an_entry_has_its_sentence_its_person_and_its_time(draw):
    html = draw("history", "history([(at, 'Cancelled.', 'R. Cardinal')], 'America/Toronto', 'en')", at=AT)
    assert "<p>Cancelled.</p>" in html
    assert 'R. Cardinal, <time datetime="2026-10-02T10:00-04:00">' in html


def test_an_applicant_reads_no_names(draw):
    html = draw("history", "history([(at, 'You registered.')], 'America/Toronto', 'en')", at=AT)
    assert '<p class="small muted"><time' in html
