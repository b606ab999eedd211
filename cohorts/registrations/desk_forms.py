"""What organizers fill in about registrations: decisions, offers, reasons, another person, another cohort."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from cohorts.core.forms import Form, Lines
from cohorts.programs.fields import Count
from cohorts.registrations.forms import Email, Language, Name

LONGEST_NOTE = 2000


class DecisionForm(Form):
    """A decision: a note that the applicants read, and for who passes others in line a reason that they do not."""

    note = Lines(_l("Note to the applicants"), at_most=LONGEST_NOTE)
    reason = Lines(_l("Why out of turn"), at_most=LONGEST_NOTE)


class NextForm(Form):
    """How many of the first in line are offered a seat."""

    count = Count(_l("How many"), required=_l("Enter how many people are offered a seat"))


class RetractionForm(Form):
    """Taking an offer back."""

    reason = Lines(_l("Reason"), at_most=LONGEST_NOTE)


class TransferForm(Form):
    """Who is to take a registration over."""

    name = Name(_l("Enter their full name"))
    email = Email(_l("Email address"))
    language = Language(_l("Language of our messages"))


class RelocationForm(Form):
    """Where a registration moves."""

    to = RadioField(_l("Cohort"), coerce=int, validate_choice=False)

    def offer(self, cohorts: list[tuple[int, str]]) -> None:
        """Let one choose among these (id, words)."""
        self.to.choices = [SelectChoice(*cohort) for cohort in cohorts]

    def validate_to(self, field: Any) -> None:
        """One of those that are offered."""
        if field.data not in {choice.value for choice in field.choices}:
            field.errors = []
            raise StopValidation(str(_l("Choose a cohort")))
