"""Workers in processes of their own, that hand messages over until they are killed."""

from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from threading import Event

from cohorts import worker
from tests.mail.conftest import point
from tests.proof.processes import Place, app_at, context


@dataclass(frozen=True)
class Post:
    """Where a worker works, and the port of the mail server."""

    place: Place
    port: int


def start(post: Post) -> BaseProcess:
    """A worker that runs."""
    process = context.Process(target=work, args=(post,))
    process.start()
    return process


def work(post: Post) -> None:
    """Go round; nobody but SIGKILL stops it."""
    with app_at(post.place) as app:
        point(app, post.port)
        worker.run(app, Event())
