"""The organizer's one-time link by mail."""

from datetime import timedelta

from cohorts.accounts.emails import sign_in_link
from cohorts.accounts.models import User
from cohorts.core import clock
from cohorts.core.database import add, db
from cohorts.mail import queries
from cohorts.mail.models import Message

URL = "http://localhost/organizer/sign-in/abc"


def test_it_says_how_long_it_works_and_dies_with_its_link(context):
    user = User(email="o@example.ca", email_key="o@example.ca", name="Odile", language="fr", created_at=clock.now())
    add(user)
    db.session.commit()
    expires = clock.now() + timedelta(minutes=10)
    sign_in_link.write(user, URL, expires_at=expires, link_id=1)
    message = db.session.query(Message).one()
    text = queries.preview(message).text
    assert (message.language, message.address, message.not_after) == ("fr", "o@example.ca", expires)
    assert f"Se connecter\n{URL}\n" in text
    assert "dans les 10 prochaines minutes" in text
