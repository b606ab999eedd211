"""Uploads, on both databases."""

import io
import os
import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Connection, event, func, select
from sqlalchemy.exc import OperationalError

from cohorts.core import clock
from cohorts.core.database import db, verb
from cohorts.files import chunks, errors, uploads
from cohorts.files.models import Upload, UploadChunk
from tests.factories.files import JPEG, PDF, PNG, a_docx, a_file_question, an_odt, an_upload, zipped
from tests.factories.registrations import a_registration
from tests.proof import faults

MEGABYTE = 1_000_000


class Killed(BaseException):
    """What ends a process: nobody catches it."""


class Broken(io.BytesIO):
    """A stream whose sender goes away after what it holds."""

    error: type[BaseException] = ConnectionError

    def read(self, size=-1):
        data = super().read(size)
        if not data:
            raise self.error
        return data


class Killing(Broken):
    """A stream that is never read to its end: the process dies."""

    error = Killed


class Dribbling(io.BytesIO):
    """A stream that gives a little at a time."""

    def read(self, size=-1):
        return super().read(min(size, 1000))


def rows() -> tuple[int, int]:
    """(uploads, pieces) as the database says now."""
    db.session.rollback()
    return (
        db.session.scalar(select(func.count()).select_from(Upload)),
        db.session.scalar(select(func.count()).select_from(UploadChunk)),
    )


def only() -> Upload:
    db.session.expire_all()
    return db.session.query(Upload).one()


def a_large_file(size: int) -> bytes:
    return PDF + os.urandom(size - len(PDF))


def test_a_file_of_three_megabytes_is_twelve_pieces_and_comes_back_byte_for_byte(send):
    content = a_large_file(3 * 1024 * 1024)
    received = send(content, name="cv.pdf")
    assert (received.name, received.kind, received.size) == ("cv.pdf", "pdf", len(content))
    assert rows() == (1, 12)
    assert b"".join(uploads.pieces(only().id)) == content


def test_a_stream_that_dribbles_makes_whole_pieces(cohort, question):
    content = a_large_file(300_000)
    received = uploads.receive(
        Dribbling(content), name="cv.pdf", cohort_id=cohort, question_id=question, form_key="key", sender="192.0.2.7",
        accept=("pdf",), most_bytes=MEGABYTE,
    )  # fmt: skip
    assert received.size == 300_000
    assert rows() == (1, 2)


def test_nobody_owns_what_was_sent_and_no_secret_is_stored(send):
    received = send(PDF, form_key="my key", sender="192.0.2.7")
    upload = only()
    assert upload.registration_id is None
    assert upload.finished_at and upload.expires_at == upload.finished_at + timedelta(hours=24)
    stored = " ".join(map(str, vars(upload).values()))
    assert "my key" not in stored and "192.0.2.7" not in stored
    assert list(uploads.of_form([received.token], "my key")) == [received.token]


@pytest.mark.parametrize(
    ("content", "accept", "refusal", "said"),
    [
        (b"", ("pdf",), errors.Empty, "“cv.pdf” is empty."),
        (PNG, ("pdf", "docx"), errors.NotAccepted, "PDF, Word (.docx)"),
        (b"MZ\x90\x00\x03", ("pdf", "docx", "odt", "txt"), errors.NotAccepted, "What is in “cv.pdf”"),
        (zipped({"a.txt": b"a"}), ("docx", "odt"), errors.NotAccepted, "Word (.docx)"),
        (b"fine at first" * 30_000 + b"\x00", ("txt",), errors.NotAccepted, "plain text"),
        (a_docx("application/vnd.ms-word.document.macroEnabled.main+xml"), ("docx",), errors.NotAccepted, "Word"),
        (PDF, (), errors.NotAccepted, "cannot be taken"),
    ],
)
def test_what_is_in_a_file_decides_whether_it_is_taken(content, accept, refusal, said, send):
    with pytest.raises(refusal) as refused:
        send(content, accept=accept)
    assert said in str(refused.value)
    assert rows() == (0, 0)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (a_docx(), "docx"),
        (an_odt(), "odt"),
        (JPEG, "jpeg"),
        (PNG, "png"),
        ("Née à Montréal".encode(), "txt"),
    ],
)
def test_a_file_is_what_is_in_it_whatever_it_is_called(content, kind, send):
    assert send(content, name="cv.exe", accept=("pdf", "docx", "odt", "jpeg", "png", "txt")).kind == kind
    assert only().name == "cv.exe"


def test_a_file_over_the_limit_is_read_no_further_and_leaves_nothing(cohort, question):
    stream = io.BytesIO(a_large_file(9 * MEGABYTE))
    with pytest.raises(errors.TooLarge, match="larger than 1\u00a0MB") as refused:
        uploads.receive(
            stream, name="cv.pdf", cohort_id=cohort, question_id=question, form_key="key", sender="192.0.2.7",
            accept=("pdf",), most_bytes=MEGABYTE,
        )  # fmt: skip
    assert refused.value.status == 413
    assert stream.tell() < 2 * MEGABYTE
    assert rows() == (0, 0)


