"""The rush: everybody at once over HTTP, two web workers, and the worker that hands 300 mails to a real mail server."""

import queue
import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from cohorts.activity.models import Activity
from cohorts.core.database import db
from cohorts.registrations import laws
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import seats_of
from tests.servers.processes import Installation
from tests.servers.visitor import Answer, Visitor

CLIENTS, PEOPLE, SEATS = 32, 300, 100
FORM = "/en/programs/rush/hall/register"
SECONDS = 120


@pytest.fixture
def cohort(app) -> int:
    with app.app_context():
        an_institution()
        return a_cohort(program_id=a_program(slug="rush"), slug="hall", capacity=SEATS)


@pytest.fixture
def site(settings, smtp, cohort, tmp_path) -> Iterator[Installation]:
    """Two web workers and the message worker, as in production."""
    site = Installation(
        tmp_path,
        COHORTS_ENVIRONMENT="production",
        COHORTS_SECRET_KEY=settings.secret_key,
        COHORTS_DATABASE_URL=settings.database_url,
        # All visitors come from one address here.
        COHORTS_RATELIMIT_ENABLED="false",
        COHORTS_MAIL_SERVER="127.0.0.1",
        COHORTS_MAIL_PORT=str(smtp.port),
        COHORTS_MAIL_USE_TLS="false",
        COHORTS_MAIL_SENDER="cohorts@example.org",
    )
    site.start("web")
    site.start("worker")
    try:
        site.wait_until(lambda: site.is_healthy() and len(site.workers()) == 2, "serving")
        yield site
    finally:
        site.end()


def address_of(number: int) -> str:
    return f"person{number}@example.org"


def register(visitor: Visitor, number: int) -> list[Answer]:
    """Somebody registers as a browser does: form, sending it, what comes then."""
    visitor.cookies.clear()
    form = visitor.get(FORM)
    person = {"name": f"Ana Roy {number}", "email": address_of(number), "language": "en", "organization": ""}
    sent = visitor.post(FORM, {**form.hidden, **person, "privacy": "y"})
    return [form, sent, visitor.get(sent.headers.get("Location", "/"))]


def all_at_once(port: int) -> list[list[Answer]]:
    people: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(PEOPLE):
        people.put(number)
    answers: list[list[Answer]] = []

    def client() -> None:
        visitor = Visitor(port)
        while not people.empty():
            try:
                answers.append(register(visitor, people.get_nowait()))
            except queue.Empty:
                break
        visitor.close()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def told(answer: Answer) -> str:
    """The state that a page shows."""
    return next((state for state in ("confirmed", "waitlisted") if f'data-state="{state}"' in answer.text), "")


def test_a_rush_fills_the_hall_in_the_order_of_its_commits_and_everybody_is_told_once(app, site, cohort, smtp):
    answers = all_at_once(site.port)
    assert Counter(tuple(answer.status for answer in each) for each in answers) == {(200, 302, 200): PEOPLE}
    assert Counter(told(each[-1]) for each in answers) == {"confirmed": SEATS, "waitlisted": PEOPLE - SEATS}
    mails = smtp.handler.wait(PEOPLE, SECONDS)
    assert Counter(mail.recipients for mail in mails) == {(address_of(n),): 1 for n in range(PEOPLE)}
    with app.app_context():
        assert seats_of(cohort) == (SEATS, SEATS, PEOPLE - SEATS)
        came = select(Registration.state, Registration.place).join(
            Activity, (Activity.subject_id == Registration.id) & (Activity.subject_type == "registration")
        )
        in_order = [tuple(row) for row in db.session.execute(came.order_by(Activity.id))]
        line = [("waitlisted", place) for place in range(1, PEOPLE - SEATS + 1)]
        assert in_order == [("confirmed", None)] * SEATS + line
        assert list(laws.breaches()) == []
