"""What all mails about a registration share: who writes, to whom, and the values of their placeholders."""

from collections.abc import Mapping
from datetime import datetime

from markupsafe import Markup

from cohorts.core import when
from cohorts.core.links import absolute
from cohorts.core.text import words
from cohorts.mail import calendar, outbox, rendering
from cohorts.mail.rendering import Outgoing, Recipient, Sender
from cohorts.mail.values import Lines, Value
from cohorts.programs import institution
from cohorts.programs.models import Cohort, CohortSession
from cohorts.registrations import calendars, links, venues
from cohorts.registrations.models import Registration


def write(
    kind: str,
    registration: Registration,
    *,
    values: Mapping[str, Value] | None = None,
    with_calendar: bool = False,
    cause: str = "",
    not_after: datetime | None = None,
    to: Recipient | None = None,
    language: str = "",
) -> None:
    """Write a mail of this kind; once for each kind and revision of a registration, or for the `cause`.

    It goes to the applicant in their language, unless said otherwise.
    """
    message = rendered(
        kind, registration, values=values, with_calendar=with_calendar, cause=cause, to=to, language=language
    )
    send(message, registration, not_after=not_after)


def send(message: Outgoing, registration: Registration, *, not_after: datetime | None = None) -> None:
    """Put a mail about a registration into the outbox."""
    outbox.write(message, subject=("registration", registration.id), not_after=not_after)


def rendered(
    kind: str,
    registration: Registration,
    *,
    values: Mapping[str, Value] | None = None,
    with_calendar: bool = False,
    cause: str = "",
    to: Recipient | None = None,
    language: str = "",
) -> Outgoing:
    """The mail as `write` puts it into the outbox; the registration need not be in the database yet."""
    language = language or registration.language
    files = [calendar.attachment(calendars.file(registration), registration.reference)] if with_calendar else []
    return rendering.render(
        kind,
        language,
        {**about(registration, language), **(values or {})},
        to=to or Recipient(registration.name, registration.email),
        sender=sender(registration.cohort, language),
        cause=cause or f"registration:{registration.reference}:{kind}:{registration.revision}",
        attachments=files,
    )


def sender(cohort: Cohort, language: str) -> Sender:
    """The institution; who answers gets the cohort's contact."""
    own = institution.current()
    name = words(own.name, language) if own else ""
    address = own.address.splitlines() if own else []
    return Sender(name or words(cohort.program.title, language), tuple(address), cohort.contact)


def about(registration: Registration, language: str) -> dict[str, Value]:
    """The values that every template about a registration may name."""
    cohort, ends = registration.cohort, registration.offer_ends_at
    return {
        "name": registration.name,
        "reference": registration.reference,
        "program": words(cohort.program.title, language),
        "cohort": words(cohort.title, language),
        "dates": when.dates(cohort.starts_at, cohort.ends_at, cohort.timezone, language),
        "sessions": Lines(tuple(_session(each, cohort.timezone, language) for each in cohort.sessions)),
        "zone": when.zone(cohort.starts_at, cohort.timezone, language),
        "venue": Lines(venues.lines(cohort, language)),
        "offer_deadline": when.day_and_time(ends, cohort.timezone, language) if ends else "",
        "manage_link": links.manage(registration),
        "cohort_link": absolute("public.cohort", language=language, program=cohort.program.slug, cohort=cohort.slug),
        "program_link": absolute("public.program", language=language, program=cohort.program.slug),
    }


def _session(session: CohortSession, timezone: str, language: str) -> Markup:
    day = when.day(session.starts_at, timezone, language)
    hours = when.time_range(session.starts_at, session.ends_at, timezone, language)
    named = filter(None, (words(session.title, language), words(session.place, language)))
    return Markup(" · ").join((Markup("{}{}, {}").format(day[:1].upper(), day[1:], hours), *named))
