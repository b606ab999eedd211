"""What registrations refuse."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from cohorts.core.errors import Refusal
from cohorts.registrations import states

STATES: dict[str | None, Any] = {
    None: _l("new"),
    states.PENDING: _l("waiting for a decision"),
    states.WAITLISTED: _l("on the waiting list"),
    states.OFFERED: _l("offered a seat"),
    states.CONFIRMED: _l("confirmed"),
    states.REJECTED: _l("not selected"),
    states.DECLINED: _l("declined"),
    states.EXPIRED: _l("expired"),
    states.WITHDRAWN: _l("withdrawn"),
    states.CANCELLED: _l("cancelled"),
}


class NotOpen(Refusal):
    """Registration is not open, decided under the lock."""

    sentence = _l("Registration closed while you were writing. Nothing was sent.")


class NotYetOpen(Refusal):
    """Registration has not opened yet."""

    sentence = _l("Registration is not open yet.")


class AlreadyRegistered(Refusal):
    """The address has a registration here; its owner was sent the link, a stranger learns nothing of it."""

    field = "email"
    sentence = _l("Check your inbox: we wrote to this address.")


class NotActive(Refusal):
    """The registration has ended already."""

    sentence = _l("This registration has ended already.")


class AddressProved(Refusal):
    """Who has only just registered wants another address, and the owner of this one has used their link."""

    field = "email"
    sentence = _l("This address has been confirmed. To change it, use the link in the message that we sent to it.")


class NoLongerTrue(Refusal):
    """A message tells of what has changed since."""

    sentence = _l("This message is not sent again: what it says is not true any more.")


class CannotMove(Refusal):
    """The table of states has no such move."""

    sentence = _l("That is not possible for %(name)s: now %(state)s. Nothing was changed.")

    def __init__(self, name: str, state: str | None) -> None:
        """Names the person, and the state in words."""
        super().__init__(name=name, state=STATES[state])


class WaitlistFull(Refusal):
    """All seats are taken, and the line is as long as it may be."""

    sentence = _l("All seats are taken and the waiting list is full. Nothing was sent.")


class WaitlistClosed(Refusal):
    """All seats are taken, and those that come free go to nobody who waits any more."""

    sentence = _l("All seats are taken and the waiting list is closed. Nothing was sent.")


class BelowTaken(Refusal):
    """Seats that people hold, or that are held back, cannot be taken away."""

    status = 422
    field = "capacity"

    def __init__(self, *, taken: int, held_back: int, capacity: int) -> None:
        """Says how many are taken, and held back where any are."""
        super().__init__(held_back=held_back, capacity=capacity)
        self.taken, self.held_back = taken, held_back

    def __str__(self) -> str:
        if not self.held_back:
            return str(
                ngettext(
                    "%(num)d seat is taken, so the capacity cannot be lower.",
                    "%(num)d seats are taken, so the capacity cannot be lower.",
                    self.taken,
                )
            )
        return str(
            ngettext(
                "%(num)d seat is taken and %(held_back)d held back: together they cannot be more than %(capacity)d.",
                "%(num)d seats are taken and %(held_back)d held back: together they cannot be more than %(capacity)d.",
                self.taken,
                **self.values,
            )
        )


class CohortOver(Refusal):
    """The cohort is a draft, cancelled, archived or over."""

    sentence = _l("The cohort is over or not published, so this cannot be done any more.")


class PastLastOffer(Refusal):
    """The time of the last offer has passed."""

    sentence = _l("The time for offers has passed: nobody could accept any more.")


class OfferEnded(Refusal):
    """The deadline of the offer has passed."""

    sentence = _l("This offer has ended: the seat is no longer held for you.")


class AgreementMissing(Refusal):
    """Who was given a seat has not agreed to the privacy notice yet."""

    status = 422
    field = "privacy"
    sentence = _l("To take the seat, agree to the privacy notice")


class NotEnoughSeats(Refusal):
    """More offers than free seats: none is made."""

    field = "count"

    def __init__(self, *, asked: int, free: int, held_back: int) -> None:
        """Says the numbers, and the seats held back where there are any."""
        super().__init__(free=free, held_back=held_back)
        self.asked, self.held_back = asked, held_back

    def __str__(self) -> str:
        if not self.held_back:
            return str(
                ngettext(
                    "%(num)d offer is more than the free seats: %(free)d. Nothing was changed.",
                    "%(num)d offers are more than the free seats: %(free)d. Nothing was changed.",
                    self.asked,
                    **self.values,
                )
            )
        return str(
            ngettext(
                "%(num)d offer is more than the free seats: %(free)d, with %(held_back)d held back."
                " Nothing was changed.",
                "%(num)d offers are more than the free seats: %(free)d, with %(held_back)d held back."
                " Nothing was changed.",
                self.asked,
                **self.values,
            )
        )


class TooFewWait(Refusal):
    """Fewer people wait than offers were asked for."""

    field = "count"

    def __init__(self, *, asked: int, waiting: int) -> None:
        """Says both numbers."""
        super().__init__(waiting=waiting)
        self.asked = asked

    def __str__(self) -> str:
        return str(
            ngettext(
                "%(num)d offer is more than the people waiting: %(waiting)d. Nothing was changed.",
                "%(num)d offers are more than the people waiting: %(waiting)d. Nothing was changed.",
                self.asked,
                **self.values,
            )
        )


class OutOfOrder(Refusal):
    """An offer that passes others in line says why."""

    status = 422
    field = "reason"
    sentence = _l("Others wait longer. Write why this person is offered a seat before them.")


class ChangedMeanwhile(Refusal):
    """A registration changed after the page was shown."""

    sentence = _l(
        "%(name)s (%(email)s) changed after this page was shown: now %(state)s. Nothing was changed. Look again."
    )


class NobodyElseWaits(Refusal):
    """The seat of a retracted offer would go straight back to the same person."""

    sentence = _l("Nobody else waits, so the seat would come straight back. Cancel the registration instead.")


class NothingHeldBack(Refusal):
    """No seat is held back."""

    sentence = _l("No seat is held back, so there is none to give.")


class AddressTaken(Refusal):
    """The address has an active registration in the cohort."""

    field = "email"
    sentence = _l("This address already has an active registration in the cohort.")


class SameCohort(Refusal):
    """Moving leads to another cohort."""

    field = "to"
    sentence = _l("The registration is in this cohort already.")


class InvitationEnded(Refusal):
    """The invitation to take a registration over has ended."""

    sentence = _l("This invitation has ended. The registration stays with the person who has it.")


class InvitationUsed(Refusal):
    """Somebody took the registration over already, with another form."""

    sentence = _l("This invitation has been used: the registration belongs to who agreed first.")
