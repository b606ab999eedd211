"""Files in the forms of applicants: received before anything is checked, kept from page to page."""

from collections.abc import Collection, Iterable

from flask import request

from cohorts.core import requests
from cohorts.files import uploads
from cohorts.public.typed import Typed, replaced
from cohorts.questions.asking import AskingForm
from cohorts.questions.types.file import KEPT, REMOVE, FileField
from cohorts.questions.wordings import AskedQuestion
from cohorts.registrations import receiving


def are_asked(questions: Iterable[AskedQuestion]) -> bool:
    """Whether any of these asks for a file."""
    return any(question.wording.type == "file" for question in questions)


def make_room(questions: Collection[AskedQuestion]) -> None:
    """Let this request bring the files that these questions ask for; call it before its form is read."""
    if are_asked(questions):
        requests.allow(receiving.room_for(questions))


def take_in(form: AskingForm, *, cohort_id: int) -> None:
    """Receive what the form brought, each refusal beside its field; find what came before."""
    form.hide()
    before = {field.name: field.token for field in _fields(form)}
    streams = [field.fresh for field in _fields(form) if field.fresh]
    for field in _fields(form):
        if field.is_hidden:
            field.fresh = None
        elif field.is_removed:
            uploads.discard(request.form.get(field.name + KEPT, ""), form_key=form.key.data)
    receiving.receive(form, cohort_id=cohort_id, sender=request.remote_addr or "")
    for field in _fields(form):
        if field.upload and field.upload.token != before[field.name]:
            uploads.discard(before[field.name], form_key=form.key.data)
            field.token = field.data = field.upload.token
    for stream in streams:
        stream.close()


def find(form: AskingForm) -> None:
    """Find the files that the form says it sent before."""
    receiving.recall(form)


def is_removing(form: AskingForm) -> bool:
    """Whether the button beside a file was pressed: the form only comes back without it."""
    return any(field.name + REMOVE in request.form for field in _fields(form))


def noted(form: AskingForm, typed: Typed) -> Typed:
    """What was typed, with what the files are called now."""
    for field in _fields(form):
        typed = replaced(typed, field.name + REMOVE, "")
        typed = replaced(typed, field.name + KEPT, field.token)
    return typed


def _fields(form: AskingForm) -> list[FileField]:
    return [field for field in form.questions if isinstance(field, FileField)]
