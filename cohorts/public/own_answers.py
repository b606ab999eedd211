"""What somebody answered, for their own page: read where a page shows it."""

from datetime import datetime
from functools import cached_property

from flask import url_for

from cohorts.core import languages
from cohorts.questions import queries as forms
from cohorts.questions.asking import AFTER_SEAT, REGISTRATION
from cohorts.questions.wordings import NOTHING, AskedForm, AskedQuestion
from cohorts.registrations import lacking, readable, said
from cohorts.registrations.models import Registration
from cohorts.registrations.readable import Readable
from cohorts.registrations.said import Said


class OwnAnswers:
    """The answers of one registration, and which of them its person may change now."""

    def __init__(self, registration: Registration) -> None:
        """Reads nothing yet."""
        self._registration = registration

    @cached_property
    def form(self) -> AskedForm:
        """What its cohort asks."""
        return forms.of_cohort(self._registration.cohort_id)

    @cached_property
    def given(self) -> list[Readable]:
        """The answers in the form's order; deleted questions are not shown."""
        if self.form is NOTHING:
            return []
        found = readable.of(self._registration.id, languages.current())
        return [each for each in found if not each.said.is_archived]

    def file_url(self, token: str) -> str:
        """Where one of their files is downloaded."""
        return url_for("public.answer_file", reference=self._registration.reference, token=token)

    @cached_property
    def may_change(self) -> bool:
        """Whether an answer given when registering may be changed."""
        return bool(self._open(REGISTRATION))

    @cached_property
    def may_answer_more(self) -> bool:
        """Whether there are questions for who has a seat, and still time for them."""
        return bool(self._open(AFTER_SEAT))

    @cached_property
    def has_answered_more(self) -> bool:
        """Whether those questions are answered, as far as they must be."""
        answered = any(each.stage == AFTER_SEAT for each in self._said)
        return answered and not said.missing(self._said, self.form, AFTER_SEAT)

    @cached_property
    def missing(self) -> list[AskedQuestion]:
        """The questions asked when registering that must be answered and are not."""
        missing = lacking.of(self._registration, self.form, self._said)
        return [question for question in missing if question.stage == REGISTRATION]

    @property
    def more_until(self) -> datetime | None:
        """The deadline of the questions for who has a seat."""
        return self.form.after_seat_until

    @property
    def _said(self) -> list[Said]:
        return [each.said for each in self.given]

    def _open(self, stage: str) -> list[AskedQuestion]:
        return lacking.open_to(self._registration, self.form, stage, self._said)
