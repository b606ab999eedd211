"""Scanners open every link of every mail, several times: nothing changes, and the buttons still work afterwards."""

import hashlib
import re
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core import tokens
from cohorts.core.database import Base, db
from cohorts.mail.models import Message
from cohorts.registrations import completions, decisions, said, transfers
from cohorts.registrations.models import Registration
from tests.factories.answers import answered
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort, an_institution
from tests.factories.registrations import a_registration, read
from tests.mail import every
from tests.organizer.desk import Forms

METHODS = ("GET", "HEAD", "GET", "HEAD")
# Beside a mail about a registration that has ended, its link still shows how it ended.
FINE = {200, 302, 404, 410}
OWN = re.compile(r'href="(/en/registrations/[^"?#]+)')


@pytest.fixture(params=["en", "fr"])
def mails(request, app) -> dict[str, set[str]]:
    """The links of the first mail of each kind."""
    with app.app_context():
        an_institution()
        return {kind: every.links(message) for kind, message in every.write_all(request.param).items()}


def digest(app) -> str:
    with app.app_context():
        rows = [sorted(map(repr, db.session.execute(select(table)))) for table in Base.metadata.sorted_tables]
        db.session.rollback()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def path_of(link: str) -> str:
    split = urlsplit(link)
    return f"{split.path}?{split.query}" if split.query else split.path


def scanned(app, link: str) -> list[int]:
    """What a scanner is answered that follows where it is sent, with cookies and without."""
    answers = []
    for client in (app.test_client(), app.test_client(use_cookies=False)):
        for method in METHODS:
            answer = client.open(path_of(link), method=method)
            answers.append(answer.status_code)
            if answer.status_code == 302:
                answers.append(client.open(answer.headers["Location"], method=method).status_code)
    return answers


def test_opening_every_link_of_every_mail_changes_nothing(app, mails):
    assert set(mails) == every.ALL
    before = digest(app)
    for kind, links in mails.items():
        assert links, kind
        answers = {link: scanned(app, link) for link in links}
        assert {code for codes in answers.values() for code in codes} <= FINE, (kind, answers)
        assert digest(app) == before, kind


def pressed(app, link: str, ending: str, *, on: str = "", **typed: str) -> str:
    """Open the link as a person does, and press the button of the form that goes to such an address; the answer.

    `on`: the form is on another page, so named, of the registration.
    """
    client = app.test_client()
    page = client.get(path_of(link), follow_redirects=True)
    page = client.get(f"{page.request.path}/{on}") if on else page
    forms = [(action or page.request.path, said) for action, said in Forms(page.text).found]
    ((action, fields),) = [(action, said) for action, said in forms if action.endswith(ending)]
    answer = client.post(action, data={**fields, **typed}, follow_redirects=True)
    assert answer.status_code == 200, (answer.status, answer.text)
    return answer.text


def first(links: set[str], words: str) -> str:
    return next(link for link in sorted(links) if words in link)


def test_organizers_readers_and_drafts_still_have_their_buttons_after_scanners_were_there(app, mails):
    links = {
        "sign_in_link": first(mails["sign_in_link"], "/sign-in/"),
        "broadcast": first(mails["broadcast"], "/unsubscribe/"),
        "draft_saved": first(mails["draft_saved"], "/draft/"),
    }
    for link in links.values():
        scanned(app, link)
    for link in links.values():
        before = digest(app)
        pressed(app, link, path_of(link))
        assert digest(app) != before, link


@pytest.fixture
def people(app) -> tuple[int, int]:
    """(who is to confirm an address, whom somebody was invited to replace)"""
    with app.app_context():
        an_institution()
        ana = a_registration(a_cohort(verify_email=True))
        bo = a_registration(a_cohort())
        transfers.propose(bo.id, by=COMMAND_LINE, name="Bea", email="bea@example.ca", language="en")
        return ana.id, bo.id


