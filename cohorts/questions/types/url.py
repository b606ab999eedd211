"""A web address."""

import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

import idna
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from cohorts.core import text
from cohorts.questions.fields import QuestionField
from cohorts.questions.types.base import QuestionType

LONGEST = 500
WEB = re.compile(r"https?://", re.IGNORECASE)
# `example.ca:8080` is a server with its port, `mailto:ana` is not.
OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
NEVER_IN_ADDRESSES = set('\\<>"{}|^`')


class UrlField(QuestionField):
    """An address that begins with http:// or https://, which may be left out."""

    missing = _l("Enter a web address, such as https://example.ca")
    attributes = {"type": "url", "autocomplete": "url", "inputmode": "url", "spellcheck": "false"}

    def check(self) -> None:
        """Leads to a server by its name."""
        written = "".join(c for c in text.clean_line(self.data) if unicodedata.category(c) != "Cf")
        if OTHER_SCHEME.match(written) and not WEB.match(written):
            raise ValidationError(gettext("Enter an address that begins with https:// or http://"))
        address = written if WEB.match(written) else f"https://{written}"
        if len(address) > LONGEST:
            raise ValidationError(
                gettext("Use at most %(most)d characters; there are %(now)d.", most=LONGEST, now=len(address))
            )
        if not _leads_somewhere(address):
            raise ValidationError(gettext("Enter a whole web address, such as https://example.ca/page"))
        self.data = address


class Url(QuestionType):
    """A web address."""

    name, title, rank = "url", _l("Web address"), 14
    field_class = UrlField


def _leads_somewhere(address: str) -> bool:
    if " " in address or NEVER_IN_ADDRESSES & set(address):
        return False
    try:
        parts = urlsplit(address)
        return "@" not in parts.netloc and (parts.port or 1) > 0 and _is_named(parts)
    except ValueError:
        return False


def _is_named(parts: SplitResult) -> bool:
    # A name with a dot, whose last part is no number: addresses of machines alone lead strangers nowhere.
    host = (parts.hostname or "").removesuffix(".")
    try:
        labels = idna.encode(host, uts46=True).decode().split(".")
    except idna.IDNAError:
        return False
    return len(labels) > 1 and not labels[-1].isdigit()
