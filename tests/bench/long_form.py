"""A form of sixty questions beside the same fields written by hand, and one question summed up over many answers."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from flask import Flask, render_template_string, request
from flask.testing import FlaskClient
from sqlalchemy import event, insert
from wtforms import Form, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from cohorts import create_app
from cohorts.core import clock
from cohorts.core.database import Base, db
from cohorts.questions.wordings import AskedQuestion, WrittenQuestion
from cohorts.registrations import states, summaries
from cohorts.registrations.models import Answer, Registration
from cohorts.settings import Settings
from tests.databases import migrate
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.questions import options
from tests.servers.visitor import HIDDEN

PATH = "/en/programs/long/form/register"
WORDS = ("Public", "Private", "Academic", "Other")
ANSWERS = {
    "short_text": "Ministry", "long_text": "Because of this. " * 20, "choice": "public", "choices": "private",
    "yes_no": "yes", "number": "12",
}  # fmt: skip
KINDS = tuple(ANSWERS)
MANY, TIMES = 100_000, 60
HAND_WRITTEN = """<form method="post">{% for field in form %}<div>{{ field.label }}<p>A hint that helps.</p>{{ field }}
{% for error in field.errors %}<p>{{ error }}</p>{% endfor %}</div>{% endfor %}<button>Register</button></form>"""


def report(home: Path) -> None:
    """Measure in this process, on SQLite, and print."""
    folder = home / "form"
    folder.mkdir()
    app = site(folder)
    with app.app_context():
        an_institution()
        cohort_id = a_cohort(program_id=a_program(slug="long"), slug="form", capacity=MANY)
        form = a_form(cohort_id, [question(n) for n in range(60)])
    ours, hand = app.test_client(), by_hand().test_client()
    answers = {each.name: ANSWERS[each.wording.type] for each in form.questions}
    print("\nSixty questions in four pages, ms of CPU for all four", flush=True)
    print(f"{'':10}{'ours':>8}{'by hand':>9}{'ratio':>7}", flush=True)
    by_name = {f"f{n}": value for n, value in enumerate(answers.values())}
    shown, sent = costs(walker(ours, answers))
    show("showing", shown, cost(lambda: spent(hand, "GET", "/")))
    show("sending", sent, cost(lambda: spent(hand, "POST", "/", by_name)))
    with app.app_context():
        report_summaries(cohort_id, form.questions)


def question(n: int) -> WrittenQuestion:
    """The n-th, of six types in turn."""
    kind = KINDS[n % len(KINDS)]
    chosen = {"options": options(*WORDS)} if kind.startswith("choice") else {}
    return written(f"key_{n}", kind, help={"en": "A hint that helps."}, required=True, **chosen)


def site(folder: Path) -> Flask:
    """Our application on an empty database."""
    address = f"sqlite:///{folder / 'cohorts.sqlite3'}"
    migrate(address, folder)
    said = {
        "secret_key": "x" * 40,
        "instance": str(folder),
        "base_url": "http://localhost",
        "mail_sender": "a@b.example",
    }
    return create_app(Settings(environment="testing", database_url=address, ratelimit_enabled=False, **said))


def by_hand() -> Flask:
    """The same fields in a form that somebody wrote for them, drawn by WTForms itself."""
    app, needed = Flask("by_hand"), [InputRequired()]
    choices = [(word.lower(), word) for word in WORDS]
    makers = {
        "long_text": lambda label: TextAreaField(label, needed),
        "choice": lambda label: RadioField(label, needed, choices=choices),
        "choices": lambda label: SelectMultipleField(label, needed, choices=choices),
        "yes_no": lambda label: RadioField(label, needed, choices=[("yes", "Yes"), ("no", "No")]),
    }
    fields = {
        f"f{n}": makers.get(KINDS[n % len(KINDS)], lambda label: StringField(label, needed))(f"About key_{n}")
        for n in range(60)
    }
    hand = type("Hand", (Form,), fields)

    @app.route("/", methods=["GET", "POST"])
    def show() -> str:
        form = hand(request.form)
        return (
            "done" if request.method == "POST" and form.validate() else render_template_string(HAND_WRITTEN, form=form)
        )

    return app


def cost(visit: Callable[[], float]) -> float:
    """Milliseconds of CPU of one visit; the first ones warm up."""
    for _ in range(5):
        visit()
    return 1000 * sum(visit() for _ in range(TIMES)) / TIMES


def costs(walk: Callable[[], tuple[float, float]]) -> tuple[float, float]:
    """Milliseconds of CPU of both halves of a walk."""
    for _ in range(5):
        walk()
    walks = [walk() for _ in range(TIMES)]
    return 1000 * sum(shown for shown, _ in walks) / TIMES, 1000 * sum(sent for _, sent in walks) / TIMES


def spent(client: FlaskClient, method: str, path: str, fields: dict[str, str] | None = None) -> float:
    """Seconds of CPU that one request costs; raises where it is not answered well."""
    return timed_request(client, method, path, fields)[0]


def timed_request(
    client: FlaskClient, method: str, path: str, fields: dict[str, str] | None = None
) -> tuple[float, str, str]:
    """Seconds of CPU, the page, and where it leads."""
    started = time.process_time()
    answer = client.open(path, method=method, data=fields)
    seconds = time.process_time() - started
    if answer.status_code not in (200, 302):
        raise RuntimeError(f"answered {answer.status_code}:\n{answer.text[:2000]}")
    return seconds, answer.text, answer.location or ""


def walker(client: FlaskClient, answers: dict[str, str]) -> Callable[[], tuple[float, float]]:
    """Registers somebody new, step by step; seconds for showing all pages, and for sending them."""
    numbers = iter(range(10_000))

    def walk() -> tuple[float, float]:
        shown, sent, path = 0.0, 0.0, PATH
        said = {"name": "Ana Roy", "email": f"ana{next(numbers)}@example.org", "language": "en", "privacy": "yes"}
        while "/registrations/" not in path:
            seconds, page, _ = timed_request(client, "GET", path)
            shown += seconds
            fields = {unescape(name): unescape(value) for name, value in HIDDEN.findall(page)}
            fields |= {name: value for name, value in (answers | said).items() if f'name="{name}"' in page}
            seconds, _, path = timed_request(client, "POST", path, fields)
            sent += seconds
            if not path:
                raise RuntimeError("a page was not taken")
        return shown, sent

    return walk


def show(name: str, ours: float, hand: float) -> None:
    """One line of the table."""
    print(f"{name:10}{ours:8.1f}{hand:9.1f}{ours / hand:7.1f}", flush=True)


def report_summaries(cohort_id: int, questions: tuple[AskedQuestion, ...]) -> None:
    """How long the statements of one question's summary take over many registrations."""
    first = {each.wording.type: each for each in reversed(questions)}
    fill(cohort_id, [first["choice"], first["number"]])
    print(f"\nOne question summed up over {MANY:,} registrations on SQLite, s of statement time", flush=True)
    with timed() as seconds:
        summaries.counts(first["choice"].id, cohort_id, states.ACTIVE)
        print(f"{'choices':10}{sum(seconds):8.3f}", flush=True)
        seconds.clear()
        summaries.spread(first["number"].id, cohort_id, states.ACTIVE)
        print(f"{'numbers':10}{sum(seconds):8.3f}", flush=True)


