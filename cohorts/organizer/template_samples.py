"""What placeholders look like, and messages as they would go out, with links that open nothing."""

from email import message_from_bytes, policy

from cohorts.core import languages
from cohorts.mail.rendering import Outgoing
from cohorts.mail.values import Lines, as_line
from cohorts.messages.placeholders import Placeholder


def sample_of(placeholder: Placeholder) -> str:
    """What it looks like, on one line."""
    value = placeholder.sample_in(languages.current())
    if placeholder.is_link:
        return ""
    return " · ".join(map(as_line, value.lines)) if isinstance(value, Lines) else as_line(value)


def html_of(message: Outgoing) -> str:
    """Its HTML part."""
    part = message_from_bytes(message.body, policy=policy.default).get_body(("html",))
    return str(part.get_content()) if part else ""
