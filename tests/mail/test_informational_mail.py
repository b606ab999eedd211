"""Mail that people can leave: the headers that mail programs read, the link at its foot, and who sends it."""

import re
from email import message_from_bytes, policy

import pytest

from cohorts.broadcasts.emails import cohort_changed
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.messages import suppressions
from cohorts.registrations.emails import letters
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import a_registration

LINK = re.compile(r"https?://\S+/(?:en|fr)/unsubscribe/[A-Za-z0-9._~-]+")


@pytest.fixture(autouse=True)
def institution(context):
    """An application context with an institution."""
    an_institution()


def sent(language="en", *, informational=True):
    """The thanks, or a reminder, to somebody new, as its bytes say."""
    found = a_registration(a_cohort(program_id=a_program()), language=language)
    letters.write("thanks" if informational else "reminder", found, cause="sent")
    db.session.commit()
    row = db.session.query(Message).order_by(Message.id.desc()).first()
    return found, message_from_bytes(row.body, policy=policy.default)


def both(mail):
    return [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_under_https_mail_programs_are_told_where_one_click_goes(app, language):
    app.config["BASE_URL"] = "https://cohorts.example"
    found, mail = sent(language)
    (header,) = mail.get_all("List-Unsubscribe")
    link = LINK.search(both(mail)[0]).group()
    assert header.replace(" ", "") == f"<{link}>"
    assert mail.get_all("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]
    assert app.test_client(use_cookies=False).post(link.removeprefix("https://cohorts.example")).status_code == 200
    assert suppressions.has_left(found.cohort.program_id, found.email)


def test_without_https_only_the_link_is_there():
    _, mail = sent()
    assert [name for name in mail if name.lower().startswith("list-")] == []
    assert all(LINK.search(part) for part in both(mail))


@pytest.mark.parametrize(
    ("of_registration", "of_cohort", "may_leave"),
    [("confirmed", "published", False), ("waitlisted", "published", False), ("cancelled", "cancelled", True)],
)
def test_a_change_can_be_left_where_it_is_what_one_may_have_left(app, of_registration, of_cohort, may_leave):
    app.config["BASE_URL"] = "https://cohorts.example"
    found = a_registration(a_cohort())
    found.state, found.cohort.status = of_registration, of_cohort
    with db.session.no_autoflush:
        soon = found.cohort.ends_at
        cohort_changed.write(found, ["New place"], cause="told", batch="notice:1", not_after=soon)
        row = db.session.query(Message).filter_by(kind="cohort_changed").one()
    mail = message_from_bytes(row.body, policy=policy.default)
    assert ("List-Unsubscribe" in mail) is may_leave
    assert all(bool(LINK.search(part)) is may_leave for part in both(mail))


def test_what_concerns_a_seat_has_neither(app):
    app.config["BASE_URL"] = "https://cohorts.example"
    _, mail = sent(informational=False)
    assert [name for name in mail if name.lower().startswith("list-")] == []
    assert not any("unsubscribe" in part for part in both(mail))


@pytest.mark.parametrize("informational", [True, False])
@pytest.mark.parametrize(
    ("language", "who", "program"),
    [
        ("en", "Boreal Institute", "AI for Policy Professionals"),
        ("fr", "Institut boréal", "L’IA pour les politiques publiques"),
    ],
)
def test_each_mail_says_who_sends_it_on_whose_behalf_and_how_to_reach_them(language, who, program, informational):
    _, mail = sent(language, informational=informational)
    for part in both(mail):
        foot = part[part.rindex(who) :]
        assert program in foot
        assert "7 Bayview Station Road" in foot
        assert "program@boreal.example" in foot
