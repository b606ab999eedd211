"""What organizers fill in about seats held back: how many, and to whom one is given."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from cohorts.core.forms import Form, Line
from cohorts.programs.fields import Count
from cohorts.registrations.forms import Email, Language, Name
from cohorts.registrations.registrations import Person


class HeldBackForm(Form):
    """How many seats are held back."""

    held_back = Count(_l("Seats held back"), least=0, required=_l("Enter the number of seats; 0 holds none back"))
    was = HiddenField()


class GiftForm(Form):
    """To whom a seat that is held back is given."""

    name = Name(_l("Enter their full name"))
    email = Email(_l("Email address"))
    organization = Line(_l("Organization"))
    language = Language(_l("Language of our messages"))

    @property
    def person(self) -> Person:
        """What was said, as plain values."""
        return Person(self.name.data, self.email.data, self.organization.data or "", self.language.data)
