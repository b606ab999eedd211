"""What an error while handing over a message means for it: no database, no network."""

import random
import re
import smtplib
from datetime import datetime, timedelta
from enum import Enum

from cohorts.mail.connection import Refused, Unavailable, answer_of

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240))
# Where the net, not the server's answer, was the trouble.
LONGEST_AFTER_TROUBLE = timedelta(minutes=15)
TRIED_FOR = timedelta(hours=48)
AWAY, SIGN_IN = {421}, {530, 534, 535, 538}
ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
# The sender's address; some servers say so only when they hear the recipient.
OUR_OWN = {"5.1.7", "5.1.8"}
# What is too large, or in letters that the server cannot read, is about the message, though MAIL is refused.
ABOUT_CONTENT = ("5.2.", "5.3.4", "5.6.")
# In a bounce, beside 5.1.x and no reason at all: the mailbox is closed, or there is no such domain.
NOBODY_THERE = {"5.2.1", "5.4.4"}
# The code in a server's own words, such as `550-5.7.1 …`.
QUOTED = re.compile(r"[45]\d\d[ -]([45]\.\d{1,3}\.\d{1,3})\b")


class Verdict(Enum):
    """Whose fault it is, and so whether, and when, it makes sense to try again."""

    ADDRESS = "never: nobody is at this address"
    MESSAGE = "never: this message is refused"
    LATER = "later: this message, not now"
    TROUBLE = "later: the line broke, perhaps over this message"
    AWAY = "when the server is better: it is not about this message"
    REFUSED = "when a human has looked: it is not about this message"


def verdict(error: Exception) -> Verdict:
    """By who was refused, and the server's code and enhanced code (RFC 3463)."""
    code, words = answer_of(error)
    if isinstance(error, Unavailable):
        return Verdict.REFUSED if isinstance(error, Refused) else Verdict.AWAY
    if isinstance(error, smtplib.SMTPNotSupportedError) or not isinstance(error, OSError):
        return Verdict.MESSAGE
    if code == 0:
        return Verdict.TROUBLE
    if code in AWAY or code in SIGN_IN:
        return Verdict.AWAY if code in AWAY else Verdict.REFUSED
    if code < 500:
        return Verdict.LATER
    return _for_good(error, code, _enhanced(words))


def fault(status: str, answer: str) -> str:
    """Whose fault a bounce with this status and answer is; where the status tells nothing, the answer may."""
    quoted = QUOTED.search(answer)
    told = quoted[1] if quoted and status.startswith("5.0.") else status
    is_address = told in NOBODY_THERE or (told.startswith(("5.0.", "5.1.")) and told not in OUR_OWN)
    return "address" if is_address else "message"


def next_pause(attempts: int, found: Verdict = Verdict.LATER) -> timedelta:
    """How long to wait after so many attempts: growing, and never the same for all that failed together."""
    pause = PAUSES[min(attempts, len(PAUSES)) - 1]
    if found is Verdict.TROUBLE:
        pause = min(pause, LONGEST_AFTER_TROUBLE)
    return pause * random.uniform(0.8, 1.2)


def next_try(now: datetime, attempts: int, give_up_at: datetime, found: Verdict) -> datetime | None:
    """When to try again, the last time just before one gives up; None when it is time to give up."""
    return None if now >= give_up_at else min(now + next_pause(attempts, found), give_up_at)


def _for_good(error: Exception, code: int, enhanced: str) -> Verdict:
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Verdict.MESSAGE if code == 552 or enhanced.startswith(ABOUT_CONTENT) else Verdict.REFUSED
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return Verdict.MESSAGE if isinstance(error, smtplib.SMTPDataError) else Verdict.LATER
    if enhanced in OUR_OWN:
        return Verdict.REFUSED
    # Without an enhanced code nobody knows whether it is the address or a policy: the address keeps its good name.
    return Verdict.ADDRESS if enhanced.startswith("5.1.") else Verdict.MESSAGE


def _enhanced(words: bytes | str) -> str:
    found = ENHANCED.match(words.decode("utf-8", "replace") if isinstance(words, bytes) else words)
    return found[1] if found else ""
