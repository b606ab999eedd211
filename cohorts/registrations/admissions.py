"""Where an entry begins, and what a seat that comes free does: decided from plain values."""

from cohorts.registrations import states


def entry(*, admission: str, verify_email: bool, is_proved: bool, free: int, waiting: int) -> str:
    """The state of who enters now; nobody passes those who wait."""
    if admission == "review":
        return states.PENDING
    if free <= 0 or waiting > 0:
        return states.WAITLISTED
    return states.OFFERED if verify_email and not is_proved else states.CONFIRMED


def promotion(*, on_free_seat: str, verify_email: bool, is_proved: bool) -> str:
    """The state of who is promoted: an address that nobody has proved yet gets an offer."""
    needs_an_answer = on_free_seat == "offer" or (verify_email and not is_proved)
    return states.OFFERED if needs_an_answer else states.CONFIRMED
