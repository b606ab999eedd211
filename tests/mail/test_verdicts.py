"""What an error means for a message: a truth table."""

import smtplib
from datetime import timedelta

import pytest

from cohorts.mail.verdicts import PAUSES, Verdict, next_pause, verdict


def recipient(code: int) -> Exception:
    return smtplib.SMTPRecipientsRefused({"a@example.org": (code, b"no")})


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (recipient(550), Verdict.FINAL),
        (recipient(450), Verdict.LATER),
        (recipient(421), Verdict.SERVER),
        (smtplib.SMTPDataError(554, b"spam"), Verdict.FINAL),
        (smtplib.SMTPDataError(451, b"later"), Verdict.LATER),
        (smtplib.SMTPSenderRefused(550, b"who", "a@example.org"), Verdict.LATER),
        (smtplib.SMTPSenderRefused(530, b"sign in", "a@example.org"), Verdict.SERVER),
        (smtplib.SMTPSenderRefused(421, b"closing", "a@example.org"), Verdict.SERVER),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), Verdict.FINAL),
        (smtplib.SMTPServerDisconnected("gone"), Verdict.LATER),
        (TimeoutError("timed out"), Verdict.LATER),
        (ValueError("not an address"), Verdict.FINAL),
    ],
)
def test_an_error_says_whether_to_try_again(error, expected):
    assert verdict(error) is expected


def test_pauses_grow_for_two_days_and_end():
    assert list(PAUSES) == sorted(PAUSES)
    assert timedelta(hours=44) < sum(PAUSES, timedelta()) < timedelta(hours=52)
    assert [next_pause(1), next_pause(2), next_pause(len(PAUSES) + 1)] == [PAUSES[0], PAUSES[1], None]
