"""What the demo's people answer: checked by the same form that everybody fills in."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from werkzeug.datastructures import MultiDict

from cohorts.core import clock, tokens
from cohorts.core.database import add
from cohorts.core.paths import folder
from cohorts.files import chunks, room, uploads
from cohorts.files.models import Upload
from cohorts.files.uploads import Received
from cohorts.loading.demo_pdf import a_pdf
from cohorts.questions import asking, queries
from cohorts.questions.asking import AskingForm, Given
from cohorts.questions.wordings import AskedQuestion

Said = dict[str, Any]


class _DemoForm(AskingForm):
    """The questions alone, filled in without a browser."""

    class Meta(AskingForm.Meta):
        """No browser, so nobody's cookie is borrowed."""

        csrf = False


def has_answers(name: str, cohort_id: int, stage: str) -> bool:
    """Whether somebody answers what is asked at this stage."""
    return any(True for _question in _said(name, cohort_id, stage))


def given(name: str, *, cohort_id: int, language: str, stage: str, form_key: str) -> list[Given]:
    """The answers of a person of the demo; inside the demo's verb. Raises ValueError where the form refuses them."""
    said = list(_said(name, cohort_id, stage))
    asked = queries.of_cohort(cohort_id)
    typed = [
        (question.name + suffix, each)
        for question, suffix, value in said if question.wording.type != "file"
        for each in (value if isinstance(value, list) else [value])
    ]  # fmt: skip
    form = asking.form_of(_DemoForm, asked, language, stage)(formdata=MultiDict(typed))
    form.shown_versions.data = form.versions_now
    files = {question.id: title for question, _suffix, title in said if question.wording.type == "file"}
    for field in form.questions:
        if field.question.id in files:
            field.upload = _received(field.question, cohort_id, files[field.question.id], form_key)
    if not form.validate():
        raise ValueError(f"{name}: {form.errors}")
    answers: list[Given] = form.given
    return answers


def _said(name: str, cohort_id: int, stage: str) -> Iterator[tuple[AskedQuestion, str, Any]]:
    asked = {question.key: question for question in queries.of_cohort(cohort_id).of_stage(stage)}
    for key, value in _everybody().get(name, {}).items():
        question, dash, rest = key.partition("-")
        if question in asked:
            yield asked[question], dash + rest, value


@lru_cache
def _everybody() -> dict[str, Said]:
    return tomllib.loads((folder("config") / "demo-answers.toml").read_text("utf-8"))


def _received(question: AskedQuestion, cohort_id: int, title: str, form_key: str) -> Received:
    # Files come in by transactions of their own; the demo's are made with it, all or nothing.
    now, content = clock.now(), a_pdf(title)
    upload = Upload(
        token=tokens.one_time(), cohort_id=cohort_id, question_id=question.id, form_key=room.form(form_key),
        sender=room.sender(""), name=f"{title}.pdf", kind="pdf", size=0, created_at=now, finished_at=now,
        expires_at=now + uploads.LIFETIME,
    )  # fmt: skip
    add(upload)
    chunks.append(upload.id, 0, content)
    return Received(upload.token, upload.name, upload.kind, len(content))
