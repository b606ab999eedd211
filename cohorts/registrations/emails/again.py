"""How somebody comes back whose registration has ended: in a sentence of several mails."""

from cohorts.core.catalogue import translations
from cohorts.mail.values import Value
from cohorts.registrations.models import Registration


def values(registration: Registration) -> dict[str, Value]:
    """The sentence, as the cohort lets people in."""
    _ = translations(registration.language).gettext
    if registration.cohort.admission == "review":
        return {"again": _("If you would like to come after all, you can apply again while applications are open.")}
    return {"again": _("If you would like to come after all, you can register again while registration is open.")}
