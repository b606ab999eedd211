"""What placeholders look like, and messages as they would go out, with links that open nothing."""

from email import message_from_bytes, policy

from cohorts.core import languages
from cohorts.mail.rendering import Outgoing
from cohorts.mail.values import as_line
from cohorts.messages.placeholders import Placeholder


def sample_of(placeholder: Placeholder) -> str:
    """What it looks like, on one line."""
    return "" if placeholder.is_link else as_line(placeholder.sample_in(languages.current()))


def html_of(message: Outgoing) -> str:
    """Its HTML part."""
    part = message_from_bytes(message.body, policy=policy.default).get_body(("html",))
    return str(part.get_content()) if part else ""
