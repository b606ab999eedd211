"""What organizers fill in to sign in."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from cohorts.core import addresses
from cohorts.core.forms import Form, Line

ADDRESS_MISSING = _l("Enter an email address with an @, such as name@example.ca")


def an_address(_form: Any, field: Any) -> None:
    """Refuse what is no address that we can write to."""
    try:
        field.data = addresses.check(field.data)
    except addresses.InvalidAddress as error:
        raise StopValidation(str(error)) from error


class SignInForm(Form):
    """The address that the link goes to."""

    email = Line(_l("Email address"), at_most=addresses.LONGEST, required=ADDRESS_MISSING, validators=[an_address])
