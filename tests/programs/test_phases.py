"""In which phase a cohort is: a truth table."""

from datetime import UTC, datetime, timedelta

import pytest

from cohorts.programs import phases

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def phase(**changes):
    said = {
        "status": "published", "opens": NOW - HOUR, "closes": NOW + HOUR, "ends": NOW + 2 * HOUR,
        "free": 3, "waiting": 0, "now": NOW, "admission": "open", "closed_to_newcomers": False, "waitlist_limit": None,
        "last_offer": NOW + HOUR,
    }  # fmt: skip
    return phases.phase(**{**said, **changes})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "open"),
        ({"opens": None}, "open"),
        ({"opens": NOW}, "open"),
        ({"opens": NOW + HOUR / 2}, "upcoming"),
        ({"free": 0}, "full"),
        ({"free": 1, "waiting": 1}, "full"),
        ({"free": 0, "waiting": 4, "waitlist_limit": 5}, "full"),
        ({"free": 0, "waiting": 5, "waitlist_limit": 5}, "waitlist_full"),
        ({"free": 0, "waitlist_limit": 0}, "waitlist_full"),
        ({"free": 0, "last_offer": NOW}, "waitlist_closed"),
        ({"free": 1, "waiting": 1, "last_offer": NOW}, "waitlist_closed"),
        ({"free": 1, "last_offer": NOW}, "open"),
        ({"admission": "review", "free": 0, "waiting": 5, "waitlist_limit": 5}, "open"),
        ({"closed_to_newcomers": True}, "closed"),
        ({"closed_to_newcomers": True, "ends": NOW, "closes": NOW - HOUR}, "past"),
        ({"closes": NOW}, "closed"),
        ({"closes": NOW - HOUR, "free": 0}, "closed"),
        ({"ends": NOW, "closes": NOW - HOUR}, "past"),
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "cancelled", "ends": NOW - HOUR}, "cancelled"),
        ({"status": "draft"}, "draft"),
        ({"status": "archived"}, "archived"),
    ],
)
def test_each_situation_has_its_phase(changes, expected):
    assert phase(**changes) == expected


@pytest.mark.parametrize(
    ("changes", "service"),
    [
        ({}, "by_itself"),
        ({"last_offer": NOW}, "by_nobody"),
        ({"status": "draft"}, "by_nobody"),
        ({"status": "cancelled"}, "by_nobody"),
        ({"status": "archived"}, "by_nobody"),
        ({"admission": "review"}, "by_hand"),
        ({"admission": "review", "last_offer": NOW}, "by_nobody"),
        ({"admission": "review", "serves_waitlist": True}, "by_itself"),
        ({"admission": "review", "serves_waitlist": True, "last_offer": NOW}, "by_nobody"),
    ],
)
def test_a_line_is_served_while_its_cohort_is_published_until_its_last_offer(changes, service):
    said = {"status": "published", "admission": "open", "serves_waitlist": False, "last_offer": NOW + HOUR, "now": NOW}
    assert phases.service(**{**said, **changes}) == service
