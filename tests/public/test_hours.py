"""The hours of a cohort in one line."""

from datetime import timedelta

import pytest

from cohorts.programs.details import SessionDetails
from cohorts.public import hours
from tests.factories.programs import at

NB = "\N{NO-BREAK SPACE}"
THURSDAY = at("2027-02-04 18:00")


def sessions(*days: int, lasting: tuple[int, ...] = (2,)) -> list[SessionDetails]:
    lengths = [lasting[number % len(lasting)] for number in range(len(days))]
    starts = [THURSDAY + timedelta(days=day) for day in days]
    return [
        SessionDetails(starts_at=at, ends_at=at + timedelta(hours=n)) for at, n in zip(starts, lengths, strict=True)
    ]


@pytest.mark.parametrize(
    ("planned", "line"),
    [
        (sessions(0), f"Thursday, February{NB}4, 1{NB}p.m. to 3{NB}p.m."),
        (sessions(0, 1, 2), f"Each day, 1{NB}p.m. to 3{NB}p.m."),
        (sessions(0, 7, 14, 21), f"4 sessions, Thursdays, 1{NB}p.m. to 3{NB}p.m."),
        (sessions(0, 7, 21), f"3 sessions, the first on Thursday, February{NB}4, 1{NB}p.m."),
        (sessions(0, 1, lasting=(2, 3)), f"2 sessions, the first on Thursday, February{NB}4, 1{NB}p.m."),
    ],
)
def test_each_day_is_said_of_days_in_a_row_and_weeks_are_said_as_weeks(app, planned, line):
    with app.test_request_context("/en/"):
        assert hours.in_words(planned, "America/Toronto", "en") == line


def test_summer_time_between_two_weeks_changes_nothing(app):
    march = [
        SessionDetails(starts_at=at("2027-03-11 18:00"), ends_at=at("2027-03-11 20:00")),
        SessionDetails(starts_at=at("2027-03-18 17:00"), ends_at=at("2027-03-18 19:00")),
    ]
    with app.test_request_context("/en/"):
        assert hours.in_words(march, "America/Toronto", "en") == f"2 sessions, Thursdays, 1{NB}p.m. to 3{NB}p.m."
