"""“Your link again”: one mail with the links of all registrations of an address."""

from collections.abc import Sequence

from cohorts.core import clock
from cohorts.core.catalogue import translations
from cohorts.core.text import words
from cohorts.mail.values import Links, Value
from cohorts.registrations import links, states
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registrations: Sequence[Registration]) -> None:
    """Write it to the address of these registrations, newest first; once a minute at most."""
    newest = registrations[0]
    if len(registrations) == 1:
        values: dict[str, Value] = {"state": state_in_words(newest, newest.language), "links": ""}
    else:
        several = tuple((_label(each, newest.language), links.manage(each)) for each in registrations)
        values = {"state": "", "manage_link": "", "links": Links(several)}
    references = "+".join(each.reference for each in registrations)
    letters.write("links_again", newest, values=values, cause=f"links:{references}:{clock.now():%Y%m%d%H%M}")


def state_in_words(registration: Registration, language: str) -> str:
    """How it stands, as its applicant is told."""
    _ = translations(language).gettext
    return {
        states.CONFIRMED: _("You have a seat"),
        states.OFFERED: _("A seat is held for you"),
        states.WAITLISTED: _("On the waiting list"),
        states.PENDING: _("Waiting for a decision"),
        states.REJECTED: _("Not selected"),
        states.DECLINED: _("You gave up the seat"),
        states.EXPIRED: _("The offer has ended"),
        states.WITHDRAWN: _("You withdrew"),
        states.CANCELLED: _("Cancelled by the organizers"),
    }[registration.state]


def _label(registration: Registration, language: str) -> str:
    cohort = registration.cohort
    parts = (
        words(cohort.program.title, language),
        words(cohort.title, language),
        state_in_words(registration, language),
    )
    return " · ".join(parts)
