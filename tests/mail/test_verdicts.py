"""What an error means for a message: a truth table."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest

from cohorts.mail.connection import Refused, Unavailable
from cohorts.mail.verdicts import PAUSES, Verdict, next_pause, next_try, verdict

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def recipient(code: int, words: str = "no") -> Exception:
    return smtplib.SMTPRecipientsRefused({"a@example.org": (code, words.encode())})


def sender(code: int, words: str = "no") -> Exception:
    return smtplib.SMTPSenderRefused(code, words.encode(), "a@example.org")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (recipient(550, "5.1.1 no such user"), Verdict.ADDRESS),
        (recipient(550, "5.1.10 null MX"), Verdict.ADDRESS),
        (recipient(550, "5.7.1 policy"), Verdict.MESSAGE),
        (recipient(552, "5.2.2 mailbox full"), Verdict.MESSAGE),
        (recipient(550, "no such user"), Verdict.MESSAGE),
        (recipient(550, "5.1.8 sender's domain not found"), Verdict.REFUSED),
        (recipient(553, "5.1.7 sender's address"), Verdict.REFUSED),
        (recipient(450, "4.1.1 later"), Verdict.LATER),
        (recipient(421), Verdict.AWAY),
        (recipient(530, "5.7.0 sign in"), Verdict.REFUSED),
        (smtplib.SMTPDataError(554, b"spam"), Verdict.MESSAGE),
        (smtplib.SMTPDataError(550, b"5.1.1 no such user"), Verdict.MESSAGE),
        (smtplib.SMTPDataError(451, b"later"), Verdict.LATER),
        (smtplib.SMTPDataError(421, b"closing"), Verdict.AWAY),
        (sender(550), Verdict.REFUSED),
        (sender(553, "5.7.1 not yours"), Verdict.REFUSED),
        (sender(552, "5.3.4 too big"), Verdict.MESSAGE),
        (sender(450), Verdict.LATER),
        (sender(530), Verdict.REFUSED),
        (sender(421), Verdict.AWAY),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), Verdict.MESSAGE),
        (smtplib.SMTPServerDisconnected("gone"), Verdict.TROUBLE),
        (TimeoutError("timed out"), Verdict.TROUBLE),
        (ValueError("not an address"), Verdict.MESSAGE),
        (Unavailable("refused"), Verdict.AWAY),
        (Refused("535 wrong"), Verdict.REFUSED),
    ],
)
def test_an_error_says_whose_fault_it_is(error, expected):
    assert verdict(error) is expected


def test_pauses_grow_and_differ():
    assert list(PAUSES) == sorted(PAUSES)
    for attempts, pause in enumerate([*PAUSES, PAUSES[-1]], start=1):
        found = [next_pause(attempts) for _ in range(20)]
        assert pause * 0.8 <= min(found) < max(found) <= pause * 1.2


def test_a_line_that_broke_is_tried_again_within_minutes():
    assert max(next_pause(9, Verdict.TROUBLE) for _ in range(20)) <= timedelta(minutes=18)


def test_the_last_try_is_when_one_gives_up():
    end = NOON + timedelta(hours=1)
    assert next_try(NOON, 7, end, Verdict.LATER) == end
    assert next_try(end, 8, end, Verdict.LATER) is None
