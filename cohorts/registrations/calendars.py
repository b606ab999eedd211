"""The calendar files of a registration, the calendar it can subscribe to, and the opening of registration."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import dropwhile

from flask_babel import gettext

from cohorts.activity import queries as trail
from cohorts.activity.models import Activity
from cohorts.core import release, tokens
from cohorts.core.catalogue import translations
from cohorts.core.links import absolute
from cohorts.core.text import words
from cohorts.mail import calendar
from cohorts.mail.assembly import Attachment
from cohorts.mail.calendar import Event
from cohorts.programs.models import Cohort, CohortSession
from cohorts.registrations import states, venues
from cohorts.registrations.models import Registration

OPENING_LASTS = timedelta(minutes=15)
# What of a cohort stands in its sessions' events.
SHOWN = frozenset(
    {
        "title",
        "slug",
        "timezone",
        "venue_name",
        "venue_street",
        "venue_city",
        "venue_region",
        "venue_country",
        "venue_link",
    }
)


@dataclass(frozen=True)
class Feed:
    """What a calendar that subscribed is given; `tag` is another where it is."""

    events: tuple[Event, ...]
    name: str
    timezone: str
    reference: str

    @property
    def tag(self) -> str:
        """Known without making the file."""
        return tokens.plain_hash(repr((release.NAME, self)))[:32]

    @property
    def content(self) -> bytes:
        """The file."""
        if not self.events:
            return calendar.empty(self.name)
        return calendar.calendar_file(self.events, timezone=self.timezone, mine=self.reference, name=self.name)


def file(registration: Registration, *, with_link: bool = True) -> bytes:
    """The sessions, cancelled for who has no seat (any more); the link of an online cohort only for who has one."""
    cancelled = registration.state != states.CONFIRMED
    return _file(registration, _events(registration, with_link=with_link, cancelled=cancelled))


def attachments(registration: Registration) -> list[Attachment]:
    """What goes with a mail: the sessions of who has a seat; they, cancelled, of whose calendar may still hold them."""
    if registration.state == states.CONFIRMED or may_stand_elsewhere(registration):
        return [calendar.attachment(file(registration), registration.reference)]
    return []


def may_stand_elsewhere(registration: Registration) -> bool:
    """Whether it has no seat any more, but a calendar may still hold the sessions of when it had one."""
    # Of who proves a new address, the seat is still held.
    return registration.state not in states.HOLDS_A_SEAT and given_at(registration) is not None


def taken_back(registration: Registration, language: str) -> list[Attachment]:
    """The sessions, cancelled, for whom it has been handed over from, where their calendar may hold them."""
    entries = trail.of(("registration", registration.id))
    since = _given_at(list(dropwhile(lambda entry: entry.act != "agree", entries))[1:])
    if since is None:
        return []
    events = _events(registration, cancelled=True, language=language, since=since)
    return [calendar.attachment(_file(registration, events), registration.reference)]


def feed(registration: Registration, *, with_link: bool) -> Feed:
    """What a calendar that subscribed to it shows: nothing without a seat, so that it drops what it had."""
    cohort, language = registration.cohort, registration.language
    name = ", ".join((words(cohort.program.title, language), words(cohort.title, language)))
    if is_empty(registration):
        return Feed((), name, "UTC", "")
    events = tuple(_events(registration, with_link=with_link))
    return Feed(events, name, cohort.timezone, registration.reference)


def is_empty(registration: Registration) -> bool:
    """Whether the calendar that one subscribes to shows nothing now."""
    return registration.state != states.CONFIRMED or registration.cohort.status == "cancelled"


def nothing(language: str) -> Feed:
    """What is left of a calendar whose address is no longer valid."""
    return Feed((), translations(language).gettext("Calendar no longer available"), "UTC", "")


def sample(cohort: Cohort, language: str, *, cancelled: bool) -> bytes:
    """The sessions as somebody’s who is made up: whoever opens the file has events that nothing changes any more."""
    events = [
        _event(session, cohort, language, cohort.venue_link, revision=0, cancelled=cancelled)
        for session in cohort.sessions
    ]
    return calendar.calendar_file(events, timezone=cohort.timezone, mine="sample")


def given_at(registration: Registration) -> datetime | None:
    """When the person whose it is was first sent the sessions; None where they never had a seat for sure."""
    return _given_at(trail.of(("registration", registration.id)))


def opening(cohort: Cohort, opens: datetime, language: str) -> bytes:
    """The moment at which registration opens, with the address of the page."""
    program, title = words(cohort.program.title, language), words(cohort.title, language)
    event = Event(
        uid="opening",
        sequence=cohort.version,
        starts_at=opens,
        ends_at=opens + OPENING_LASTS,
        summary=gettext("Registration opens: %(program)s, %(cohort)s", program=program, cohort=title),
        url=absolute("public.cohort", language=language, program=cohort.program.slug, cohort=cohort.slug),
    )
    # Of this installation, whatever its address: others have a cohort of this number, too.
    mine = tokens.keyed_hash("opening", str(cohort.id))
    return calendar.calendar_file([event], timezone=cohort.timezone, mine=mine)


def _given_at(entries: Sequence[Activity]) -> datetime | None:
    """From the trail, newest first."""
    state, since = None, None
    for entry in reversed(entries):
        state = next((value.new for value in entry.values if value.name == "state"), state)
        if entry.act == "agree":
            since = None
        if state == states.CONFIRMED:
            since = since or entry.at
    return since


def _file(registration: Registration, events: Sequence[Event]) -> bytes:
    return calendar.calendar_file(events, timezone=registration.cohort.timezone, mine=registration.reference)


def _events(
    registration: Registration, *, with_link: bool = False, cancelled: bool = False, language: str = "",
    since: datetime | None = None,
) -> list[Event]:  # fmt: skip
    cohort, language = registration.cohort, language or registration.language
    return [
        _event(
            session, cohort, language, cohort.venue_link if with_link else "", revision=registration.revision,
            cancelled=cancelled or session.removed_at is not None,
        )
        for session in _sessions(registration, since)
    ]  # fmt: skip


def _sessions(registration: Registration, since: datetime | None) -> Iterator[CohortSession]:
    """Those that take place, and those whose removal this person's calendar has to learn of."""
    cohort = registration.cohort
    yield from cohort.sessions
    removed = [(session.removed_at, session) for session in cohort.all_sessions if session.removed_at]
    if removed and registration.id is not None:
        since = since or given_at(registration)
        yield from (session for at, session in removed if since and at >= since)


def _event(
    session: CohortSession, cohort: Cohort, language: str, link: str, *, revision: int, cancelled: bool
) -> Event:
    gettext, link = translations(language).gettext, "" if cancelled else link
    program, title = words(cohort.program.title, language), words(cohort.title, language)
    summary = " · ".join(filter(None, (f"{program}, {title}", words(session.title, language))))
    place = ", ".join(filter(None, (words(session.place, language), *venues.lines(cohort, language))))
    return Event(
        uid=session.uid,
        sequence=session.revision + revision,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        # Some calendars know no cancelled event: there its name says it.
        summary=gettext("Cancelled: %(event)s") % {"event": summary} if cancelled else summary,
        # Google makes a link of the place, not of the URL; Outlook shows no URL at all.
        location=link if link and cohort.is_online else place,
        description="\n".join(filter(None, (words(session.place, language), link))) if link else "",
        url=absolute("public.cohort", language=language, program=cohort.program.slug, cohort=cohort.slug),
        meeting=link,
        changed_at=session.changed_at,
        cancelled=cancelled,
    )
