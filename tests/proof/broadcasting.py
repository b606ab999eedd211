"""Workers in processes of their own, that write broadcasts into the outbox until they are killed."""

from multiprocessing.process import BaseProcess

from cohorts.broadcasts import sending
from tests.proof.processes import Place, app_at, context

# Small batches: many moments to be killed in.
BATCH = 5


def start(place: Place) -> BaseProcess:
    """A worker that runs."""
    process = context.Process(target=work, args=(place,))
    process.start()
    return process


def work(place: Place) -> None:
    """Start what is due and write it, until nothing is left."""
    with app_at(place) as app, app.app_context():
        while sending.begin_due() or sending.write_some(BATCH):
            pass
