"""Without a mail server, on one's own machine: the pages show the message that would go out."""

from dataclasses import replace

import pytest

from cohorts import create_app
from cohorts.core.database import db
from tests.factories.programs import a_cohort, a_program, an_institution

FORM = "/en/programs/ai/ottawa/register"
LINK = "Follow the link in this message"


@pytest.fixture
def app(settings):
    """An application as `make run` starts it."""
    app = create_app(replace(settings, environment="development"))
    with app.app_context():
        an_institution()
        a_cohort(program_id=a_program(slug="ai"), slug="ottawa", verify_email=True)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_who_has_to_prove_an_address_sees_the_message_with_its_link(client, fill):
    for _ in range(2):
        page = client.post(FORM, data=fill(FORM), follow_redirects=True).get_data(as_text=True)
        assert LINK in page and "/en/registrations/link/" in page


def test_who_asks_for_their_links_sees_them(client, fill):
    client.post(FORM, data=fill(FORM))
    find = "/en/registrations/find"
    page = client.post(find, data=fill(find), follow_redirects=True).get_data(as_text=True)
    assert "Your registration: the link you asked for" in page and LINK in page


def test_a_visitor_who_typed_no_address_sees_no_message(app, client, fill):
    client.post(FORM, data=fill(FORM))
    assert LINK not in app.test_client().get("/en/registrations/mailbox").get_data(as_text=True)
