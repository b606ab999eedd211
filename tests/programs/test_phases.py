"""In which phase a cohort is: a truth table."""

from datetime import UTC, datetime, timedelta

import pytest

from cohorts.programs import phases

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def phase(**changes):
    said = {
        "status": "published", "opens": NOW - HOUR, "closes": NOW + HOUR, "ends": NOW + 2 * HOUR,
        "free": 3, "waiting": 0, "now": NOW,
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
    ("status", "ends", "served"),
    [
        ("published", NOW + HOUR, True),
        ("published", NOW, False),
        ("draft", NOW + HOUR, False),
        ("cancelled", NOW + HOUR, False),
        ("archived", NOW + HOUR, False),
    ],
)
def test_a_line_is_served_while_its_cohort_is_published_and_not_over(status, ends, served):
    assert phases.line_is_served(status=status, ends=ends, now=NOW) is served
