"""Draining the outbox, beside a bare smtplib loop that sends the same bytes; what its mail adds to a promotion."""

import smtplib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from threading import Event
from typing import NamedTuple

from flask import Flask
from sqlalchemy import bindparam, select, update

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.database import Base, db, verb
from cohorts.extensions import mail
from cohorts.mail import delivery
from cohorts.mail.models import Message
from cohorts.registrations import capacity, registrations
from cohorts.registrations.emails import seat_now_yours
from cohorts.registrations.models import Registration
from tests.bench import clients
from tests.bench.clients import Work
from tests.databases import migrate
from tests.factories.programs import a_cohort, an_institution
from tests.servers import postgresql
from tests.servers.smtp import Server

MESSAGES, PROMOTIONS, ROUNDS = 1_000, 150, 5
SENDER = "cohorts@example.org"
TABLE = Base.metadata.tables[Message.__tablename__]
AGAIN = (
    update(TABLE).where(TABLE.c.id == bindparam("key"))
    .values(state="queued", body=bindparam("bytes"), accepted_at=None, answer=None, attempts=0)
)  # fmt: skip


class Letter(NamedTuple):
    """A ready-made message."""

    id: int
    address: str
    body: bytes


class Sink:
    """Takes every message and keeps none."""

    async def handle_DATA(self, server, session, envelope) -> str:
        """Taken (aiosmtpd calls this)."""
        return "250 2.0.0 taken"


def report(home: Path) -> None:
    """Measure and print, on a PostgreSQL that loses nothing in a crash and on SQLite."""
    print(f"\nDraining {MESSAGES:,} confirmations with .ics, one worker on one connection, a second", flush=True)
    print(f"{'database':12}{'sink':12}{'worker':>8}{'smtplib':>9}{'ratio':>8}", flush=True)
    folder = home / "draining"
    folder.mkdir()
    databases = {
        "PostgreSQL": postgresql.create(postgresql.start(home, safe=True), "draining"),
        "SQLite": f"sqlite:///{folder}/draining.sqlite3",
    }
    added = {}
    for name, address in databases.items():
        migrate(address, folder)
        work = Work("register", address, folder, 0)
        with clients.app_of(work) as app, app.app_context():
            letters = written(work)
            for kind, serve in SINKS.items():
                with served(serve) as port:
                    show(name, kind, rates(app, letters, port))
            added[name] = promotions()
    print(f"\nWhat one promotion takes under the lock, ms, median of {PROMOTIONS}", flush=True)
    print(f"{'database':12}{'with mail':>10}{'without':>9}{'the mail':>10}", flush=True)
    for name, (with_mail, without) in added.items():
        print(f"{name:12}{with_mail:10.2f}{without:9.2f}{with_mail - without:10.2f}", flush=True)


def written(work: Work) -> list[Letter]:
    """So many people register, and each has a message."""
    an_institution()
    here = Work(work.act, work.database, work.folder, a_cohort(capacity=MESSAGES))
    for _ in range(MESSAGES):
        clients.somebody_new(here)
    letters = [Letter(*row) for row in db.session.execute(select(TABLE.c.id, TABLE.c.address, TABLE.c.body))]
    db.session.rollback()
    assert len(letters) == MESSAGES and all(b"BEGIN:VCALENDAR" in each.body or b".ics" in each.body for each in letters)
    return letters


def rates(app: Flask, letters: list[Letter], port: int) -> tuple[float, float]:
    """Messages a second, of the worker and of the loop, in turn; the middle one of each."""
    app.config.update(
        MAIL_SERVER="127.0.0.1", MAIL_PORT=port, MAIL_USE_TLS=False, MAIL_DEFAULT_SENDER=SENDER, MAIL_PER_MINUTE=0
    )
    mail.init_app(app)
    ours, bare = [], []
    for _ in range(ROUNDS):
        again(letters)
        bare.append(len(letters) / lasted(lambda: loop(letters, port)))
        ours.append(len(letters) / lasted(drain))
    return median(ours), median(bare)


@verb
def again(letters: list[Letter]) -> None:
    """As if nobody had them yet."""
    db.session.connection().execute(AGAIN, [{"key": each.id, "bytes": each.body} for each in letters])


def drain() -> None:
    """As the worker does it."""
    assert delivery.deliver(Event()) == MESSAGES


def loop(letters: list[Letter], port: int) -> None:
    """The yardstick: nothing is read, nothing is written down."""
    with smtplib.SMTP("127.0.0.1", port, "localhost") as server:
        for each in letters:
            server.sendmail(SENDER, [each.address], each.body)


def promotions() -> tuple[float, float]:
    """Milliseconds that one more seat takes, which goes to the first in line: with the mail, and without."""
    cohort_id = a_cohort(capacity=1)
    work = Work("register", "", Path(), cohort_id)
    for _ in range(PROMOTIONS + 1):
        clients.somebody_new(work)
    whole, mails = [], []
    for number in range(PROMOTIONS):
        whole.append(lasted(lambda: capacity.set_capacity(cohort_id, number + 2, by=COMMAND_LINE)))  # noqa: B023
    for registration_id in db.session.scalars(select(Registration.id).where(Registration.cohort_id == cohort_id)).all():
        mails.append(mailed(registration_id))
    db.session.rollback()
    return 1000 * median(whole), 1000 * (median(whole) - median(mails))


@verb
def mailed(registration_id: int) -> float:
    """Seconds that its mail takes, rendered and put into the outbox once more."""
    registration, _line, _cohort = registrations.locked(registration_id)
    registration.revision += 1
    db.session.flush()
    return lasted(lambda: seat_now_yours.write(registration))


def lasted(act: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def show(database: str, sink: str, found: tuple[float, float]) -> None:
    """One line of the table."""
    ours, bare = found
    print(f"{database:12}{sink:12}{ours:8.0f}{bare:9.0f}{ours / bare:8.2f}", flush=True)


@contextmanager
def served(serve: Callable) -> Iterator[int]:
    """A sink in a process of its own; its port."""
    received, sent = clients.processes.Pipe(duplex=False)
    process = clients.processes.Process(target=serve, args=(sent,), daemon=True)
    process.start()
    try:
        yield received.recv()
    finally:
        process.kill()
        process.join()


def _aiosmtpd(pipe) -> None:
    server = Server(Sink())
    server.start()
    pipe.send(server.port)
    Event().wait()


def _bare(pipe) -> None:
    # As little as a server can do: hardly anything else is left to measure than the other side.
    with socket.create_server(("127.0.0.1", 0)) as door:
        pipe.send(door.getsockname()[1])
        while True:
            line, _ = door.accept()
            with line, line.makefile("rb") as lines:
                line.sendall(b"220 sink\r\n")
                _converse(line, lines)


def _converse(line: socket.socket, lines) -> None:
    for said in lines:
        if said[:4].upper() == b"DATA":
            line.sendall(b"354 go on\r\n")
            for content in lines:
                if content == b".\r\n":
                    break
        if said[:4].upper() == b"QUIT":
            line.sendall(b"221 2.0.0 bye\r\n")
            return
        line.sendall(b"250 2.0.0 fine\r\n")


SINKS = {"aiosmtpd": _aiosmtpd, "bare": _bare}