def fill(cohort_id: int, questions: list[AskedQuestion]) -> None:
    """Many registrations, each with an answer to each of these."""
    now = clock.now()
    person = {
        "cohort_id": cohort_id, "state": "pending", "name": "Ana Roy", "organization": "", "language": "en",
        "search": "ana roy", "link_version": 1, "revision": 0, "answers_version": 0, "registered_at": now,
        "state_since": now,
    }  # fmt: skip
    base = 1_000_000
    people = [
        {**person, "id": base + n, "reference": f"BEN-{n}", "key": f"bench{n}", "email": f"b{n}@example.org",
         "email_key": f"b{n}@example.org"} for n in range(MANY)
    ]  # fmt: skip
    answers = [
        {"registration_id": base + n, "question_id": each.id, "version_id": each.version_id, "text": "",
         "choice": WORDS[n % 4].lower() if each.wording.type == "choice" else "",
         "number": float(n % 977) if each.wording.type == "number" else None, "upload_id": None}
        for n in range(MANY) for each in questions
    ]  # fmt: skip
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(insert(Base.metadata.tables[Registration.__tablename__]), people)
        connection.execute(insert(Base.metadata.tables[Answer.__tablename__]), answers)
        connection.commit()


@contextmanager
def timed() -> Iterator[list[float]]:
    """The seconds that each statement takes until its first row is there."""
    started, seconds = [0.0], list[float]()

    def before(*_: object) -> None:
        started[0] = time.perf_counter()

    def after(_connection: object, cursor: object, *_: object) -> None:
        seconds.append(time.perf_counter() - started[0])

    event.listen(db.engine, "before_cursor_execute", before)
    event.listen(db.engine, "after_cursor_execute", after)
    try:
        yield seconds
    finally:
        event.remove(db.engine, "before_cursor_execute", before)
        event.remove(db.engine, "after_cursor_execute", after)
