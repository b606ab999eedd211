"""A load file becomes plain values, or every mistake in it is told with its place."""

from datetime import UTC, datetime

import pytest

from cohorts.loading import document
from cohorts.loading.problems import BadFile
from tests.loading.files import GOOD, changed

TITLE, OPENS, CLOSES = (
    'title = "Ottawa"',
    "registration_opens = 2031-10-28T09:00:00",
    "registration_closes = 2031-11-20",
)
STARTS, ENDS = "starts = 2031-11-28T09:00:00", "ends = 2031-11-28T17:00:00"
ONLINE_SESSION = "\n[[cohort.session]]\nstarts = 2031-12-01T09:30:00\nends = 2031-12-01T12:00:00\n"

# What is replaced, by what, and the one line that is told.
MISTAKES = {
    "no equals sign": ('slug = "ai-policy"', "slug", "line 10, column 5: Expected '=' after a key in a key/value pair"),
    "no end of a string": (ENDS, 'ends = "', "line 35, column 9: Illegal character '\\n'"),
    "a key twice": ("capacity = 30", "capacity = 30\ncapacity = 31", "line 23, column 14: Cannot overwrite a value"),
    "no such date": ("2031-11-28T09", "2031-02-30T09", "line 34, column 10: Invalid date or datetime"),
    "unknown key of the file": ("[program]", "[programme]", "programme: unknown key; did you mean 'program'?"),
    "unknown key of a cohort": ("capacity", "capactiy", "cohort[1].capactiy: unknown key; did you mean 'capacity'?"),
    "unknown key of a session": (
        "place =", "palce =", "cohort[1].session[1].palce: unknown key; did you mean 'place'?"),
    "unknown key of a venue": ("city = \"Ottawa\"", "town = \"Ottawa\"", "cohort[1].venue.town: unknown key"),
    "misspelled sessions": (ONLINE_SESSION, ONLINE_SESSION.replace("session", "sesion"),
                            "cohort[2].sesion: unknown key; did you mean 'session'?"),
    "no slug": ('slug = "ottawa"\n', "", "cohort[1].slug: is missing"),
    "no capacity": ("capacity = 30\n", "", "cohort[1].capacity: is missing"),
    "no time zone": ('timezone = "America/Toronto"\n', "", "cohort[1].timezone: is missing"),
    "no contact": ('contact = "program@boreal.example"\n', "", "program.contact: is missing"),
    "no languages": ('languages = ["en", "fr"]\n', "", "program.languages: is missing"),
    "no end of a session": (ENDS, "", "cohort[1].session[1].ends: is missing"),
    "no session": (ONLINE_SESSION, "", "cohort[2].session: is missing"),
    "text for a number": ("capacity = 30", 'capacity = "30"',
                          "cohort[1].capacity: must be a whole number, not a string"),
    "a fraction of seats": ("capacity = 30", "capacity = 30.5",
                            "cohort[1].capacity: must be a whole number, not a number"),
    "true for a number": ("capacity = 30", "capacity = true",
                          "cohort[1].capacity: must be a whole number, not true or false"),
    "no seats": ("capacity = 30", "capacity = 0", "cohort[1].capacity: must be from 1 to 1000000, not 0"),
    "too many seats": ("capacity = 30", "capacity = 1000001",
                       "cohort[1].capacity: must be from 1 to 1000000, not 1000001"),
    "more seats held back than there are": ("capacity = 30", "capacity = 30\nheld_back = 31",
                                            "cohort[1].held_back: is more than the capacity: 30"),
    "fewer seats held back than none": ("capacity = 30", "capacity = 30\nheld_back = -1",
                                        "cohort[1].held_back: must be from 0 to 1000000, not -1"),
    "an unknown admission": ("capacity = 30", 'capacity = 30\nadmission = "lottery"',
                             "cohort[1].admission: 'lottery' is unknown; use 'open', 'review'"),
    "a misspelled admission": ("capacity = 30", 'capacity = 30\nadmission = "reveiw"',
                               "cohort[1].admission: 'reveiw' is unknown; did you mean 'review'?"),
    "an unknown fate of a free seat": ("capacity = 30", 'capacity = 30\non_free_seat = "burn"',
                                       "cohort[1].on_free_seat: 'burn' is unknown; use 'confirm', 'offer'"),
    "offers without time": ("capacity = 30", "capacity = 30\noffer_hours = 0",
                            "cohort[1].offer_hours: must be from 1 to 2160, not 0"),
    "a word for true": ("capacity = 30", 'capacity = 30\nverify_email = "yes"',
                        "cohort[1].verify_email: must be true or false, not a string"),
    "a number for true": ("capacity = 30", "capacity = 30\noffer_working_hours = 1",
                          "cohort[1].offer_working_hours: must be true or false, not a whole number"),
    "a negative limit": ("capacity = 30", "capacity = 30\nwaitlist_limit = -1",
                         "cohort[1].waitlist_limit: must be from 0 to 1000000, not -1"),
    "a misspelled limit": ("capacity = 30", "capacity = 30\nwaitlist_limits = 3",
                           "cohort[1].waitlist_limits: unknown key; did you mean 'waitlist_limit'?"),
    "a last offer after the end": ("capacity = 30", "capacity = 30\nlast_offer = 2031-11-29T17:01:00",
                                   "cohort[1].last_offer: must not come after the last session ends"),
    "a last offer without a time": ("capacity = 30", "capacity = 30\nlast_offer = 2031-11-20",
                                    "cohort[1].last_offer: must be a date and time, not a date"),
    "a number for a text": (TITLE, "title = 3", "cohort[1].title: must be a string, not a whole number"),
    "a number in a language": (TITLE, "title = { en = 3 }", "cohort[1].title.en: must be a string, not a whole number"),
    "a blank title": (TITLE, 'title = "\\u200B "', "cohort[1].title: is empty"),
    "a title blank in each language": (TITLE, 'title = { en = "", fr = " " }', "cohort[1].title: is empty"),
    "a long title": (TITLE, f'title = "{"x" * 201}"', "cohort[1].title: has 201 characters; use at most 200"),
    "a long summary": ("Near the station.", "x" * 401, "cohort[1].summary: has 401 characters; use at most 400"),
    "lost characters": ("Near", "N\ufffdar",
                        "cohort[1].summary: has characters that were lost when the file was saved"),
    "a text in an unknown language": (
        TITLE, 'title = { en = "Ottawa", es = "Otawa" }', "cohort[1].title.es: 'es' is unknown; use 'en', 'fr'"),
    "an unknown language": (
        'languages = ["fr"]', 'languages = ["fra"]', "cohort[2].languages: 'fra' is unknown; did you mean 'fr'?"),
    "a language twice": ('["en", "fr"]', '["en", "en"]', "program.languages: names a language twice"),
    "an empty list of languages": ('["en", "fr"]', "[]", "program.languages: names no language"),
    "one language as a string": ('languages = ["fr"]', 'languages = "fr"',
                                 "cohort[2].languages: must be a list, not a string"),
    "an unknown time zone": (
        "America/Toronto", "America/Torotno",
        "cohort[1].timezone: 'America/Torotno' is unknown; did you mean 'America/Toronto'?"),
    "a time zone in small letters": (
        '"America/Toronto"', '"utc"', "cohort[1].timezone: 'utc' is unknown; did you mean 'UTC'?"),
    "an unknown status": (
        '"published"', '"publshed"', "cohort[1].status: 'publshed' is unknown; did you mean 'published'?"),
    "a status like no other": (
        '"published"', '"open"',
        "cohort[1].status: 'open' is unknown; use 'archived', 'cancelled', 'draft', 'published'"),
    "a session that ends before its start": (
        ENDS, "ends = 2031-11-28T08:00:00", "cohort[1].session[1].ends: must come after its start"),
    "a session without length": (
        ENDS, "ends = 2031-11-28T09:00:00", "cohort[1].session[1].ends: must come after its start"),
    "a window after the first session": (
        CLOSES, "registration_closes = 2031-11-28",
        "cohort[1].registration_closes: must not come after the first session starts"),
    "a window upside down": (
        OPENS, "registration_opens = 2031-11-21T09:00:00",
        "cohort[1].registration_opens: must come before registration closes"),
    "a window that opens after the start": (
        "capacity = 5", "capacity = 5\nregistration_opens = 2031-12-02T09:00:00",
        "cohort[2].registration_opens: must come before registration closes"),
    "a time that the clocks skip": (
        OPENS, "registration_opens = 2031-03-09T02:30:00",
        "cohort[1].registration_opens: 2031-03-09 02:30:00 never comes in America/Toronto: "
        "the clocks go forward past it"),
    "a time that comes twice": (
        OPENS, "registration_opens = 2031-11-02T01:30:00",
        "cohort[1].registration_opens: 2031-11-02 01:30:00 comes twice in America/Toronto: "
        "the clocks go back on that day"),
    "a time with an offset": (
        STARTS, "starts = 2031-11-28T09:00:00-05:00",
        "cohort[1].session[1].starts: has an offset from UTC; leave it away: "
        "times are those of the cohort’s time zone"),
    "a date without a time": (
        STARTS, "starts = 2031-11-28", "cohort[1].session[1].starts: must be a date and time, not a date"),
    "a time as a string": (
        STARTS, 'starts = "9 a.m."', "cohort[1].session[1].starts: must be a date and time, not a string"),
    "a year before all clocks": (
        OPENS, "registration_opens = 0001-01-01T00:00:00",
        "cohort[1].registration_opens: is in the year 1; use 2000 to 2100"),
    "a year after all plans": (
        "ends = 2031-11-28", "ends = 9999-12-31", "cohort[1].session[1].ends: is in the year 9999; use 2000 to 2100"),
    "a time zone without a city": ('"America/Toronto"', '"Factory"', "cohort[1].timezone: 'Factory' is unknown"),
    "a slug with capitals": (
        '"ottawa"', '"Ottawa"',
        "cohort[1].slug: 'Ottawa' is not made of small letters, digits and single hyphens, at most 60"),
    "a slug that is a page of ours": (
        '"ottawa"', '"new"', "cohort[1].slug: 'new' has a page of its own; choose another word"),
    "a slug twice": ('"online"', '"ottawa"', "cohort[2].slug: 'ottawa' is the slug of cohort[1] already"),
    "a country by its name": (
        'country = "CA"', 'country = "Canada"',
        "cohort[1].venue.country: 'Canada' is not a country’s two letters; did you mean 'CA'?"),
    "a country in small letters": (
        'country = "CA"', 'country = "ca"',
        "cohort[1].venue.country: 'ca' is not a country’s two letters; did you mean 'CA'?"),
    "a country that is none": (
        'country = "CA"', 'country = "ZZ"', "cohort[1].venue.country: 'ZZ' is not a country’s two letters"),
    "a contact that is no address": (
        '"program@boreal.example"', '"boreal"',
        "program.contact: 'boreal' is not an email address such as name@example.ca"),
    "answers that would reach two": (
        '"helen@boreal.example"', '"helen@boreal.example, bo@boreal.example"',
        "cohort[2].reply_to: 'helen@boreal.example, bo@boreal.example' is not an email address such as "
        "name@example.ca"),
    "answers that would add a header": (
        '"helen@boreal.example"', r'"helen@boreal.example\nBcc: eve@evil.example"',
        r"cohort[2].reply_to: 'helen@boreal.example\nBcc: eve@evil.example' is not an email address such as "
        "name@example.ca"),
    "a link that runs a script": (
        '"https://meet.example/room"', '"javascript:alert(1)"',
        "cohort[2].venue.link: 'javascript:alert(1)' does not start with https:// and the name of a site"),
    "a website without a scheme": (
        '"https://boreal.example"', '"boreal.example"',
        "institution.website: 'boreal.example' does not start with https:// and the name of a site"),
    "one cohort as a table": (GOOD[GOOD.index("[[cohort]]"):], "[cohort]\nslug = 'a'\n",
                              "cohort: must be a list of tables, not a table; write [[cohort]]"),
    "the program as a list": ("[program]", "[[program]]",
                              "program: must be a table, not a list; write [program], once"),
    "the venue as a string": (GOOD[GOOD.index("\n[cohort.venue]\nlink"):], "venue = 'here'\n" + ONLINE_SESSION,
                              "cohort[2].venue: must be a table, not a string"),
}  # fmt: skip


