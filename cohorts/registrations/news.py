"""Consent to news of a program: asked apart from everything else, kept in the words that were shown."""

from flask_babel import lazy_gettext as _l

from cohorts.activity.trail import Values
from cohorts.core import clock
from cohorts.registrations.models import Registration

WORDING = _l("Write to me about other cohorts of this program")


def agree(registration: Registration, wording: str) -> Values:
    """They want news, asked in these words; what changes. The words of a consent that was given stay."""
    if registration.news_agreed_at is not None:
        return {}
    registration.news_agreed_at, registration.news_wording = clock.now(), wording
    return {"news": (None, wording)}


def withdraw(registration: Registration) -> Values:
    """They want no news, or none any more; what changes."""
    if registration.news_agreed_at is None:
        return {}
    was, registration.news_agreed_at, registration.news_wording = registration.news_wording, None, None
    return {"news": (was, None)}
