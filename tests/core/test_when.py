"""Dates in words."""

from datetime import UTC, date, datetime

import pytest

from cohorts.core import when

OTTAWA = "America/Toronto"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts", "ends", "english", "french"),
    [
        ("2026-11-28 14:00", "2026-11-28 22:00", "November 28, 2026", "le 28 novembre 2026"),
        ("2026-11-28 14:00", "2026-11-29 22:00", "November 28 and 29, 2026", "les 28 et 29 novembre 2026"),
        ("2026-11-28 14:00", "2026-11-30 22:00", "November 28 to 30, 2026", "du 28 au 30 novembre 2026"),
        ("2026-12-01 14:00", "2026-12-02 22:00", "December 1 and 2, 2026", "les 1<sup>er</sup> et 2 décembre 2026"),
        ("2026-11-30 14:00", "2026-12-01 22:00", "November 30 to December 1, 2026",
         "du 30 novembre au 1<sup>er</sup> décembre 2026"),
        ("2026-12-31 14:00", "2027-01-02 22:00", "December 31, 2026 to January 2, 2027",
         "du 31 décembre 2026 au 2 janvier 2027"),
    ],
)  # fmt: skip
def test_dates_read_as_people_write_them(starts, ends, english, french):
    spoken = [when.dates(at(starts), at(ends), OTTAWA, language) for language in ("en", "fr")]
    assert [words.replace("\u00a0", " ") for words in spoken] == [english, french]


@pytest.mark.parametrize(
    ("utc", "english", "french"),
    [
        ("2026-11-28 14:00", "9 a.m.", "9 h"),
        ("2026-11-28 14:05", "9:05 a.m.", "9 h 05"),
        ("2026-11-28 17:00", "12 p.m.", "12 h"),
        ("2026-11-28 18:30", "1:30 p.m.", "13 h 30"),
        ("2026-11-28 05:00", "12 a.m.", "0 h"),
    ],
)
def test_times_read_as_people_say_them(utc, english, french):
    spoken = [when.clock_time(at(utc), OTTAWA, language).replace("\u00a0", " ") for language in ("en", "fr")]
    assert spoken == [english, french]


def test_a_deadline_follows_the_word_until_in_both_languages():
    said = {language: when.until(at("2026-12-01 22:00"), OTTAWA, language) for language in ("en", "fr")}
    assert said["en"].replace("\u00a0", " ") == "Tuesday, December 1, 5 p.m."
    assert said["fr"].replace("\u00a0", " ") == "au mardi 1<sup>er</sup> décembre à 17 h"


def test_a_time_follows_the_change_of_clocks():
    before, after = at("2026-10-31 13:00"), at("2026-11-01 14:00")
    assert when.clock_time(before, OTTAWA, "en") == when.clock_time(after, OTTAWA, "en") == "9\u00a0a.m."


def test_the_zone_is_called_by_its_generic_name():
    moment = at("2026-07-01 12:00")
    assert when.zone(moment, OTTAWA, "en") == "Eastern Time"
    assert when.zone(moment, OTTAWA, "fr") == "heure de l’Est"


@pytest.mark.parametrize(
    ("zone", "moment", "offset"),
    [
        ("America/Toronto", "2026-11-28 12:00", "UTC−5"),
        ("America/St_Johns", "2026-11-28 12:00", "UTC−3:30"),
        ("Asia/Kathmandu", "2026-11-28 12:00", "UTC+5:45"),
        ("UTC", "2026-11-28 12:00", "UTC+0"),
    ],
)
def test_the_offset_is_written_with_a_true_minus(zone, moment, offset):
    assert when.offset(at(moment), zone) == offset


def test_a_range_that_ends_on_another_day_names_it():
    spoken = when.time_range(at("2026-11-28 23:00"), at("2026-11-29 06:00"), OTTAWA, "en").replace("\u00a0", " ")
    assert spoken == "6 p.m. to Sunday, November 29, 1 a.m."


@pytest.mark.parametrize(
    ("language", "words"), [("en", "November\u00a01, 2026"), ("fr", "1<sup>er</sup>\u00a0novembre 2026")]
)
def test_a_day_by_itself_has_no_article(language, words):
    assert when.full_day(date(2026, 11, 1), language) == words
