"""What somebody answered, for their own page: read where a page shows it."""

from functools import cached_property

from flask import url_for
from markupsafe import Markup

from cohorts.core import clock, languages, when
from cohorts.questions import queries as forms
from cohorts.questions.asking import AFTER_SEAT, REGISTRATION
from cohorts.questions.wordings import NOTHING, AskedForm
from cohorts.registrations import editable, readable, said
from cohorts.registrations.models import Registration
from cohorts.registrations.readable import Readable


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
        return bool(editable.now_of(self._registration, self.form, REGISTRATION, clock.now()))

    @cached_property
    def may_answer_more(self) -> bool:
        """Whether there are questions for who has a seat, and still time for them."""
        return bool(editable.now_of(self._registration, self.form, AFTER_SEAT, clock.now()))

    @cached_property
    def has_answered_more(self) -> bool:
        """Whether those questions are answered, as far as they must be."""
        mine = [each.said for each in self.given]
        answered = any(each.stage == AFTER_SEAT for each in mine)
        return answered and not said.missing(mine, self.form, AFTER_SEAT)

    @property
    def missing(self) -> int:
        """How many questions that must be answered have none, of those given when registering."""
        mine = [each.said for each in self.given]
        may = {question.id for question in editable.now_of(self._registration, self.form, REGISTRATION, clock.now())}
        return sum(question.id in may for question in said.missing(mine, self.form, REGISTRATION))

    @property
    def more_until(self) -> Markup | None:
        """The deadline of the questions for who has a seat, in words."""
        until, zone = self.form.after_seat_until, self._registration.cohort.timezone
        return when.day_and_time(until, zone, languages.current()) if until else None
