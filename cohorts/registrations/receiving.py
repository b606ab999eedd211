"""Files that come with a form of questions: taken in before the form is checked, and found again after a mistake."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from cohorts.core.database import db
from cohorts.core.errors import Refusal
from cohorts.files import sizes, uploads
from cohorts.files.models import Upload
from cohorts.questions.asking import AskingForm
from cohorts.questions.types.file import REMOVE, USUAL_MEGABYTES, FileField
from cohorts.questions.wordings import AskedQuestion

# Of a file that is a little too large, our sentence beside the field should arrive, not the page about too much.
ROOM = 2 * sizes.MEGA


def receive(form: AskingForm, *, cohort_id: int, sender: str, registration_id: int | None = None) -> None:
    """Take in what was sent with a form, and find what came before; never inside a verb.

    `sender`: the network address; `registration_id`: whose own files may stay what they are.
    """
    form.hide()
    for field in _fields(form):
        if field.fresh and not field.is_doubled and not field.is_hidden:
            _take(field, form, cohort_id, sender)
    recall(form, registration_id=registration_id)


def recall(form: AskingForm, *, registration_id: int | None = None) -> None:
    """Find the files that came with this form before, or are the registration's own."""
    fields = _fields(form)
    kept = _kept({field.token for field in fields if field.token}, form.key.data or "", registration_id)
    for field in fields:
        found = kept.get(field.token)
        if field.upload is None and found is not None and found.question_id == field.question.id:
            field.upload = found


def room_for(questions: Iterable[AskedQuestion]) -> int:
    """How many bytes of files these questions may bring."""
    files = [question.wording for question in questions if question.wording.type == "file"]
    return sum(int((wording.max or USUAL_MEGABYTES) * sizes.MEGA) + ROOM for wording in files)


def removes(sent: Mapping[str, object]) -> bool:
    """Whether the button was pressed that takes a file out of a form."""
    return any(name.startswith("q-") and name.endswith(REMOVE) for name in sent)


def _fields(form: AskingForm) -> list[FileField]:
    return [field for field in form.questions if isinstance(field, FileField)]


def _take(field: FileField, form: AskingForm, cohort_id: int, sender: str) -> None:
    file = field.fresh
    assert file is not None
    try:
        field.upload = uploads.receive(
            file.stream, name=file.filename or "", cohort_id=cohort_id, question_id=field.question.id,
            form_key=form.key.data or "", sender=sender, accept=field.accept, most_bytes=field.most_bytes,
        )  # fmt: skip
    except Refusal as refusal:
        field.refusal = str(refusal)


def _kept(tokens: set[str], form_key: str, registration_id: int | None) -> dict[str, Upload]:
    if not tokens:
        return {}
    found = uploads.of_form(tokens, form_key)
    if registration_id is not None:
        mine = select(Upload).where(Upload.registration_id == registration_id)
        found |= {upload.token: upload for upload in db.session.scalars(mine) if upload.token in tokens}
    return found
