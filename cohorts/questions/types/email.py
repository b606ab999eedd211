"""An e-mail address."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from cohorts.core import addresses, text
from cohorts.questions.fields import QuestionField
from cohorts.questions.types.base import QuestionType


class EmailField(QuestionField):
    """An address that mail can be sent to; no name server is asked."""

    missing = _l("Enter an email address with an @, such as name@example.ca")
    attributes = {"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": "false"}

    def check(self) -> None:
        """An address as the mails of the site accept it."""
        self.data = text.clean_line(self.data)
        try:
            self.data = addresses.check(self.data)
        except addresses.InvalidAddress as mistake:
            raise ValidationError(str(mistake)) from mistake


class Email(QuestionType):
    """An e-mail address."""

    name, title, rank = "email", _l("Email address"), 12
    field_class = EmailField
