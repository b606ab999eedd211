"""Delivery: hands finished messages to the mail server, each at least once, and by all means not twice."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

from flask import current_app

from cohorts.core import clock
from cohorts.core.errors import Busy
from cohorts.mail import claims, queries
from cohorts.mail.claims import Claim
from cohorts.mail.connection import Connection, Unavailable, said
from cohorts.mail.rendering import own_address
from cohorts.mail.verdicts import Verdict, next_pause, verdict

LONGEST_ANSWER = 500


def deliver(stop: Event) -> int:
    """Hand over what is due, until nothing is or `stop` is set; how many the server accepted.

    Raises Unavailable, after all that was claimed is free again and says why it waits.
    """
    if not queries.is_set_up() or not claims.anything_due():
        return 0
    accepted = 0
    try:
        with Connection(current_app.extensions["mail"]) as connection:
            while not stop.is_set() and (claim := claims.take()):
                accepted += _hand_over_lot(claim, connection, stop)
    except Unavailable as error:
        claims.explain(str(error)[:LONGEST_ANSWER])
        raise
    return accepted


def _hand_over_lot(claim: Claim, connection: Connection, stop: Event) -> int:
    accepted = 0
    try:
        for message_id in claim.ids:
            if stop.is_set():
                break
            claims.keep(claim)
            accepted += _hand_over(message_id, claim, connection, stop)
    finally:
        claims.give_back(claim)
    return accepted


def _hand_over(message_id: int, claim: Claim, connection: Connection, stop: Event) -> bool:
    found = claims.claimed(message_id, claim)
    if found is None:
        return False
    address, body, attempts = found
    try:
        answer = connection.hand_over(own_address(), address, body)
        outcome = _accepted(answer, attempts + 1)
    except (OSError, ValueError) as error:
        if verdict(error) is Verdict.SERVER:
            raise Unavailable(said(error)) from error
        outcome = _refused(error, attempts + 1)
    _surely(lambda: claims.mark(message_id, claim, **outcome), stop)
    return outcome.get("state") == "accepted"


def _accepted(answer: str, attempts: int) -> dict[str, Any]:
    answer = answer[:LONGEST_ANSWER]
    return {"state": "accepted", "accepted_at": clock.now(), "attempts": attempts, "answer": answer}


def _refused(error: Exception, attempts: int) -> dict[str, Any]:
    values: dict[str, Any] = {"attempts": attempts, "answer": said(error)[:LONGEST_ANSWER]}
    pause: timedelta | None = None if verdict(error) is Verdict.FINAL else next_pause(attempts)
    if pause is None:
        return {**values, "state": "failed"}
    return {**values, "due_at": clock.now() + pause}


def _surely(mark: Callable[[], bool], stop: Event) -> None:
    # The server has it: what is not written down now would go out a second time.
    while True:
        try:
            mark()
            return
        except Busy:
            if stop.wait(1):
                raise
