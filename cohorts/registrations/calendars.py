"""The calendar files of a registration, and of the opening of registration."""

from datetime import datetime, timedelta

from flask_babel import gettext

from cohorts.core.links import absolute
from cohorts.core.text import words
from cohorts.mail import calendar, rendering
from cohorts.programs.models import Cohort, CohortSession
from cohorts.registrations import states, venues
from cohorts.registrations.models import Registration

OPENING_LASTS = timedelta(minutes=15)


def file(registration: Registration, *, with_link: bool = True) -> bytes:
    """The sessions of a registration's cohort; the link of an online cohort only for who has a seat."""
    cohort = registration.cohort
    link = cohort.venue_link if with_link and registration.state in states.HOLDS_A_SEAT else ""
    return calendar.calendar_file(
        [_event(session, cohort, registration, link) for session in cohort.sessions],
        timezone=cohort.timezone,
        mine=registration.reference,
        host=rendering.host(),
    )


def opening(cohort: Cohort, opens: datetime, language: str) -> bytes:
    """The moment at which registration opens, with the address of the page."""
    program, title = words(cohort.program.title, language), words(cohort.title, language)
    event = calendar.Event(
        uid="opening",
        sequence=cohort.version,
        starts_at=opens,
        ends_at=opens + OPENING_LASTS,
        summary=gettext("Registration opens: %(program)s, %(cohort)s", program=program, cohort=title),
        url=absolute("public.cohort", language=language, program=cohort.program.slug, cohort=cohort.slug),
    )
    mine = f"O{cohort.id:09}"
    return calendar.calendar_file([event], timezone=cohort.timezone, mine=mine, host=rendering.host())


def _event(session: CohortSession, cohort: Cohort, registration: Registration, link: str) -> calendar.Event:
    language = registration.language
    program, title = words(cohort.program.title, language), words(cohort.title, language)
    return calendar.Event(
        uid=session.uid,
        # The venue is the cohort's: a new version of it is news to a calendar, too.
        sequence=session.revision + registration.revision + cohort.version,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=" · ".join(filter(None, (f"{program}, {title}", words(session.title, language)))),
        location=", ".join(filter(None, (words(session.place, language), *venues.lines(cohort, language)))),
        description=link,
        url=absolute("public.cohort", language=language, program=cohort.program.slug, cohort=cohort.slug),
    )
