"""Sessions in mails: under the day of each, with an empty line between the days, in both parts."""

from datetime import timedelta

import pytest

from cohorts.core.database import db
from cohorts.mail import parts
from cohorts.mail.models import Message
from cohorts.programs.details import SessionDetails
from tests.factories.programs import a_cohort, an_institution, at
from tests.factories.registrations import a_registration

FIRST = at("2031-11-29 14:00")
DAYS = {
    "en": """Saturday, November 29
9 a.m. to 12 p.m. · How models learn
1 p.m. to 4 p.m.

Sunday, November 30
9 a.m. to 12 p.m. · Where they fail""",
    "fr": """Le samedi 29 novembre
De 9 h à 12 h · How models learn
De 13 h à 16 h

Le dimanche 30 novembre
De 9 h à 12 h · Where they fail""",
}


def session(hours, title=""):
    starts = FIRST + timedelta(hours=hours)
    return SessionDetails(starts_at=starts, ends_at=starts + timedelta(hours=3), title={"en": title} if title else {})


@pytest.mark.parametrize("language", DAYS)
def test_sessions_stand_under_their_day(context, language):
    an_institution()
    sessions = [session(0, "How models learn"), session(4), session(24, "Where they fail")]
    a_registration(a_cohort(sessions=sessions), language=language)
    message = db.session.query(Message).one()
    assert DAYS[language] in message.text.replace("\u00a0", " ")
    html = parts.of(message.body).html.replace("\u00a0", " ")
    lines = DAYS[language].split("\n")
    lines[0], lines[4] = f"<strong>{lines[0]}</strong>", f"<strong>{lines[4]}</strong>"
    assert "<br>".join(lines) in html
