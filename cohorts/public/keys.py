"""Keys of applicants in this browser: which registrations it may show, each by reference and link version."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import flash, g, redirect, session, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from cohorts.activity import queries as trail_of
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.core.links import webcal
from cohorts.programs.models import Seats
from cohorts.public.own_answers import OwnAnswers
from cohorts.public.shown import ShownCohort
from cohorts.registrations import deadlines, history, links, queries, states, transfers, whereabouts
from cohorts.registrations.models import Registration

MOST = 20


@dataclass(frozen=True)
class Shown:
    """A registration as its applicant sees it."""

    reference: str
    state: str
    name: str
    email: str
    organization: str
    language: str
    position: int | None
    deadline: Markup | None
    waits_for_address: bool
    id: int
    # Where it goes on, of one whose state is shown as moved; until when somebody else may take it over.
    moved_to: ShownCohort | None
    handed_over_until: Markup | None

    @cached_property
    def history(self) -> list[tuple[datetime, str]]:
        """What happened, newest first; read where a page shows it."""
        return history.sentences(trail_of.of(("registration", self.id)))


def give(registration: Registration) -> None:
    """Let this browser manage a registration: it came by the link in the mail."""
    _put("keys", registration.reference, registration.link_version)


def give_outcome(reference: str, link_version: int) -> None:
    """Let this browser see how its registering went: no key to more than that. A key it had is void."""
    drop(reference)
    _put("outcomes", reference, link_version)


def drop(reference: str) -> None:
    """Let this browser see a registration no more."""
    for name in ("keys", "outcomes"):
        session[name] = {known: version for known, version in session.get(name, {}).items() if known != reference}


def held(reference: str) -> Registration:
    """The registration that this browser has the key of; raises Missing. Nothing of it is cached or passed on."""
    g.private = True
    return links.held(reference, session.get("keys", {}).get(reference))


def held_or_outcome(reference: str) -> Registration:
    """Like `held`; the one who has just registered may see it too."""
    g.private = True
    version = session.get("keys", {}).get(reference) or session.get("outcomes", {}).get(reference)
    return links.held(reference, version)


def has_ended(registration: Registration) -> Response:
    """Lead back to the registration: there is nothing to change any more."""
    flash(gettext("This registration has ended, so there is nothing to change."), "plain")
    return redirect(address_of(registration))


def address_of(registration: Registration) -> str:
    """The page about a registration that this browser may see."""
    page = "registration" if came_by_link(registration.reference) else "result"
    return url_for(f"public.{page}", reference=registration.reference)


def came_by_link(reference: str) -> bool:
    """Whether the link in the mail was opened here, so that the address is known to be theirs."""
    return reference in session.get("keys", {})


def calendar(registration: Registration) -> dict[str, str]:
    """Where its calendar is found: to subscribe to, how that is done elsewhere, and as a file."""
    token = links.calendar(registration, by_mail=came_by_link(registration.reference))
    return {
        "webcal_url": webcal(links.feed(registration.language, token)),
        "subscription_url": url_for("public.subscription", token=token),
        "calendar_url": url_for("public.calendar", reference=registration.reference),
    }


def shown(registration: Registration) -> dict[str, Any]:
    """What a page about a registration shows."""
    seats = db.session.get(Seats, registration.cohort_id)
    if seats is None:
        raise Missing
    cohort = registration.cohort
    confirmed = registration.state == states.CONFIRMED
    shown, ends, there = ShownCohort(cohort, seats), registration.offer_ends_at, _there(registration)
    return {
        "registration": Shown(
            reference=registration.reference, state="moved" if there else state_now(registration),
            name=registration.name, email=registration.email, organization=registration.organization,
            language=registration.language, position=queries.position(registration), id=registration.id,
            deadline=shown.moment(ends) if ends else None, waits_for_address=_waits_for_address(registration),
            moved_to=there, handed_over_until=_handed_over_until(registration, shown),
        ),
        "own": OwnAnswers(registration),
        "cohort": shown,
        "session_link": cohort.venue_link if confirmed else None,
    }  # fmt: skip


def state_now(registration: Registration) -> str:
    """Its state by the clock: an offer has ended at its deadline, even where the worker has not said so yet."""
    ends = registration.offer_ends_at
    return registration.state if ends is None or deadlines.may_be_accepted(ends, clock.now()) else states.EXPIRED


def _handed_over_until(registration: Registration, cohort: ShownCohort) -> Markup | None:
    found = transfers.open_for(registration) if registration.is_active else None
    return cohort.moment(found.ends_at) if found and found.ends_at >= clock.now() else None


def _there(registration: Registration) -> ShownCohort | None:
    found = whereabouts.of(registration)
    return ShownCohort(found.cohort, queries.seats_of([found.cohort.id])[found.cohort.id]) if found else None


def _waits_for_address(registration: Registration) -> bool:
    """Whether nothing but the proof of the address stands between somebody and the seat that is held."""
    cohort = registration.cohort
    has_spoken = registration.privacy_agreed_at is not None and registration.email_proved_at is None
    by_itself = registration.revision == 0 or (cohort.admission == "open" and cohort.on_free_seat == "confirm")
    return registration.state == states.OFFERED and cohort.verify_email and has_spoken and by_itself


def _put(name: str, reference: str, link_version: int) -> None:
    kept = dict(list(session.get(name, {}).items())[-MOST + 1 :])
    session[name] = {**kept, reference: link_version}
