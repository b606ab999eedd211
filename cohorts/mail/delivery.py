"""Delivery: hands finished messages to the mail server, each at least once, and by all means not twice."""

import time
from threading import Event

from flask import Flask, current_app

from cohorts.core import clock
from cohorts.mail import ahead, claims, queries, servers
from cohorts.mail.ahead import Ahead, Lot
from cohorts.mail.claims import BadAddress, Claim, Letter, Outcome
from cohorts.mail.connection import Connection, Refused, Unavailable, said
from cohorts.mail.marks import Marks
from cohorts.mail.models import FIRST_LANE
from cohorts.mail.rendering import own_address
from cohorts.mail.servers import Way
from cohorts.mail.verdicts import TRIED_FOR, Verdict, next_try, verdict

LONGEST_ANSWER = 500
# So many lines that break one after the other, and it is not about the messages.
TROUBLES = 2
SECONDS_BETWEEN_LOOKS = 1.0


def deliver(stop: Event, on_bad_address: BadAddress | None = None) -> int:
    """Hand over what is due, until nothing is or `stop` is set; how many the server accepted.

    Raises Unavailable while the server is away or refuses us; all that was claimed is free again by then.
    `on_bad_address` is told, in the transaction that says so, which address does not exist, and the answer.
    """
    if not queries.is_set_up():
        return 0
    way = servers.way()
    if way is Way.SHUT:
        raise Unavailable(servers.standing().reason)
    probing = way is Way.PROBE and servers.begin_probe()
    if way is Way.HELD or not (probing or claims.anything_due()):
        return 0
    if not probing:
        claims.sweep()
    return _Delivery(stop, on_bad_address, probing=probing).run()


class _Delivery:
    """One connection, and what it was like so far."""

    def __init__(self, stop: Event, on_bad_address: BadAddress | None, *, probing: bool) -> None:
        self.stop, self.probing = stop, probing
        self.app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        self.marks = Marks(self.app, stop, on_bad_address)
        self.sender, self.looked = own_address(), time.monotonic()
        self.accepted = self.troubles = 0

    def run(self) -> int:
        lot = ahead.take(probing=self.probing)
        try:
            if lot is not None or self.probing:
                with Connection(current_app.extensions["mail"]) as self.connection, self.marks.written():
                    self._lots(lot)
                    self._is_back()
        except Unavailable as error:
            if lot is not None:
                claims.give_back(lot.claim)
            self._write_down(error)
            raise
        finally:
            if lot is not None:
                claims.give_back(lot.claim)
        return self.accepted

    def _lots(self, lot: Lot | None) -> None:
        with Ahead(self.app) as following:
            while lot is not None:
                if len(lot.claim.ids) == claims.LOT:
                    following.look()
                if not self._lot(lot):
                    following.drop()
                lot = None if self.stop.is_set() else following.taken() or self._take()

    def _take(self) -> Lot | None:
        lot = ahead.take()
        if lot is None:
            # What is about the same registration waits for what is just being written down.
            self.marks.flush()
            lot = ahead.take()
        return lot

    def _lot(self, lot: Lot) -> bool:
        """Hand over a lot; whether all of it."""
        claim = lot.claim
        try:
            for letter in lot.fresh():
                if self.stop.is_set() or self._is_called_off(claim) or not claims.keep(claim):
                    break
                self._hand_over(letter, claim)
        finally:
            if claim.handed < len(claim.ids):
                self.marks.flush()
                claims.give_back(claim)
            claim.is_over = True
        return claim.handed == len(claim.ids)

    def _hand_over(self, letter: Letter, claim: Claim) -> None:
        try:
            answer = self.connection.hand_over(self.sender, letter.address, _bytes_of(letter))
        except (OSError, ValueError, Unavailable) as error:
            self._refused(error, letter, claim)
            return
        now, claim.handed, self.troubles = clock.now(), claim.handed + 1, 0
        self.marks.note(Outcome(letter, claim, "accepted", answer[:LONGEST_ANSWER], now, now, letter.give_up_at))
        self.accepted += 1
        self._is_back()

    def _refused(self, error: Exception, letter: Letter, claim: Claim) -> None:
        found = verdict(error)
        self.troubles = self.troubles + 1 if found in (Verdict.TROUBLE, Verdict.AWAY) else 0
        about_it = found not in (Verdict.AWAY, Verdict.REFUSED)
        # A message that upsets the server must not be the one that it is probed with for ever.
        if about_it or (self.probing and not isinstance(error, Unavailable)):
            claim.handed += 1
            self.marks.note(self._outcome(error, found, letter, claim))
        if found is Verdict.REFUSED:
            raise Refused(said(error)) from error
        if not about_it or self.troubles >= TROUBLES or (self.probing and self.troubles):
            raise Unavailable(said(error)) from error
        self._is_back()

    def _outcome(self, error: Exception, found: Verdict, letter: Letter, claim: Claim) -> Outcome:
        now, answer = clock.now(), said(error)[:LONGEST_ANSWER]
        if found in (Verdict.ADDRESS, Verdict.MESSAGE):
            fault = "address" if found is Verdict.ADDRESS else "message"
            return Outcome(letter, claim, "failed", answer, now, now, letter.give_up_at, fault)
        give_up_at = letter.give_up_at or now + TRIED_FOR
        # While the server is away, no message's time runs.
        limit = now + TRIED_FOR if self.probing else give_up_at
        due_at = next_try(now, letter.attempts + 1, limit, found)
        if due_at is None:
            return Outcome(letter, claim, "failed", answer, now, now, give_up_at, "message")
        return Outcome(letter, claim, "queued", answer, now, due_at, give_up_at)

    def _is_back(self) -> None:
        if self.probing:
            servers.is_back()
            self.probing = False

    def _is_called_off(self, claim: Claim) -> bool:
        """Whether something is more urgent, or nothing may go out any more; asked once a second."""
        if self.probing or time.monotonic() - self.looked < SECONDS_BETWEEN_LOOKS:
            return False
        self.looked = time.monotonic()
        return servers.way() is not Way.OPEN or (claim.lane != FIRST_LANE and claims.anything_due(FIRST_LANE))

    def _write_down(self, error: Unavailable) -> None:
        reason = str(error)[:LONGEST_ANSWER]
        if isinstance(error, Refused):
            servers.refuses(reason)
        else:
            servers.is_away(reason, probed=self.probing)
        claims.explain(reason)


def _bytes_of(letter: Letter) -> bytes:
    if letter.body is None:
        raise ValueError("The message has no bytes.")
    return letter.body
