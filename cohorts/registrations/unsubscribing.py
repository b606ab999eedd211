"""Getting no more informational mail of a program: by a link that names address and program, and opens nothing else."""

from typing import NamedTuple

from flask import current_app
from sqlalchemy import Select, select

from cohorts.activity import actors, trail
from cohorts.core import addresses, tokens
from cohorts.core.database import db, verb
from cohorts.core.errors import Missing
from cohorts.core.links import absolute
from cohorts.messages import suppressions
from cohorts.programs.models import Cohort, Program
from cohorts.registrations import news, states
from cohorts.registrations.models import Registration

UNSUBSCRIBE = "unsubscribe"
ONE_CLICK = ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")


class Leaving(NamedTuple):
    """How whoever gets a mail asks for no more of them: the headers for their mail program, and the link."""

    headers: tuple[tuple[str, str], ...]
    link: str


NONE = Leaving((), "")


class Subscription(NamedTuple):
    """What a link names: the address in the form in which addresses are compared, and the program."""

    address: str
    program: Program

    @property
    def has_left(self) -> bool:
        """Whether they asked for no more."""
        return suppressions.has_left(self.program.id, self.address)

    @property
    def has_something(self) -> bool:
        """Whether a registration of theirs is active, so that mail about it still comes."""
        mine = _theirs(self).where(Registration.state.in_(sorted(states.ACTIVE)))
        return db.session.scalar(mine.limit(1)) is not None


def of(registration: Registration) -> Leaving:
    """The way out of informational mail about a registration; headers only where the site has https (RFC 8058)."""
    token = tokens.sign(UNSUBSCRIBE, {"a": registration.email_key, "p": registration.cohort.program_id})
    return by(token, registration.language)


def by(token: str, language: str) -> Leaving:
    """The way out that a token opens."""
    link = absolute("public.unsubscribe", language=language, token=token)
    is_safe = str(current_app.config["BASE_URL"]).startswith("https://")
    return Leaving((("List-Unsubscribe", f"<{link}>"), ONE_CLICK) if is_safe else (), link)


def opened(token: str) -> Subscription:
    """What a link names; it does not end. Raises Missing, whatever is wrong with it."""
    try:
        said = tokens.read(UNSUBSCRIBE, token)
        address, program_id = str(said["a"]), int(said["p"])
    except (tokens.BadToken, KeyError, TypeError, ValueError) as error:
        raise Missing from error
    program = db.session.get(Program, program_id)
    if program is None:
        raise Missing
    return Subscription(addresses.canonical(address), program)


@verb
def leave(token: str) -> None:
    """Write them no more informational mail of the program, and no news. Done twice is done once. Raises Missing."""
    found = opened(token)
    suppressions.leave(found.program.id, found.address, by=actors.applicant())
    for each in db.session.scalars(_theirs(found).where(Registration.news_agreed_at.is_not(None))):
        changed, subject = news.withdraw(each), ("registration", each.id)
        trail.record("edit", by=actors.applicant(each.id), subject=subject, cohort_id=each.cohort_id, values=changed)


@verb
def come_back(token: str) -> None:
    """Write to them again; consent to news does not come back with it. Done twice is done once. Raises Missing."""
    found = opened(token)
    suppressions.come_back(found.program.id, found.address, by=actors.applicant())


def _theirs(found: Subscription) -> Select[Registration]:
    of_program = select(Cohort.id).where(Cohort.program_id == found.program.id)
    return select(Registration).where(Registration.email_key == found.address, Registration.cohort_id.in_(of_program))
