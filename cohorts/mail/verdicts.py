"""What an error while handing over a message means for it."""

import smtplib
from datetime import timedelta
from enum import Enum

from cohorts.mail.connection import answer_of

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
SERVER_CODES = {421, 530, 534, 535, 538}


class Verdict(Enum):
    """Whether, and when, it makes sense to try again."""

    FINAL = "never: this message is refused"
    LATER = "later: this message, not now"
    SERVER = "when the server is better: it is not about this message"


def verdict(error: Exception) -> Verdict:
    """By the server's code: 5xx to the recipient or the content is final; all the rest may pass."""
    code, _ = answer_of(error)
    if code in SERVER_CODES:
        return Verdict.SERVER
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return Verdict.FINAL
    about_message = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    return Verdict.FINAL if about_message and code >= 500 else Verdict.LATER


def next_pause(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; None when it is time to give up, after some two days."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
