"""Files of every kind, and questions that ask for one."""

import io
import zipfile
from itertools import count

from cohorts.activity.actors import applicant
from cohorts.core import clock
from cohorts.core.database import add, db, verb
from cohorts.files import uploads
from cohorts.files.uploads import Received
from cohorts.questions.asking import Given
from cohorts.questions.fields import Value
from cohorts.questions.models import Question, QuestionForm
from cohorts.questions.wordings import AskedQuestion
from cohorts.registrations import answering
from cohorts.registrations.models import Registration

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
numbers = count(1)


def zipped(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def a_docx(main: str = MAIN, **entries: bytes) -> bytes:
    """A document as Word writes it; `main` is what it says it is."""
    told = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'.encode()
    return zipped({"[Content_Types].xml": told, "word/document.xml": b"<w:document/>", **entries})


def an_odt() -> bytes:
    """A document as LibreOffice writes it."""
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}, zipfile.ZIP_STORED)


@verb
def a_file_question(cohort_id: int) -> int:
    """A question of this cohort that an answer with a file can refer to; its id."""
    form = db.session.query(QuestionForm).filter_by(cohort_id=cohort_id).one_or_none()
    if form is None:
        form = QuestionForm(cohort_id=cohort_id, created_at=clock.now())
        add(form)
    question = Question(form_id=form.id, key=f"file_{next(numbers)}", position=next(numbers))
    add(question)
    return question.id


def an_upload(cohort_id: int, question_id: int, content: bytes = PDF, **changes: object) -> Received:
    """A file that somebody sent."""
    said: dict = {
        "name": "cv.pdf", "form_key": "key", "sender": "192.0.2.7", "accept": ("pdf", "docx", "txt"),
        "most_bytes": 10_000_000,
    }  # fmt: skip
    return uploads.receive(io.BytesIO(content), cohort_id=cohort_id, question_id=question_id, **{**said, **changes})


def a_file_of(registration: Registration, question: AskedQuestion, content: bytes = PDF) -> str:
    """A file as the answer of a registration to a question; its token."""
    key = f"key {next(numbers)}"
    sent = an_upload(registration.cohort_id, question.id, content, form_key=key, accept=question.wording.accept)
    given = [Given(question, question.version_id, (Value(text=sent.name, upload=sent.token),))]
    answering.change(registration.id, given, asked={question.id}, by=applicant(registration.id), form_key=key)
    return sent.token
