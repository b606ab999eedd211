"""A copy of one's answers, by mail."""

from cohorts.core.database import db, verb
from cohorts.core.errors import Missing
from cohorts.registrations import said
from cohorts.registrations.emails import answers_copy
from cohorts.registrations.models import Registration


@verb
def send(registration_id: int) -> None:
    """Mail somebody what they answered, to their own address; never what is sensitive, nor files. Raises Missing."""
    registration = db.session.get(Registration, registration_id)
    if registration is None:
        raise Missing
    answers = [each for each in said.of(registration_id) if not (each.is_sensitive or each.is_archived)]
    answers_copy.write(registration, [each for each in answers if each.wording.type != "file"])
