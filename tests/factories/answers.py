"""Answers, typed into the form of a cohort as its people do."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from cohorts.activity.actors import applicant
from cohorts.core import tokens
from cohorts.programs import institution
from cohorts.questions import asking, queries
from cohorts.questions.asking import REGISTRATION, AskingForm, Given
from cohorts.questions.fields import Value
from cohorts.questions.wordings import AskedForm
from cohorts.registrations import queries as people
from cohorts.registrations import registrations
from cohorts.registrations.models import Registration
from tests.factories.registrations import a_person


class _Answers(AskingForm):
    class Meta(AskingForm.Meta):
        csrf = False


def given(form: AskedForm, answers: dict[str, object], stage: str = REGISTRATION) -> list[Given]:
    """What a form holds that was answered so, by key: a word, several, or for files a received upload."""
    asked = {question.key: question for question in form.of_stage(stage)}
    files = [_file(asked[key], said) for key, said in answers.items() if hasattr(said, "token")]
    pairs = [
        (asked[key].name, text)
        for key, said in answers.items()
        if not hasattr(said, "token")
        for text in (said if isinstance(said, list) else [said])
    ]
    filled = asking.form_of(_Answers, form, "en", stage)(formdata=MultiDict(pairs))
    filled.shown_versions.data = filled.versions_now
    filled.hide()
    for field in filled.questions:
        if not field.is_hidden and not field.is_blank:
            field.check()
    return [*filled.given, *files]


def _file(question, received) -> Given:
    return Given(question, question.version_id, (Value(text=received.name, upload=received.token),))


def answered(
    cohort_id: int, answers: dict[str, object] | Sequence[Given], *, key: str | None = None, **changes: str
) -> Registration:
    """Somebody who registered with these answers, by the keys of their questions."""
    owner, form = institution.current(), queries.of_cohort(cohort_id)
    assert owner is not None
    outcome = registrations.register(
        a_person(**changes), by=applicant(), cohort_id=cohort_id, privacy_notice_id=owner.privacy_notice_id,
        one_time_key=key or tokens.one_time(),
        given=given(form, answers) if isinstance(answers, dict) else answers,
    )  # fmt: skip
    return people.by_reference(outcome.reference)
