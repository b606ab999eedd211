"""Dates and times as people write them, in English and French."""

import re
from datetime import date, time

from cohorts.core.text import fold

MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8,
    "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
}  # fmt: skip
NUMERIC = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
WORDED = re.compile(
    r"(?:le )?(?:(?P<day>\d{1,2})(?:er|st|nd|rd|th)? (?P<month>[a-z]+)"
    r"|(?P<month_first>[a-z]+)\.? (?P<day_last>\d{1,2})(?:st|nd|rd|th)?),?\.? (?P<year>\d{4})"
)
CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:h](?P<minute>\d{2})?)?(?::00)?(?P<half>[ap]m)?")


def day(text: str) -> date:
    """`2026-11-28`, `November 28, 2026`, `28 novembre 2026`; raises ValueError."""
    words = fold(text)
    if found := NUMERIC.fullmatch(words):
        return date(*map(int, found.groups()))
    found = WORDED.fullmatch(words)
    if not found:
        raise ValueError(text)
    month, number = found["month"] or found["month_first"], found["day"] or found["day_last"]
    return date(int(found["year"]), _month(month), int(number))


def hour(text: str) -> time:
    """`9 a.m.`, `1:30 pm`, `13:30`, `13 h 30`; a bare `9` could mean two things. Raises ValueError."""
    words = re.sub(r"[\s.]", "", fold(text))
    found = CLOCK.fullmatch(words)
    if not found or words.isdecimal():
        raise ValueError(text)
    number, half = int(found["hour"]), found["half"]
    if half and not 1 <= number <= 12:
        raise ValueError(text)
    if half:
        number = number % 12 + (12 if half == "pm" else 0)
    return time(number, int(found["minute"] or 0))


def _month(word: str) -> int:
    found = {number for name, number in MONTHS.items() if len(word) >= 3 and name.startswith(word.rstrip("."))}
    if len(found) != 1:
        raise ValueError(word)
    return found.pop()
