"""How somebody stands now, in a sentence and with what belongs to it: for mails after an act of the organizers."""

from markupsafe import Markup

from cohorts.core import when
from cohorts.core.catalogue import translations
from cohorts.core.numbers import number
from cohorts.mail.values import Value
from cohorts.registrations import queries, states
from cohorts.registrations.emails import more_questions
from cohorts.registrations.models import Registration


def values(registration: Registration) -> dict[str, Value]:
    """The sentence on the state, and what else is asked of who has a seat."""
    return {"outcome": _sentence(registration), **more_questions.values(registration)}


def _sentence(registration: Registration) -> str:
    language = registration.language
    _ = translations(language).gettext
    if registration.state == states.WAITLISTED:
        position = number(queries.position(registration) or 0, language)
        return _("All seats are taken: you are no. %(position)s on the waiting list.") % {"position": position}
    if registration.state == states.OFFERED and registration.offer_ends_at:
        deadline = when.until(registration.offer_ends_at, registration.cohort.timezone, language)
        held = Markup(_("A seat is held for you until %(deadline)s. Accept it by the link below."))
        return held % {"deadline": deadline}
    return {
        states.CONFIRMED: _("You have a seat."),
        states.PENDING: _("The organizers have not decided yet. They will write to you."),
    }[registration.state]