def told(text: str) -> list[str]:
    """What is told about a file called `file.toml`."""
    with pytest.raises(BadFile) as caught:
        document.parse(text, "file.toml")
    return caught.value.lines


@pytest.mark.parametrize(("old", "new", "line"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_once_with_its_place(old: str, new: str, line: str) -> None:
    assert told(changed(old, new)) == [f"file.toml: {line}"]


def test_an_empty_list_of_sessions_is_told() -> None:
    text = GOOD[: GOOD.index(ONLINE_SESSION)].replace("capacity = 5", "capacity = 5\nsession = []")
    assert told(text) == ["file.toml: cohort[2].session: is empty: a cohort has at least one session"]


def test_more_sessions_than_an_organizer_can_edit_are_told() -> None:
    assert told(GOOD + 40 * ONLINE_SESSION) == ["file.toml: cohort[2].session: has 41 sessions; use at most 40"]


def test_an_empty_file_lacks_the_program() -> None:
    assert told("") == ["file.toml: program: is missing"]


def test_an_end_that_comes_too_soon_is_told_with_the_last_line() -> None:
    assert told('[program]\nslug = "ai') == ["file.toml: line 2: Unterminated string (at end of document)"]


def test_endless_nesting_is_told() -> None:
    assert told("a = " + "[" * 100_000) == ["file.toml: its tables are nested too deeply"]


def test_a_number_longer_than_python_reads_is_told() -> None:
    (line,) = told("a = " + "9" * 5000)
    assert line.startswith("file.toml: line 1: ")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = changed("capacity = 30", "capacity = 0", changed("America/Toronto", "Toronto"))
    assert told(changed("capacity = 5", 'capacity = "5"', text)) == [
        "file.toml: cohort[1].timezone: 'Toronto' is unknown; did you mean 'America/Toronto'?",
        "file.toml: cohort[1].capacity: must be from 1 to 1000000, not 0",
        "file.toml: cohort[2].capacity: must be a whole number, not a string",
    ]


def test_of_very_many_mistakes_the_first_twenty_are_told() -> None:
    lines = told(GOOD.replace("[program]", "\n".join(f"x{number} = 1" for number in range(25)) + "\n[program]"))
    assert len(lines) == 21
    assert lines[-1] == "… and 5 more"


ODD = [
    '""', r'"\u0000"', r'"\u200B"', r'"\U0010FFFF"', "0", "-1", str(2**70), "nan", "inf", "false", "[]", "[[]]",
    "{}", "[{}]", '["en", 1]', "{ en = {} }", "2031-11-28", "09:00:00", "9999-12-31T23:59:59.999999",
    "0001-01-01T00:00:00", "2031-11-28T09:00:00Z", '"http://[::1"', '"x@[127.0.0.1]"', '"../../etc/passwd"',
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_whatever_stands_for_a_value_is_loaded_or_told(odd: str) -> None:
    lines = GOOD.splitlines()
    for number, line in enumerate(lines):
        if " = " in line:
            text = "\n".join([*lines[:number], f"{line.partition(' = ')[0]} = {odd}", *lines[number + 1 :]])
            assert outcome(text) in ("loaded", "told"), line


def outcome(text: str) -> str:
    """Whether a file becomes a document or is told to be bad."""
    try:
        document.parse(text, "file.toml")
    except BadFile as error:
        return "told" if all(line.startswith("file.toml: ") for line in error.lines) else "told without a place"
    return "loaded"


def test_times_are_those_of_the_cohorts_own_clocks() -> None:
    ottawa, online = document.parse(GOOD, "file.toml").cohorts
    assert ottawa.details.registration_opens == datetime(2031, 10, 28, 13, tzinfo=UTC)
    assert ottawa.sessions[0].starts_at == datetime(2031, 11, 28, 14, tzinfo=UTC)
    assert online.sessions[0].starts_at == datetime(2031, 12, 1, 4, tzinfo=UTC)


def test_a_plain_string_is_in_the_programs_first_language() -> None:
    said = document.parse(changed('["en", "fr"]', '["fr", "en"]'), "file.toml")
    assert said.institution is not None
    assert said.institution["privacy_notice"] == {"fr": "We keep your answers for a year."}
    assert said.program["summary"] == {"fr": "Two days with researchers."}
    assert said.cohorts[0].details.title == {"fr": "Ottawa"}
    assert said.cohorts[0].sessions[0].place == {"fr": "Main hall"}


def test_what_is_left_out_is_empty_and_the_status_stays_open() -> None:
    _ottawa, online = document.parse(GOOD, "file.toml").cohorts
    assert (online.details.summary, online.details.venue_city, online.details.venue_country) == ({}, {}, "")
    assert (online.details.registration_opens, online.status) == (None, None)


def test_a_file_needs_no_institution_and_no_cohort() -> None:
    text = GOOD[GOOD.index("[program]") : GOOD.index("[[cohort]]")]
    said = document.parse(text, "file.toml")
    assert (said.institution, said.cohorts) == (None, [])