def test_a_file_exactly_at_the_limit_is_taken(send):
    assert send(a_large_file(MEGABYTE), most_bytes=MEGABYTE).size == MEGABYTE


def test_no_question_allows_more_than_the_installation(app, send):
    app.config["MAX_UPLOAD"] = 400_000
    with pytest.raises(errors.TooLarge, match="400\u00a0KB"):
        send(a_large_file(500_000), most_bytes=10 * MEGABYTE)


def test_a_sender_who_goes_away_leaves_nothing(cohort, question):
    with pytest.raises(ConnectionError):
        uploads.receive(
            Broken(a_large_file(600_000)), name="cv.pdf", cohort_id=cohort, question_id=question, form_key="key",
            sender="192.0.2.7", accept=("pdf",), most_bytes=MEGABYTE,
        )  # fmt: skip
    assert rows() == (0, 0)


def test_receiving_holds_no_transaction_while_it_waits_for_the_sender(cohort, question):
    class Watching(Dribbling):
        def read(self, size=-1):
            assert not db.session().in_transaction()
            return super().read(size)

    db.session.scalar(select(func.count()).select_from(Upload))
    uploads.receive(
        Watching(a_large_file(600_000)), name="cv.pdf", cohort_id=cohort, question_id=question, form_key="key",
        sender="192.0.2.7", accept=("pdf",), most_bytes=MEGABYTE,
    )  # fmt: skip
    assert rows() == (1, 3)


def test_a_crash_in_the_middle_leaves_an_unfinished_upload_that_goes_after_a_day(cohort, question):
    with pytest.raises(Killed):
        uploads.receive(
            Killing(a_large_file(600_000)), name="cv.pdf", cohort_id=cohort, question_id=question, form_key="key",
            sender="192.0.2.7", accept=("pdf",), most_bytes=MEGABYTE,
        )  # fmt: skip
    token = only().token
    assert rows() == (1, 2)
    assert uploads.of_form([token], "key") == {}
    with pytest.raises(errors.Gone):
        uploads.claim([token], form_key="key", registration_id=a_registration(cohort).id)
    assert uploads.forget() == 0
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert uploads.forget() == 1
        assert uploads.forget() == 0
    assert rows() == (0, 0)


