"""Files on their way out: headers, names, and zips that anybody can unpack."""

import io
import os
import zipfile
import zlib

import pytest
from werkzeug.http import parse_options_header

from cohorts import create_app
from cohorts.core.database import db
from cohorts.files import chunks, errors, serving
from cohorts.files.models import Upload
from tests.factories.files import JPEG, PDF, a_docx


@pytest.fixture
def app(settings):
    """An application of its own: the tests add pages to it."""
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def stored(send):
    """Send a file; its upload."""

    def store(content: bytes = PDF, name: str = "cv.pdf") -> Upload:
        token = send(content, name=name, accept=("pdf", "docx", "txt", "jpeg")).token
        return db.session.query(Upload).filter_by(token=token).one()

    return store


def unzipped(data: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    return archive


def test_a_file_is_served_as_a_download_that_nothing_runs(stored):
    upload = stored(PDF + os.urandom(600_000), name="Zoé’s CV.pdf")
    answer = serving.response(upload)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'self'"
    assert answer.headers["Cache-Control"] == "no-store"
    assert parse_options_header(answer.headers["Content-Disposition"]) == ("attachment", {"filename": "Zoé’s CV.pdf"})
    assert answer.content_length == upload.size == len(answer.get_data())


@pytest.mark.parametrize(
    ("content", "name", "how", "mime"),
    [
        (PDF, "cv.pdf", "inline", "application/pdf"),
        (JPEG, "me.jpg", "inline", "image/jpeg"),
        (a_docx(), "cv.docx", "attachment", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"<script>alert(1)</script>", "cv.html", "attachment", "text/plain"),
    ],
)
def test_only_what_browsers_show_is_shown_in_a_page(content, name, how, mime, stored):
    answer = serving.response(stored(content, name), inline=True)
    assert answer.headers["Content-Disposition"].partition(";")[0] == how
    assert answer.headers["Content-Type"] == mime
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_page_that_calls_itself_one_is_saved_as_the_text_that_it_is(stored):
    answer = serving.response(stored(b"<script>alert(1)</script>", "cv.html"))
    assert parse_options_header(answer.headers["Content-Disposition"])[1] == {"filename": "cv.html.txt"}


def test_a_file_is_sent_on_after_its_request_has_ended(app, stored):
    content = PDF + os.urandom(600_000)
    upload_id = stored(content).id

    @app.get("/file")
    def file():
        return serving.response(db.session.get_one(Upload, upload_id))

    page = app.test_client().get("/file", buffered=False)
    assert page.status_code == 200
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert b"".join(page.iter_encoded()) == content
    page.close()
    head = app.test_client().head("/file")
    assert (head.content_length, head.get_data()) == (len(content), b"")


def test_a_file_that_is_not_there_is_refused_before_anything_is_sent(stored):
    upload = stored()
    db.session.expunge(upload)
    chunks.remove(upload.id)
    with pytest.raises(errors.Gone):
        serving.response(upload)


def test_many_files_are_one_zip(stored):
    large = PDF + os.urandom(700_000)
    items = [("OTT-7K3M9Q/Zoé.pdf", stored(large).id), ("OTT-2B4C5D/cv.docx", stored(a_docx(), "cv.docx").id)]
    archive = unzipped(b"".join(serving.zipped(items)))
    assert archive.namelist() == ["OTT-7K3M9Q/Zoé.pdf", "OTT-2B4C5D/cv.docx"]
    assert archive.read("OTT-7K3M9Q/Zoé.pdf") == large
    assert archive.getinfo("OTT-2B4C5D/cv.docx").date_time[0] >= 2025


def test_an_empty_zip_is_a_zip(context):
    assert unzipped(b"".join(serving.zipped([]))).namelist() == []


def test_names_in_a_zip_are_safe_and_told_apart(stored):
    pdf = stored().id
    text = stored(b"a text", "a.txt").id
    paths = [
        ("a/cv.pdf", pdf), ("a/CV.pdf", pdf), ("A/cv.pdf", pdf), ("../../etc/cv.pdf", pdf), ("/cv.pdf", pdf),
        ("a//con/x.html", text), ("a\\b.pdf", pdf),
    ]  # fmt: skip
    assert unzipped(b"".join(serving.zipped(paths))).namelist() == [
        "a/cv.pdf", "a/CV (2).pdf", "A/cv (3).pdf", "file/file/etc/cv.pdf", "cv.pdf", "a/_con/x.html.txt", "b.pdf",
    ]  # fmt: skip


def test_a_file_that_has_gone_is_left_out_of_the_zip(stored):
    gone, there = stored(), stored()
    items = [("gone.pdf", gone.id), ("there.pdf", there.id)]
    chunks.remove(gone.id)
    assert unzipped(b"".join(serving.zipped(items))).namelist() == ["there.pdf"]


def test_a_file_that_goes_while_it_is_sent_ends_the_zip_with_an_error(stored):
    upload = stored(PDF + os.urandom(700_000))
    sending = serving.zipped([("cv.pdf", upload.id)])
    next(sending)
    chunks.remove(upload.id)
    with pytest.raises(errors.Gone):
        next(sending)


def test_a_zip_is_sent_piece_by_piece(stored):
    upload = stored(PDF + os.urandom(3_000_000))
    sent = list(serving.zipped((f"{n}.pdf", upload.id) for n in range(5)))
    assert sum(map(len, sent)) > 15_000_000
    assert max(map(len, sent)) < 600_000


def test_a_zip_is_a_download_whose_list_of_files_is_read_as_it_goes(app, stored):
    stored(), stored()

    def items():
        for upload in db.session.query(Upload.id).order_by(Upload.id):
            yield f"{upload.id}.pdf", upload.id

    @app.get("/zip")
    def zip_of_all():
        return serving.archive(items(), name="Ottawa: files")

    page = app.test_client().get("/zip")
    assert page.headers["Content-Type"] == "application/zip"
    assert parse_options_header(page.headers["Content-Disposition"])[1] == {"filename": "Ottawa_ files.zip"}
    assert len(unzipped(page.get_data()).namelist()) == 2


def test_a_program_that_unpacks_while_it_reads_sees_where_each_file_ends(stored):
    content = PDF + os.urandom(700_000)
    data = b"".join(serving.zipped([("cv.pdf", stored(content).id)]))
    reader = zlib.decompressobj(-zlib.MAX_WBITS)
    assert reader.decompress(data[30 + len("cv.pdf") :]) == content
    assert reader.eof and reader.unused_data.startswith(b"PK\x07\x08")
