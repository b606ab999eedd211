"""“A copy of your answers”: as they read, without files and without what is sensitive."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from cohorts.core import clock
from cohorts.core.text import words
from cohorts.mail.values import Lines
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration
from cohorts.registrations.said import Said

BOLD = Markup("<strong>{}</strong>")


def write(registration: Registration, answers: Sequence[Said]) -> None:
    """Write it to the applicant; once a minute at most."""
    letters.write(
        "answers_copy", registration, values={"answers": Lines(tuple(_lines(answers, registration.language)))},
        cause=f"answers:{registration.reference}:{clock.now():%Y%m%d%H%M}",
    )  # fmt: skip


def _lines(answers: Sequence[Said], language: str) -> Iterator[str]:
    for answer in answers:
        yield BOLD.format(words(answer.wording.label, language))
        # A mail has no lines within a line: each paragraph is one of its own.
        yield from (line for each in answer.lines(language) for line in each.splitlines())
        yield ""
