"""What all mails about a registration share: who writes, to whom, in which words, and the values of these."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from markupsafe import Markup

from cohorts.core import when
from cohorts.core.links import absolute
from cohorts.core.text import words
from cohorts.mail import outbox, rendering
from cohorts.mail.assembly import Attachment
from cohorts.mail.models import FIRST_LANE
from cohorts.mail.rendering import Outgoing, Recipient, Sender
from cohorts.mail.templates import Template
from cohorts.mail.values import Lines, Value
from cohorts.messages import kinds
from cohorts.messages import queries as messages
from cohorts.messages.kinds import Kind
from cohorts.programs import institution
from cohorts.programs.models import Cohort, CohortSession, Program
from cohorts.registrations import calendars, links, states, unsubscribing, venues
from cohorts.registrations.emails import quoted
from cohorts.registrations.models import Registration

# What only a change knew that a mail tells of: a line, or several; never a link.
Said = Mapping[str, str | list[str]]


def write(
    kind: str,
    registration: Registration,
    *,
    values: Mapping[str, Value] | None = None,
    said: Said | None = None,
    cancelling: Sequence[Attachment] = (),
    cause: str = "",
    not_after: datetime | None = None,
    to: Recipient | None = None,
    language: str = "",
    template: Template | None = None,
    lane: int = FIRST_LANE,
    batch: str | None = None,
    informational: bool = False,
) -> None:
    """Write a mail of this kind; once for each kind and revision of a registration, or for the `cause`.

    It goes to the applicant in their language, unless said otherwise. `said`: values that only the change knew, kept
    so that the mail can be written again. `cancelling`: files that take the sessions of another registration out of a
    calendar. `template`: words in place of those in force. `batch`: what it is one of many of. `informational`: with a
    way to get no more of them, also where its kind has none.
    """
    message = rendered(
        kind, registration, values={**(values or {}), **noted(said or {})}, cancelling=cancelling, cause=cause, to=to,
        language=language, template=template, informational=informational,
    )  # fmt: skip
    send(message, registration, not_after=not_after, said=said, lane=lane, batch=batch)


def send(
    message: Outgoing, registration: Registration, *, not_after: datetime | None = None, said: Said | None = None,
    lane: int = FIRST_LANE, batch: str | None = None,
) -> None:  # fmt: skip
    """Put a mail about a registration into the outbox."""
    kept = {name: value for name, value in (said or {}).items() if value} or None
    outbox.write(
        message, subject=("registration", registration.id), not_after=not_after, lane=lane, batch=batch, said=kept
    )


def rendered(
    kind: str,
    registration: Registration,
    *,
    values: Mapping[str, Value] | None = None,
    cancelling: Sequence[Attachment] = (),
    cause: str = "",
    to: Recipient | None = None,
    language: str = "",
    template: Template | None = None,
    informational: bool = False,
) -> Outgoing:
    """The mail as `write` puts it into the outbox; the registration need not be in the database yet."""
    language = language or registration.language
    template = template or messages.template(registration.cohort, kind, language)
    known = {**about(registration, language), **(values or {})}
    # Whoever else gets a mail about a registration gets neither its key nor what its applicant said.
    known |= {"name": to.name, "manage_link": "", "calendar_link": ""} if to else {}
    known |= quoted.values(registration, template, known, language, theirs=to is None)
    own, confirmed = [] if to else _sessions(kinds.of(kind), registration), registration.state == states.CONFIRMED
    ended = [*cancelling, *(() if confirmed else own)]
    known["calendar_file"] = ended[0].name if ended else ""
    leaving = unsubscribing.of(registration) if informational or kinds.of(kind).is_informational else None
    return rendering.render(
        kind,
        language,
        {**known, "unsubscribe_link": leaving.link} if leaving else known,
        to=to or Recipient(registration.name, registration.email),
        sender=sender(registration.cohort, language),
        cause=cause or f"registration:{registration.reference}:{kind}:{registration.revision}",
        attachments=[*own, *cancelling],
        template=template,
        headers=leaving.headers if leaving else (),
    )


def noted(said: Said) -> dict[str, Value]:
    """What a change said, as values."""
    return {name: Lines(tuple(each)) if isinstance(each, list) else each for name, each in said.items()}


def sender(cohort: Cohort, language: str) -> Sender:
    """The institution, on behalf of the program; who answers reaches whom the cohort names."""
    return sender_of(cohort.program, language, contact=cohort.contact, reply_to=cohort.reply_to)


def sender_of(program: Program, language: str, *, contact: str, reply_to: str = "") -> Sender:
    """The institution, on behalf of a program."""
    own, title = institution.current(), words(program.title, language)
    if own is None:
        return Sender(title, (), contact, reply_to=reply_to)
    address = tuple(own.address.splitlines())
    return Sender(words(own.name, language), address, contact, program=title, reply_to=reply_to)


def about(registration: Registration, language: str) -> dict[str, Value]:
    """The values that every template about a registration may name."""
    cohort, ends = registration.cohort, registration.offer_ends_at
    confirmed = registration.state == states.CONFIRMED
    return {
        **about_cohort(cohort, language),
        "name": registration.name,
        "reference": registration.reference,
        "offer_deadline": when.day_and_time(ends, cohort.timezone, language) if ends else "",
        "manage_link": links.manage(registration),
        "online_link": cohort.venue_link if confirmed else "",
        "calendar_link": links.subscription(registration) if confirmed else "",
    }


def about_cohort(cohort: Cohort, language: str) -> dict[str, Value]:
    """The values that every template about a cohort may name."""
    return {
        "program": words(cohort.program.title, language),
        "cohort": words(cohort.title, language),
        "dates": when.dates(cohort.starts_at, cohort.ends_at, cohort.timezone, language),
        "sessions": Lines(tuple(_by_day(cohort, language))),
        "zone": when.zone(cohort.starts_at, cohort.timezone, language),
        "venue": Lines(venues.lines(cohort, language)),
        "cohort_link": absolute("public.cohort", language=language, program=cohort.program.slug, cohort=cohort.slug),
        "program_link": absolute("public.program", language=language, program=cohort.program.slug),
    }


def _sessions(kind: Kind, registration: Registration) -> list[Attachment]:
    confirmed = registration.state == states.CONFIRMED
    goes_along = kind.has_sessions if confirmed else kind.takes_sessions_back
    return calendars.attachments(registration) if goes_along else []


def _by_day(cohort: Cohort, language: str) -> Iterator[str]:
    """Each day with its sessions under it, and an empty line between the days."""
    days = groupby(cohort.sessions, key=lambda each: when.day(each.starts_at, cohort.timezone, language))
    for number, (day, sessions) in enumerate(days):
        if number:
            yield ""
        yield Markup("<strong>{}{}</strong>").format(day[:1].upper(), day[1:])
        for session in sessions:
            yield _session(session, cohort.timezone, language)


def _session(session: CohortSession, timezone: str, language: str) -> Markup:
    hours = when.time_range(session.starts_at, session.ends_at, timezone, language)
    named = filter(None, (words(session.title, language), words(session.place, language)))
    return Markup(" · ").join((Markup("{}{}").format(hours[:1].upper(), hours[1:]), *named))
