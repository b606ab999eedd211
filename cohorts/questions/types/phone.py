"""A phone number, as people write it: no country is assumed."""

import re
import unicodedata

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from cohorts.core import text
from cohorts.questions.fields import QuestionField
from cohorts.questions.types.base import QuestionType

FEWEST, MOST, LONGEST = 6, 20, 40
WRITTEN = re.compile(r"\+?[0-9 ().\-/]+(?:,? ?(?:x|ext\.?|poste) ?[0-9]{1,6})?", re.IGNORECASE)
# The dashes that word processors make.
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


class PhoneField(QuestionField):
    """A number of 6 to 20 digits, with what people put between them."""

    missing = _l("Enter a phone number, such as 613-555-0123")
    attributes = {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}

    def check(self) -> None:
        """Digits, and the signs between them."""
        written = text.clean_line(unicodedata.normalize("NFKC", self.data)).translate(DASHES)
        written = "".join(sign for sign in written if unicodedata.category(sign) != "Cf")
        digits = sum(sign.isdigit() for sign in written)
        if len(written) > LONGEST or not WRITTEN.fullmatch(written) or not FEWEST <= digits <= MOST:
            sentence = gettext(
                "Enter a phone number of %(least)d to %(most)d digits, such as 613-555-0123 or +33 1 23 45 67 89",
                least=FEWEST,
                most=MOST,
            )
            raise ValidationError(sentence)
        self.data = written


class Phone(QuestionType):
    """A phone number."""

    name, title, rank = "phone", _l("Phone number"), 13
    field_class = PhoneField
