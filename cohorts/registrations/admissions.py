"""Where an entry begins, and what a seat that comes free does: decided from plain values."""

from cohorts.registrations import states


def entry(
    *, admission: str, verify_email: bool, is_proved: bool, free: int, waiting: int, has_agreed: bool = True
) -> str:
    """The state of who enters now; nobody passes those who wait."""
    if admission == "review":
        return states.PENDING
    if free <= 0 or waiting > 0:
        return states.WAITLISTED
    return states.OFFERED if _must_answer(verify_email, is_proved, has_agreed) else states.CONFIRMED


def promotion(*, on_free_seat: str, verify_email: bool, is_proved: bool, has_agreed: bool = True) -> str:
    """The state of who is promoted: an address that nobody has proved yet gets an offer."""
    needs_an_answer = on_free_seat == "offer" or _must_answer(verify_email, is_proved, has_agreed)
    return states.OFFERED if needs_an_answer else states.CONFIRMED


def _must_answer(verify_email: bool, is_proved: bool, has_agreed: bool) -> bool:
    # Whom the organizers brought in agrees to the privacy notice when they accept, so never without an offer.
    return not has_agreed or (verify_email and not is_proved)
