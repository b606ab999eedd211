"""A cohort as its organizers see it."""

from functools import cached_property
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup

from cohorts.core import clock, languages, when
from cohorts.core.text import Localized
from cohorts.organizer import free_seats
from cohorts.programs import phases
from cohorts.programs.models import Cohort, Seats
from cohorts.registrations import entries


class DeskCohort:
    """A cohort on an organizers' page: its words, its seats, its addresses."""

    def __init__(self, cohort: Cohort, seats: Seats, offered: int = 0) -> None:
        """Decides the phase by the clock, once; `offered`: how many seats are held, where a page shows it."""
        self.offered = offered
        self.cohort, self.seats, self.language = cohort, seats, languages.current()
        self.id, self.status, self.timezone = cohort.id, cohort.status, cohort.timezone
        self.title: Localized = cohort.title
        self.program_title: Localized = cohort.program.title
        self.capacity, self.taken, self.waiting = seats.capacity, seats.taken, seats.waiting
        self.held_back, self.free = seats.held_back, seats.free
        self.closed_to_newcomers, self.selects = cohort.closed_to_newcomers, cohort.admission == "review"
        self.on_free_seat, self.verifies = cohort.on_free_seat, cohort.verify_email
        self.offer_hours, self.offer_working_hours = cohort.offer_hours, cohort.offer_working_hours
        self.last_offer, self.limit = cohort.last_offer, cohort.waitlist_limit
        self.cancellation_reason = cohort.cancellation_reason
        self.phase = cohort.phase(seats, clock.now())
        self.is_over = cohort.ends_at <= clock.now()
        self.service = entries.service(cohort)

    @cached_property
    def place(self) -> dict[str, Any]:
        """Its two slugs, as an address needs them."""
        return {"program": self.cohort.program.slug, "cohort": self.cohort.slug}

    @cached_property
    def url(self) -> str:
        """Its desk."""
        return self.address("cohort")

    @cached_property
    def registrations_url(self) -> str:
        """Its people."""
        return self.address("registrations")

    @cached_property
    def program_url(self) -> str:
        """Its program."""
        return url_for("organizer.program", program=self.cohort.program.slug)

    @cached_property
    def public_url(self) -> str | None:
        """Its public page, where there is one."""
        if "draft" in (self.status, self.cohort.program.status):
            return None
        return url_for("public.cohort", language=self.language, **self.place)

    @property
    def dates(self) -> Markup:
        """`November 28 and 29, 2026`."""
        return when.dates(self.cohort.starts_at, self.cohort.ends_at, self.timezone, self.language)

    @property
    def deadline(self) -> str:
        """What is next about registering: `until Nov 6, 5 p.m.`, `opens Oct 5, 9 a.m.`; else nothing."""
        if self.phase in phases.TAKES_REGISTRATIONS:
            return Markup(gettext("until %(when)s", when=self.short(self.cohort.closes)))
        if self.phase == phases.UPCOMING and self.cohort.registration_opens:
            return Markup(gettext("opens %(when)s", when=self.short(self.cohort.registration_opens)))
        return ""

    @property
    def why_free(self) -> str:
        """Why a seat stays free, in a sentence; empty where none does."""
        return free_seats.why(self.seats, self.cohort)

    @property
    def waits_for_address(self) -> bool:
        """Whether some of those who would have a seat at once must prove their address first."""
        return self.verifies and self.on_free_seat == "confirm" and self.service == phases.BY_ITSELF

    @property
    def last_offer_has_passed(self) -> bool:
        """Whether nothing but the time of its last offer keeps seats from those who wait."""
        return self.status == "published" and not self.is_over and self.service == phases.BY_NOBODY

    @property
    def zone(self) -> str:
        """`Eastern Time`."""
        return when.zone(self.cohort.starts_at, self.timezone, self.language)

    @property
    def days(self) -> list[tuple[Markup, list[tuple[Markup, Localized, Localized]]]]:
        """Sessions by day: (day in words, [(times in words, title, place)])."""
        zone, language = self.timezone, self.language
        by_day = groupby(self.cohort.sessions, key=lambda s: when.day(s.starts_at, zone, language))
        return [
            (day, [(when.time_range(s.starts_at, s.ends_at, zone, language), s.title, s.place) for s in sessions])
            for day, sessions in by_day
        ]

    def short(self, at: Any) -> Markup:
        """A moment in the cohort's zone, for tables."""
        return when.short(at, self.timezone, self.language)

    def address(self, endpoint: str, **values: Any) -> str:
        """One of its pages."""
        return url_for(f"organizer.{endpoint}", **self.place, **values)
