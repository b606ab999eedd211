from types import SimpleNamespace


def test_the_pages_about_messages_lead_to_each_other(draw):
    cohort = SimpleNamespace(address=lambda endpoint: f"/{endpoint}")
    html = draw("message_pages", 'message_pages(cohort, "schedules")', cohort=cohort)
    assert '<a href="/broadcasts">' in html and '<a href="/templates">' in html
    assert '<a href="/schedules" aria-current="true">Reminders</a>' in html
