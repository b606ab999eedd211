"""Dates and times as people write them."""

from datetime import date, time

import pytest

from cohorts.programs import written


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-28", "2026/11/28", "November 28, 2026", "Nov 28 2026", "nov. 28, 2026", "28 November 2026",
        "28 novembre 2026", "le 28 novembre 2026", "28 NOV 2026", "28 nov. 2026",
    ],
)  # fmt: skip
def test_a_day_is_understood_in_both_languages(text):
    assert written.day(text) == date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1er décembre 2026", date(2026, 12, 1)), ("5 août 2026", date(2026, 8, 5)), ("May 1st, 2026", date(2026, 5, 1))],
)
def test_ordinals_and_accents_are_understood(text, expected):
    assert written.day(text) == expected


@pytest.mark.parametrize("text", ["", "tomorrow", "28/11/2026", "2026-02-30", "2026-13-01", "28 ju 2026", "ma 3 2026"])
def test_a_day_that_could_be_none_or_two_is_not_guessed(text):
    with pytest.raises(ValueError):
        written.day(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 a.m.", time(9)), ("9am", time(9)), ("9 a.m.", time(9)), ("1:30 p.m.", time(13, 30)), ("12 p.m.", time(12)),
        ("12 am", time(0)), ("13h30", time(13, 30)), ("13 h 30", time(13, 30)), ("9 h", time(9)), ("09:00", time(9)),
        ("09:00:00", time(9)), ("23:59", time(23, 59)), ("0h05", time(0, 5)),
    ],
)  # fmt: skip
def test_a_time_is_understood_in_both_languages(text, expected):
    assert written.hour(text) == expected


@pytest.mark.parametrize("text", ["", "9", "900", "25:00", "9:75", "13 pm", "0 am", "noonish", "9h3", "-9:00"])
def test_a_time_that_could_be_none_or_two_is_not_guessed(text):
    with pytest.raises(ValueError):
        written.hour(text)