def test_applicants_still_have_their_buttons_after_scanners_were_there(app, people):
    with app.app_context():
        rows = db.session.scalars(select(Message).order_by(Message.id))
        mails = {message.kind: every.links(message) for message in rows}
        assert set(mails) == {"verify_address", "seat_confirmed", "transfer_invitation"}
    key, invited = first(mails["verify_address"], "/link/"), first(mails["transfer_invitation"], "/invitation/")
    for link in {key, invited, first(mails["seat_confirmed"], "/link/")}:
        scanned(app, link)
    pressed(app, key, "/acceptance")
    pressed(app, invited, "/invitation", agree="y", privacy="y")
    with app.app_context():
        assert [read(each).state for each in people] == ["confirmed", "confirmed"]
        assert [read(each).email for each in people][1] == "bea@example.ca"


def offered() -> Registration:
    """Somebody for whom the organizers hold a seat."""
    found = a_registration(a_cohort(admission="review"))
    decisions.decide(found.cohort_id, "offer", {found.id: found.revision}, by=COMMAND_LINE)
    return read(found.id)


def waiting() -> Registration:
    """Somebody in the line."""
    cohort = a_cohort(capacity=1)
    a_registration(cohort)
    return a_registration(cohort)


# Who, told by which mail, does what on which page.
DECISIONS = [
    (offered, "offer_made", "", "acceptance", "confirmed"), (offered, "offer_made", "refusal", "refusal", "declined"),
    (lambda: a_registration(a_cohort()), "seat_confirmed", "withdrawal", "withdrawal", "withdrawn"),
    (waiting, "waitlisted", "withdrawal", "withdrawal", "withdrawn"),
]  # fmt: skip


def mailed_link(person: Registration, kind: str) -> str:
    query = select(Message).where(Message.subject_id == person.id, Message.kind == kind)
    return first(every.links(db.session.scalars(query).one()), "/registrations/link/")


def crawled(app, link: str) -> list[str]:
    """A scanner that follows the links of the page, too, and those of their pages; where it was."""
    client = app.test_client()
    page = client.get(path_of(link), follow_redirects=True)
    seen = [page.request.path]
    for path in seen:
        for method in METHODS:
            answer = client.open(path, method=method, follow_redirects=True)
            assert answer.status_code in FINE, (path, answer.status)
        seen += [each for each in OWN.findall(client.get(path, follow_redirects=True).text) if each not in seen]
    return seen


@pytest.mark.parametrize(("made", "kind", "on", "act", "state"), DECISIONS)
def test_decisions_are_still_to_be_made_after_scanners_were_on_every_page(made, kind, on, act, state, app):
    with app.app_context():
        an_institution()
        person = made()
        link, before, as_it_was = mailed_link(person, kind), digest(app), person.state
    scanned(app, link)
    assert any(path.endswith(f"/{on}" if on else person.reference) for path in crawled(app, link))
    with app.app_context():
        assert (digest(app), read(person.id).state) == (before, as_it_was)
    pressed(app, link, f"/{act}", on=on)
    with app.app_context():
        assert read(person.id).state == state


def test_answers_that_are_asked_for_later_are_still_given_after_scanners_were_on_every_page(app):
    with app.app_context():
        an_institution()
        cohort = a_cohort()
        a_form(cohort, [written("why")])
        person = answered(cohort, {"why": "To learn"})
        form = a_form(cohort, [written("why"), written("role", required=True)])
        completions.ask(person.id, by=COMMAND_LINE, key=tokens.one_time())
        link, before = mailed_link(person, "complete_answers"), digest(app)
        role = asked_in(form, "role").name
    scanned(app, link)
    assert any(path.endswith("/answers") for path in crawled(app, link))
    assert digest(app) == before
    pressed(app, link, "/answers", **{role: "Analyst"})
    with app.app_context():
        assert {each.key: each.values[0].text for each in said.of(person.id)} == {"why": "To learn", "role": "Analyst"}
