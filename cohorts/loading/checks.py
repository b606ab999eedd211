"""What a value of a load file must be: each check gives it as we store it, or raises Wrong. Plain values only."""

import math
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from cohorts.core import addresses, languages
from cohorts.core.text import Localized, clean_line, clean_text, did_you_mean, is_blank
from cohorts.loading import countries
from cohorts.programs import schedule, slugs, zones
from cohorts.programs.errors import RepeatedTime, SkippedTime, UnlikelyYear

Check = Callable[[Any], Any]
LONGEST_LINE, LONGEST_SUMMARY, LONGEST_TEXT = 200, 400, 20_000
KINDS = (
    (bool, "true or false"), (str, "a string"), (int, "a whole number"), (float, "a number"),
    (datetime, "a date and time"), (date, "a date"), (time, "a time"), (list, "a list"), (dict, "a table"),
)  # fmt: skip


class Wrong(Exception):
    """What is wrong with a value; reads on after its key."""

    def __init__(self, sentence: str, within: str = "") -> None:
        """`within` is the key inside the value, where it has some."""
        super().__init__(sentence)
        self.within = within


def line(value: Any) -> str:
    """One line of text."""
    return _no_longer_than(LONGEST_LINE, clean_line(_a(str, value)))


def text(at_most: int = LONGEST_TEXT) -> Check:
    """Several lines of text."""
    return lambda value: _no_longer_than(at_most, clean_text(_a(str, value)))


def localized(check: Check, language: str, *, required: bool = False) -> Check:
    """A text by language; a plain string is in `language`."""

    def checked(value: Any) -> Localized:
        if not isinstance(value, dict):
            words = {language: check(value)}
        else:
            words = {code: _within(code, check, written) for code, written in value.items()}
        words = {code: written for code, written in words.items() if not is_blank(written)}
        if required and not words:
            raise Wrong("is empty")
        return words

    return checked


def one_of(known: Iterable[str]) -> Check:
    """One of these words."""

    def checked(value: Any) -> str:
        if _a(str, value) not in known:
            raise Wrong(f"{value!r} is unknown{suggestion(value, known)}")
        return str(value)

    return checked


def language_list(value: Any) -> list[str]:
    """At least one language, none twice."""
    codes = [one_of(languages.LANGUAGES)(code) for code in _a(list, value)]
    if not codes:
        raise Wrong("names no language")
    if len(set(codes)) < len(codes):
        raise Wrong("names a language twice")
    return codes


def slug(value: Any) -> str:
    """A word for an address."""
    word = str(_a(str, value))
    if not slugs.is_well_formed(word):
        raise Wrong(f"{word!r} is not made of small letters, digits and single hyphens, at most {slugs.LONGEST}")
    if not slugs.is_free(word):
        raise Wrong(f"{word!r} has a page of its own; choose another word")
    return word


def contact(value: Any) -> str:
    """An e-mail address."""
    try:
        return addresses.check(clean_line(_a(str, value)))
    except addresses.InvalidAddress as error:
        raise Wrong(f"{value!r} is not an email address such as name@example.ca") from error


def link(value: Any) -> str:
    """The address of a page."""
    written = _no_longer_than(500, clean_line(_a(str, value)))
    try:
        parts = urlsplit(written)
    except ValueError as error:
        raise Wrong(f"{value!r} is not the address of a page") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Wrong(f"{value!r} does not start with https:// and the name of a site")
    return written


def country(value: Any) -> str:
    """Two letters of ISO 3166."""
    code = str(_a(str, value))
    if code in countries.codes():
        return code
    meant = countries.code_of(code)
    raise Wrong(f"{value!r} is not a country’s two letters" + (f"; did you mean {meant!r}?" if meant else ""))


def zone(value: Any) -> str:
    """The name of a time zone."""
    return str(one_of(zones.known())(value))


def number(least: int, most: int) -> Check:
    """A whole number from `least` to `most`."""

    def checked(value: Any) -> int:
        if not least <= _a(int, value) <= most:
            raise Wrong(f"must be from {least} to {most}, not {value}")
        return int(value)

    return checked


def amount(value: Any) -> float:
    """A number, with a fraction or without."""
    if kind(value) not in ("a whole number", "a number"):
        raise Wrong(f"must be a number, not {kind(value)}")
    try:
        is_finite = math.isfinite(value)
    except OverflowError:
        is_finite = False
    if not is_finite:
        raise Wrong("must be a number that has an end")
    return value  # type: ignore[no-any-return]


def list_of(check: Check) -> Check:
    """At least one of what this check gives."""

    def checked(value: Any) -> list[Any]:
        found = [check(each) for each in _a(list, value)]
        if not found:
            raise Wrong("is empty")
        return found

    return checked


def truth(value: Any) -> bool:
    """True or false."""
    return bool(_a(bool, value))


def moment(timezone: str | None) -> Check:
    """A date and time on the clocks of this zone, as an instant; None where the zone is not known."""

    def checked(value: Any) -> datetime | None:
        local = _a(datetime, value)
        if local.tzinfo is not None:
            raise Wrong("has an offset from UTC; leave it away: times are those of the cohort’s time zone")
        return schedule.instant(local, timezone) if timezone else None

    return lambda value: _on_the_clock(checked, value, timezone)


def suggestion(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown word."""
    known = sorted(known)
    near = did_you_mean(word, known) or next((each for each in known if each.lower() == word.lower()), None)
    if near:
        return f"; did you mean {near!r}?"
    return f"; use {', '.join(map(repr, known))}" if len(known) < 10 else ""


def kind(value: Any) -> str:
    """What a value is, in words."""
    return next(words for type_, words in KINDS if isinstance(value, type_))


def _within(code: str, check: Check, written: Any) -> Any:
    try:
        one_of(languages.LANGUAGES)(code)
        return check(written)
    except Wrong as wrong:
        raise Wrong(str(wrong), code) from wrong


def _on_the_clock(check: Check, value: Any, timezone: str | None) -> Any:
    try:
        return check(value)
    except SkippedTime as error:
        raise Wrong(f"{value} never comes in {timezone}: the clocks go forward past it") from error
    except UnlikelyYear as error:
        first, last = schedule.YEARS[0], schedule.YEARS[-1]
        raise Wrong(f"is in the year {value.year}; use {first} to {last}") from error
    except RepeatedTime as error:
        raise Wrong(f"{value} comes twice in {timezone}: the clocks go back on that day") from error


def _a(wanted: type, value: Any) -> Any:
    # By its words: for Python, true is a whole number too.
    if kind(value) != dict(KINDS)[wanted]:
        raise Wrong(f"must be {dict(KINDS)[wanted]}, not {kind(value)}")
    return value


def _no_longer_than(most: int, written: str) -> str:
    if "\ufffd" in written:
        raise Wrong("has characters that were lost when the file was saved")
    if len(written) > most:
        raise Wrong(f"has {len(written)} characters; use at most {most}")
    return written
