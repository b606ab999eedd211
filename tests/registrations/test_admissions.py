"""Where an entry begins, and what a seat that comes free does: truth tables."""

import pytest

from cohorts.registrations import admissions


@pytest.mark.parametrize(
    ("admission", "verify", "proved", "free", "waiting", "state"),
    [
        ("open", False, False, 1, 0, "confirmed"),
        ("open", False, False, 0, 0, "waitlisted"),
        ("open", False, False, 1, 1, "waitlisted"),
        ("open", True, False, 1, 0, "offered"),
        ("open", True, True, 1, 0, "confirmed"),
        ("open", True, False, 0, 0, "waitlisted"),
        ("open", True, True, 2, 1, "waitlisted"),
        ("review", False, False, 1, 0, "pending"),
        ("review", True, False, 1, 0, "pending"),
        ("review", False, False, 0, 5, "pending"),
    ],
)
def test_who_enters_stands_where(admission, verify, proved, free, waiting, state):
    said = {"admission": admission, "verify_email": verify, "is_proved": proved, "free": free, "waiting": waiting}
    assert admissions.entry(**said) == state


@pytest.mark.parametrize(
    ("on_free_seat", "verify", "proved", "state"),
    [
        ("confirm", False, False, "confirmed"),
        ("confirm", True, False, "offered"),
        ("confirm", True, True, "confirmed"),
        ("offer", False, False, "offered"),
        ("offer", True, True, "offered"),
    ],
)
def test_who_is_promoted_has_a_seat_or_an_offer(on_free_seat, verify, proved, state):
    assert admissions.promotion(on_free_seat=on_free_seat, verify_email=verify, is_proved=proved) == state


def test_who_has_not_agreed_to_the_privacy_notice_gets_an_offer_and_no_seat():
    assert (
        admissions.entry(admission="open", verify_email=False, is_proved=True, free=1, waiting=0, has_agreed=False)
        == "offered"
    )
    assert (
        admissions.promotion(on_free_seat="confirm", verify_email=False, is_proved=True, has_agreed=False) == "offered"
    )
