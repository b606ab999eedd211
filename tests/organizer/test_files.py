"""Organizers look at the files that applicants sent, on both databases."""

import io
import zipfile

import pytest

from cohorts.activity.actors import applicant
from cohorts.core.tokens import one_time
from cohorts.programs import institution
from cohorts.programs import queries as programs
from cohorts.questions import queries
from cohorts.questions.asking import Given
from cohorts.questions.fields import Value
from cohorts.registrations import queries as queries_of
from cohorts.registrations import registrations, withdrawals
from tests.factories.files import JPEG, PDF, a_docx, an_upload
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort, a_program
from tests.factories.registrations import a_person

PATH = "/organizer/programs/selective/ottawa"


@pytest.fixture
def cohort(app, desk) -> int:
    """A cohort that asks for a CV, of any kind, and for a note of a doctor."""
    with app.app_context():
        cohort_id = a_cohort(capacity=10, program_id=a_program(slug="selective"), slug="ottawa")
        kinds = ("pdf", "docx", "jpeg")
        a_form(
            cohort_id, [written("cv", "file", accept=kinds), written("note", "file", accept=kinds, is_sensitive=True)]
        )
        return cohort_id


@pytest.fixture
def sent(app, cohort):
    """Register somebody with a file; their reference."""

    def send(content: bytes = PDF, name: str = "cv.pdf", key: str = "cv", who: str = "Ana Roy") -> str:
        with app.app_context():
            owner, question = institution.current(), asked_in(queries.of_cohort(cohort), key)
            form_key = one_time()
            upload = an_upload(
                cohort, question.id, content, name=name, form_key=form_key, accept=question.wording.accept
            )
            given = [Given(question, question.version_id, (Value(text=upload.name, upload=upload.token),))]
            return registrations.register(
                a_person(name=who), by=applicant(), cohort_id=cohort, privacy_notice_id=owner.privacy_notice_id,
                one_time_key=form_key, given=given,
            ).reference  # fmt: skip

    return send


def test_a_pdf_is_looked_at_in_a_page_that_frames_nothing_else(desk, sent):
    reference = sent()
    page = desk.client.get(f"{PATH}/files/cv")
    assert "Ana Roy" in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    address = page.text.partition('<iframe class="sight" src="')[2].partition('"')[0]
    assert address.startswith(f"/organizer/registrations/{reference}/files/")
    file = desk.client.get(address)
    assert (file.data, file.headers["Content-Type"]) == (PDF, "application/pdf")
    assert file.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    download = desk.client.get(address.partition("?")[0])
    assert download.headers["Content-Disposition"].startswith("attachment")


def test_files_are_looked_at_one_after_another_oldest_registration_first(desk, sent):
    for who in ("Ana", "Bo", "Chloé"):
        sent(who=who)
    first, second, third = (desk.text(f"{PATH}/files/cv?n={n}") for n in (1, 2, 3))
    assert ("1 of 3" in first, 'rel="prev"' in first, f'{PATH}/files/cv?n=2" rel="next"' in first) == (
        True,
        False,
        True,
    )
    assert "Bo</a>" in second
    assert ("Chloé</a>" in third, 'rel="next"' in third) == (True, False)
    assert desk.client.get(f"{PATH}/files/cv?n=4").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "seen"), [(JPEG, "me.jpg", '<img class="sight"'), (a_docx(), "cv.docx", "Download it to read")]
)
def test_pictures_are_shown_and_other_kinds_say_how_they_are_read(content, name, seen, desk, sent):
    sent(content, name)
    assert seen in desk.text(f"{PATH}/files/cv")


def test_where_nobody_sent_a_file_the_page_says_so(desk, cohort):
    assert "No files yet" in desk.text(f"{PATH}/files/cv")


@pytest.mark.parametrize("key", ["nothing", "name"])
def test_no_page_of_files_is_there_for_what_asks_for_none(key, desk, cohort):
    assert desk.client.get(f"{PATH}/files/{key}").status_code == 404


def test_a_file_is_only_at_the_address_of_its_own_registration(desk, sent):
    mine, other = sent(who="Ana"), sent(who="Bo")
    page = desk.text(f"{PATH}/files/cv")
    address = page.partition('<iframe class="sight" src="')[2].partition("?")[0]
    assert desk.client.get(address).status_code == 200
    assert desk.client.get(address.replace(mine, other)).status_code == 404


def test_all_files_come_as_one_zip_with_a_folder_for_each_question(desk, sent):
    ana, bo = sent(who="Ana Roy"), sent(a_docx(), "note.docx", key="note", who="Bo/Li")
    answer = desk.client.get(f"{PATH}/files.zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.namelist() == [f"cv/{ana} Ana Roy/cv.pdf", f"note/{bo} Bo Li/note.docx"]
    assert archive.read(f"cv/{ana} Ana Roy/cv.pdf") == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_registration_shows_its_answers_and_leads_to_its_file(desk, sent):
    reference = sent()
    page = desk.text(f"/organizer/registrations/{reference}")
    address = page.partition(f'<a href="/organizer/registrations/{reference}/files/')[2].partition('"')[0]
    assert "About cv" in page
    assert ">cv.pdf</a>" in page
    assert desk.client.get(f"/organizer/registrations/{reference}/files/{address}").data == PDF


def test_files_of_registrations_that_ended_are_looked_at_on_demand(app, desk, sent):
    sent(who="Ana"), sent(who="Bo")
    with app.app_context():
        first = queries_of.page_of(programs.cohort_with_seats("selective", "ottawa")[0].id, number=1).items[-1]
        withdrawals.withdraw(first.id, by=applicant(first.id))
    assert "1 of 1" in desk.text(f"{PATH}/files/cv")
    assert "1 of 2" in desk.text(f"{PATH}/files/cv?who=all")
