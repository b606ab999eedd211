"""Files in the forms of applicants: received before anything is checked, kept from page to page."""

from collections.abc import Collection, Iterable

from flask import request

from cohorts.core import requests
from cohorts.core.errors import Refusal
from cohorts.files import uploads
from cohorts.files.sizes import MEGA
from cohorts.public.typed import Typed, replaced
from cohorts.questions.asking import AskingForm
from cohorts.questions.types.file import KEPT, REMOVE, USUAL_MEGABYTES, FileField
from cohorts.questions.wordings import AskedQuestion

# Of a file that is a little too large, our sentence beside the field should arrive, not the page about too much.
ROOM = 2 * MEGA


def make_room(questions: Iterable[AskedQuestion]) -> None:
    """Let this request bring the files that these questions ask for; call it before its form is read."""
    wanted = [question.wording.max or USUAL_MEGABYTES for question in questions if _is_file(question)]
    if wanted:
        requests.allow(sum(int(most * MEGA) + ROOM for most in wanted))


def are_asked(questions: Iterable[AskedQuestion]) -> bool:
    """Whether any of these asks for a file."""
    return any(map(_is_file, questions))


def take_in(form: AskingForm, names: Collection[str], *, cohort_id: int) -> None:
    """Receive what came into the fields of these names, each refusal beside its field; find what came before."""
    form.hide()
    for field in _fields(form):
        if field.name in names and field.fresh and not field.is_doubled and not field.is_hidden:
            _receive(field, form.key.data, cohort_id)
        elif field.name in names and field.is_removed:
            uploads.discard(request.form.get(field.name + KEPT, ""), form_key=form.key.data)
    find(form)


def find(form: AskingForm) -> None:
    """Find the files that the form says it sent before."""
    waiting = [field for field in _fields(form) if field.token and not field.upload]
    found = uploads.of_form({field.token for field in waiting}, form.key.data) if waiting else {}
    for field in waiting:
        upload = found.get(field.token)
        # Another question of the same form takes other kinds of files.
        if upload is not None and upload.question_id == field.question.id:
            field.upload = upload


def is_removing(form: AskingForm) -> bool:
    """Whether the button beside a file was pressed: the form only comes back without it."""
    return any(field.name + REMOVE in request.form for field in _fields(form))


def noted(form: AskingForm, typed: Typed) -> Typed:
    """What was typed, with what the files are called now."""
    for field in _fields(form):
        typed = replaced(typed, field.name + REMOVE, "")
        typed = replaced(typed, field.name + KEPT, field.token)
    return typed


def _receive(field: FileField, form_key: str, cohort_id: int) -> None:
    before, sent = field.token, field.fresh
    if sent is None:
        return
    try:
        field.upload = uploads.receive(
            sent.stream, name=sent.filename or "", cohort_id=cohort_id, question_id=field.question.id,
            form_key=form_key, sender=request.remote_addr or "", accept=field.accept, most_bytes=field.most_bytes,
        )  # fmt: skip
    except Refusal as refusal:
        field.refusal = str(refusal)
        return
    finally:
        sent.close()
    field.token = field.data = field.upload.token
    if before:
        uploads.discard(before, form_key=form_key)


def _fields(form: AskingForm) -> list[FileField]:
    return [field for field in form.questions if isinstance(field, FileField)]


def _is_file(question: AskedQuestion) -> bool:
    return question.wording.type == "file"
