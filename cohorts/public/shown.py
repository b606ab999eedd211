"""Cohorts and programs as visitors see them: words in the page's language, made once per page."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from babel import Locale
from babel.lists import format_list
from flask import url_for
from markupsafe import Markup

from cohorts.core import clock, languages, when
from cohorts.core.text import Localized, pick, words
from cohorts.programs import phases, queries
from cohorts.programs.models import Cohort, Program, Seats
from cohorts.public import hours
from cohorts.registrations import entries, venues


@dataclass(frozen=True)
class Venue:
    """Where people meet; never the link of an online cohort."""

    name: str
    street: str
    city: str
    region: str
    country: str
    online: bool


class ShownCohort:
    """A cohort on a public page."""

    def __init__(self, cohort: Cohort, seats: Seats) -> None:
        """Decides the phase by the clock, once."""
        self.cohort, self.seats, self.language = cohort, seats, languages.current()
        self.title: Localized = cohort.title
        self.summary: Localized = cohort.summary
        self.timezone, self.contact = cohort.timezone, cohort.contact
        self.opens, self.closes = cohort.registration_opens, cohort.closes
        self.last_offer = cohort.last_offer
        # Seats held back are nobody's to see: they are given by name.
        self.capacity, self.waiting = seats.capacity - seats.held_back, seats.waiting
        self.reviews, self.verifies = cohort.admission == "review", cohort.verify_email
        self.service, self.on_free_seat = entries.service(cohort), cohort.on_free_seat
        self.offer_hours, self.offer_working_hours = cohort.offer_hours, cohort.offer_working_hours
        self.free = 0 if seats.waiting else seats.free
        self.cancellation_reason = cohort.cancellation_reason
        self.program_title: Localized = cohort.program.title
        now = clock.now()
        self.phase = cohort.phase(seats, now)
        # A cohort that its organizers closed to newcomers has not reached its deadline.
        self.has_closed = now >= cohort.closes

    @cached_property
    def url(self) -> str:
        """Its page."""
        return url_for("public.cohort", program=self.cohort.program.slug, cohort=self.cohort.slug)

    @cached_property
    def register_url(self) -> str:
        """Its form."""
        return url_for("public.register", program=self.cohort.program.slug, cohort=self.cohort.slug)

    @cached_property
    def mailbox_url(self) -> str:
        """What is answered to who registers, where the answer says nothing of the address."""
        if not self.verifies:
            return url_for("public.mailbox")
        return url_for("public.mailbox", program=self.cohort.program.slug, cohort=self.cohort.slug)

    @property
    def opening_url(self) -> str:
        """The opening of registration for one’s calendar."""
        return url_for("public.opening", program=self.cohort.program.slug, cohort=self.cohort.slug)

    @cached_property
    def program_url(self) -> str:
        """The page of its program."""
        return url_for("public.program", program=self.cohort.program.slug)

    @property
    def dates(self) -> Markup:
        """`November 28 and 29, 2026`."""
        return when.dates(self.cohort.starts_at, self.cohort.ends_at, self.timezone, self.language)

    @property
    def zone(self) -> str:
        """`Eastern Time`; online cohorts also say the offset."""
        return self._zone(self.cohort.starts_at)

    def moment(self, at: datetime) -> Markup:
        """After *until*: `Wednesday, November 18, 5 p.m. Eastern Time`; after « jusqu’ »: `au …, heure de l’Est`."""
        joint = Markup("{}, {}" if self.language == "fr" else "{} {}")
        return joint.format(when.until(at, self.timezone, self.language), self._zone(at))

    @property
    def description_html(self) -> Markup:
        """The description, sanitized when it was saved."""
        return prose(self.cohort.description_html)

    @property
    def languages(self) -> str:
        """`English and French`."""
        names = [Locale(self.language).languages[code] for code in self.cohort.languages]
        named = format_list(names, locale=self.language)
        return named[:1].upper() + named[1:]

    @cached_property
    def venue(self) -> Venue:
        """Where people meet."""
        cohort, language = self.cohort, self.language
        return Venue(
            name=words(cohort.venue_name, language),
            street=words(cohort.venue_street, language),
            city=words(cohort.venue_city, language),
            region=words(cohort.venue_region, language),
            country=venues.country(cohort, language),
            online=cohort.is_online,
        )

    @cached_property
    def days(self) -> list[tuple[Markup, list[tuple[Markup, Localized, Localized]]]]:
        """Sessions by day: (day in words, [(times in words, title, place)])."""
        zone, language = self.timezone, self.language
        by_day = groupby(self.cohort.sessions, key=lambda s: when.day(s.starts_at, zone, language))
        return [
            (
                day,
                [(when.time_range(s.starts_at, s.ends_at, zone, language), s.title, s.place) for s in sessions],
            )
            for day, sessions in by_day
        ]

    @property
    def when_line(self) -> Markup:
        """Its hours in one line."""
        return hours.in_words(self.cohort.sessions, self.timezone, self.language)

    @property
    def next_session(self) -> tuple[Markup, Localized] | None:
        """Day and time in words, and the place, of the session that comes next or runs."""
        ahead = [session for session in self.cohort.sessions if session.ends_at > clock.now()]
        if not ahead:
            return None
        return when.day_and_time(ahead[0].starts_at, self.timezone, self.language), ahead[0].place

    def _zone(self, at: datetime) -> str:
        name = when.zone(at, self.timezone, self.language)
        return f"{name} ({when.offset(at, self.timezone)})" if self.cohort.is_online else name

    @cached_property
    def next_cohort(self) -> "ShownCohort | None":
        """Where to lead people on to."""
        found = queries.next_of(self.cohort)
        return ShownCohort(*found) if found else None


class ShownProgram:
    """A program on a public page, with its cohorts by date."""

    def __init__(self, program: Program, cohorts: list[ShownCohort]) -> None:
        """`cohorts` are those that are listed."""
        self.title: Localized = program.title
        self.summary: Localized = program.summary
        self.slug, self.contact, self.status = program.slug, program.contact, program.status
        self.url = url_for("public.program", program=program.slug)
        self.description_html = prose(program.description_html)
        self.cohorts = [cohort for cohort in cohorts if cohort.phase != phases.PAST]
        self.past = [cohort for cohort in reversed(cohorts) if cohort.phase == phases.PAST]
        self.next = foremost(self.cohorts)


def foremost(cohorts: list[ShownCohort]) -> ShownCohort | None:
    """The one to announce: the next that takes registrations, else the next that takes place."""
    alive = [cohort for cohort in cohorts if cohort.phase != phases.CANCELLED]
    joinable = [cohort for cohort in alive if cohort.phase in phases.TAKES_REGISTRATIONS]
    return next(iter([*joinable, *alive]), None)


def prose(html: Localized) -> Markup:
    """Sanitized HTML in the page's language; marked with `lang` where it had to fall back (WCAG 3.1.2)."""
    found, language = pick(html, languages.current())
    if not found or language == languages.current():
        return Markup(found)
    return Markup('<div lang="{}-CA">{}</div>').format(language, Markup(found))
