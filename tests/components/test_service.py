from types import SimpleNamespace

import pytest


def cohort(**changes):
    said = {"service": "by_itself", "on_free_seat": "confirm", "offer_hours": 24, "offer_working_hours": False,
            "last_offer": "Nov 6", "short": str, "address": lambda endpoint: f"/{endpoint}"}  # fmt: skip
    return SimpleNamespace(**{**said, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "The first in line gets a seat that comes free, at once"),
        ({"on_free_seat": "offer"}, "The first in line is offered a seat that comes free, for 24 hours"),
        ({"on_free_seat": "offer", "offer_hours": 1, "offer_working_hours": True}, "for 1 working hour"),
        ({"service": "by_hand"}, "Seats that come free wait for your offer"),
        ({"service": "by_nobody"}, "Nobody who waits is offered a seat now"),
    ],
)
def test_each_kind_of_service_is_said(draw, changes, words):
    assert draw("service", "service(cohort)", cohort=cohort(**changes)).endswith(words)


def test_a_last_offer_that_has_passed_leads_to_setting_a_later_one(draw):
    html = draw("service", "last_offer_passed(cohort)", cohort=cohort())
    assert "until Nov 6." in html and '<a href="/edit_cohort#last_offer_at">Set a later last offer</a>' in html