def test_a_file_is_here_once_even_when_the_answer_to_each_commit_is_lost(send):
    content = a_large_file(600_000)
    commits: list[Connection] = []

    def lose(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            commits.append(connection)
            if len(commits) % 2:
                connection.exec_driver_sql("COMMIT")
                raise OperationalError("COMMIT", {}, faults.passing())

    event.listen(db.engine, "commit", lose)
    received = send(content)
    event.remove(db.engine, "commit", lose)
    assert len(commits) == 2 * (1 + 3 + 1)
    assert rows() == (1, 3)
    assert (only().token, only().size) == (received.token, len(content))
    assert b"".join(uploads.pieces(only().id)) == content


def test_a_claimed_file_stays(cohort, send):
    received = send(PDF)
    registration = a_registration(cohort).id
    for _ in range(2):
        uploads.claim([received.token], form_key="key", registration_id=registration)
    assert (only().registration_id, only().expires_at) == (registration, None)
    assert uploads.of_form([received.token], "key") == {}
    with time_machine.travel(clock.now() + timedelta(days=400)):
        assert uploads.forget() == 0
    assert b"".join(uploads.pieces(only().id)) == PDF


def test_nobody_claims_the_file_of_somebody_else(cohort, send):
    first, second = send(PDF), send(PDF, form_key="another")
    ana, zoe = a_registration(cohort).id, a_registration(cohort).id
    uploads.claim([first.token], form_key="key", registration_id=ana)
    for tokens, key in [([first.token], "key"), ([second.token], "key"), (["x" * 22], "key"), (["\x00"], "key")]:
        with pytest.raises(errors.Gone):
            uploads.claim(tokens, form_key=key, registration_id=zoe)
    assert uploads.of_form([second.token, "\x00", "\ud800", "a" * 100_000], "key") == {}


def test_claiming_goes_with_the_registration_or_not_at_all(cohort, send):
    mine, gone = send(PDF), "x" * 22
    registration = a_registration(cohort).id

    @verb
    def register() -> None:
        uploads.claim([mine.token], form_key="key", registration_id=registration)
        uploads.claim([gone], form_key="key", registration_id=registration)

    with pytest.raises(errors.Gone):
        register()
    assert only().registration_id is None


def test_claiming_nothing_is_nothing(cohort):
    uploads.claim([], form_key="key", registration_id=1)
    assert db.session.query(Upload).count() == 0


def test_a_released_file_goes_after_a_day(cohort, send):
    received = send(PDF)
    uploads.claim([received.token], form_key="key", registration_id=a_registration(cohort).id)
    uploads.release([only().id])
    assert only().registration_id is None
    assert uploads.forget() == 0
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert uploads.forget() == 1
    assert rows() == (0, 0)


def test_a_file_that_was_sent_by_mistake_is_removed_at_once(cohort, send):
    received, kept = send(PDF), send(PDF)
    uploads.discard(received.token, form_key="another")
    assert rows() == (2, 2)
    for _ in range(2):
        uploads.discard(received.token, form_key="key")
    assert rows() == (1, 1)
    uploads.claim([kept.token], form_key="key", registration_id=a_registration(cohort).id)
    uploads.discard(kept.token, form_key="key")
    assert rows() == (1, 1)


def test_a_file_claimed_while_it_is_forgotten_stays_whole(cohort, send):
    received = send(PDF)
    late = clock.now() + timedelta(hours=25)
    uploads.claim([received.token], form_key="key", registration_id=a_registration(cohort).id)
    chunks.remove(only().id, expired_at=late)
    assert b"".join(uploads.pieces(only().id)) == PDF


def test_a_file_is_claimed_whole_or_forgotten_whole_never_half(app, cohort, send):
    registration = a_registration(cohort).id
    content = a_large_file(20 * chunks.PIECE)
    for _ in range(5):
        token = send(content).token
        upload_id, late = uploads.of_form([token], "key")[token].id, clock.now() + timedelta(hours=25)
        db.session.rollback()
        start = threading.Barrier(2)

        def forget(upload_id=upload_id, late=late, start=start) -> None:
            with app.app_context():
                start.wait()
                chunks.remove(upload_id, expired_at=late)

        forgetting = threading.Thread(target=forget)
        forgetting.start()
        start.wait()
        try:
            uploads.claim([token], form_key="key", registration_id=registration)
        except errors.Gone:
            forgetting.join()
            assert rows() == (0, 0)
        else:
            forgetting.join()
            assert b"".join(uploads.pieces(upload_id)) == content
            uploads.release([upload_id])
            chunks.remove(upload_id)


def test_a_large_file_is_deleted_in_several_short_transactions(app, send, statements):
    app.config["MAX_UPLOAD"] = 100 * MEGABYTE
    send(a_large_file(40 * chunks.PIECE), most_bytes=100 * MEGABYTE)
    found = only().id
    with statements() as seen:
        chunks.remove(found)
    assert rows() == (0, 0)
    assert len([statement for statement in seen if statement.startswith("DELETE FROM upload_chunks")]) == 3


def test_one_form_sends_so_many_files(app, send):
    app.config["UPLOADS_PER_FORM"] = 2
    first = send(PDF)
    send(PDF)
    with pytest.raises(errors.TooManyInForm):
        send(PDF)
    send(PDF, form_key="another")
    uploads.discard(first.token, form_key="key")
    send(PDF)
    assert rows() == (3, 3)


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("not an address", "not an address", True),
    ],
)
def test_one_network_sends_so_much_without_registering(first, second, refused, app, send):
    app.config["UPLOADS_PER_SENDER"] = 500_000
    send(a_large_file(600_000), sender=first)
    if refused:
        with pytest.raises(errors.TooMuchFromHere):
            send(PDF, form_key="another", sender=second)
    else:
        send(PDF, form_key="another", sender=second)


def test_strangers_cannot_fill_the_disk(app, cohort, send):
    app.config["UPLOADS_UNCLAIMED"] = 500_000
    received = send(a_large_file(600_000), form_key="first", sender="192.0.2.1")
    with pytest.raises(errors.NoRoom):
        send(PDF, form_key="second", sender="192.0.2.2")
    uploads.claim([received.token], form_key="first", registration_id=a_registration(cohort).id)
    send(PDF, form_key="second", sender="192.0.2.2")


def test_many_tiny_files_take_room_too(app, send):
    app.config["UPLOADS_UNCLAIMED"] = 300_000
    for _ in range(3):
        send(PDF)
    with pytest.raises(errors.NoRoom):
        send(PDF)


def test_each_question_can_tell_its_own_files(cohort, question, send):
    other = a_file_question(cohort)
    mine, others = send(PDF), an_upload(cohort, other)
    found = uploads.of_form([mine.token, others.token], "key")
    assert {token: upload.question_id for token, upload in found.items()} == {
        mine.token: question,
        others.token: other,
    }


def test_a_file_that_vanishes_in_the_middle_is_no_shorter_file(send):
    send(a_large_file(600_000))
    reading = uploads.pieces(only().id)
    next(reading)
    chunks.remove(only().id)
    with pytest.raises(errors.Gone):
        next(reading)
    with pytest.raises(errors.Gone):
        uploads.pieces(99)
