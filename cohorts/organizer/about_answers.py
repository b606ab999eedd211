"""What an organizer can see and do about somebody's answers, for the page of a registration."""

from functools import cached_property

from cohorts.questions import queries as forms
from cohorts.questions.asking import AFTER_SEAT, REGISTRATION
from cohorts.questions.wordings import AskedForm, AskedQuestion
from cohorts.registrations import editable, lacking, said
from cohorts.registrations.models import Registration


class AboutAnswers:
    """The answers of one registration: what is missing, what can be corrected."""

    def __init__(self, registration: Registration) -> None:
        """Reads nothing yet."""
        self._registration = registration

    @cached_property
    def form(self) -> AskedForm:
        """What its cohort asks."""
        return forms.of_cohort(self._registration.cohort_id)

    @cached_property
    def missing(self) -> list[AskedQuestion]:
        """What the person must still answer, and may."""
        if not self.form.questions:
            return []
        return lacking.of(self._registration, self.form, said.of(self._registration.id))

    @property
    def may_correct(self) -> bool:
        """Whether there are questions that were asked when registering."""
        return bool(editable.questions_of(self.form.of_stage(REGISTRATION)))

    @property
    def may_correct_more(self) -> bool:
        """Whether there are questions for who has a seat."""
        return bool(editable.questions_of(self.form.of_stage(AFTER_SEAT)))
