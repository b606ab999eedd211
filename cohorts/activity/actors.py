"""Who acts: an organizer, the applicant, the clock, the command line, an import."""

from typing import NamedTuple


class Actor(NamedTuple):
    """A kind, and for people the key of who it is."""

    kind: str
    key: int | None = None


def organizer(user_id: int) -> Actor:
    """A person who signed in."""
    return Actor("organizer", user_id)


def applicant(registration_id: int | None = None) -> Actor:
    """The person of a registration; without one, a visitor who registers now."""
    return Actor("applicant", registration_id)


CLOCK = Actor("clock")
COMMAND_LINE = Actor("cli")
IMPORT = Actor("import")
KINDS = ("organizer", "applicant", "clock", "cli", "import")
