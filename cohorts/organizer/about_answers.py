"""What an organizer can see and do about somebody's answers, for the page of a registration."""

from functools import cached_property

from flask import url_for
from flask_login import current_user

from cohorts.accounts import permissions
from cohorts.core import languages
from cohorts.questions import queries as forms
from cohorts.questions.asking import AFTER_SEAT, REGISTRATION
from cohorts.questions.wordings import AskedForm, AskedQuestion
from cohorts.registrations import editable, lacking, readable, said, states
from cohorts.registrations.models import Registration
from cohorts.registrations.readable import Readable


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
    def given(self) -> list[Readable]:
        """The answers as they were meant, those to deleted questions too; sensitive ones for who may see them."""
        found = readable.of(self._registration.id, languages.current())
        return [
            each for each in found if permissions.may(current_user, permissions.SENSITIVE) or not each.said.is_sensitive
        ]

    def file_url(self, token: str) -> str:
        """Where a file is downloaded."""
        return url_for("organizer.answer_file", reference=self._registration.reference, token=token)

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
        """Whether there are questions for who has a seat, and this person has one, or has answered them."""
        if not editable.questions_of(self.form.of_stage(AFTER_SEAT)):
            return False
        return self._registration.state == states.CONFIRMED or any(
            each.said.stage == AFTER_SEAT and not each.said.is_archived for each in self.given
        )
