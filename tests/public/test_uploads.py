"""Files that come with registering: received before anything is checked, kept until the registration has them."""

import io
import re

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from cohorts.core.database import db
from cohorts.files import uploads
from cohorts.files.models import Upload
from cohorts.programs.models import Cohort
from cohorts.registrations import said
from cohorts.registrations.models import Registration
from tests.factories.files import JPEG, PDF
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort, a_program
from tests.factories.questions import only_if
from tests.public.asking import Controls, multipart, send, text
from tests.public.test_registrations import state_of

CV = written("cv", "file", label="Your CV", required=True, accept=("pdf",), max=3)
PERSON = {"name": "Ana Roy", "email": "ana@example.ca", "privacy": "yes"}


@pytest.fixture
def ask(app, cohort):
    """Makes the cohort's form; how its fields are called, by key."""

    def ask(*questions, slug="ottawa"):
        with app.app_context():
            cohort_id = db.session.scalars(select(Cohort.id).where(Cohort.slug == slug)).one()
            return {question.key: question.name for question in a_form(cohort_id, questions).everything}

    return ask


def file(content=PDF, name="cv.pdf"):
    return io.BytesIO(content), name


def answer_of(app):
    """(name, bytes) of the one file that the one registration has."""
    with app.app_context():
        [registration] = db.session.scalars(select(Registration.id))
        [answer] = said.of(registration)
        upload = db.session.scalars(select(Upload).where(Upload.registration_id == registration)).one()
        assert [value.upload for value in answer.values] == [upload.token] and upload.expires_at is None
        return upload.name, b"".join(uploads.pieces(upload.id))


def count(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Upload))


def test_a_file_is_the_registrations_once_it_is_sent(app, client, cohort, ask):
    names = ask(CV)
    page = client.get(f"/en{cohort}/register")
    assert Controls(text(page)).is_multipart and "PDF, at most 3" in text(page)
    large = PDF + b"%" * 2_000_000
    assert state_of(send(client, page, **PERSON, **{names["cv"]: file(large)})) == "confirmed"
    assert answer_of(app) == ("cv.pdf", large)


def test_a_form_without_files_takes_none_and_no_larger_body(client, cohort, ask):
    ask(written("why"))
    page = client.get(f"/en{cohort}/register")
    assert "multipart" not in text(page)
    answer = client.post(f"/en{cohort}/register", **multipart(MultiDict([("x", file(b"x" * 1_100_000))])))
    assert answer.status_code == 413


def test_a_file_stays_where_something_else_is_wrong(app, client, cohort, ask):
    names = ask(CV)
    page = client.get(f"/en{cohort}/register")
    page = send(client, page, **{**PERSON, "name": ""}, **{names["cv"]: file()})
    assert page.status_code == 422 and "Enter your full name" in text(page)
    assert re.search(r"cv\.pdf, 1.KB", text(page)) and "Remove" in text(page)
    assert state_of(send(client, page, name="Ana Roy")) == "confirmed"
    assert answer_of(app) == ("cv.pdf", PDF) and count(app) == 1


def test_a_file_stays_when_the_language_changes(app, client, cohort, ask):
    names = ask(CV)
    page = client.get(f"/en{cohort}/register")
    page = send(client, page, _at=f"/fr{cohort}/register", **PERSON, switch_language="fr", **{names["cv"]: file()})
    assert page.status_code == 200 and re.search(r"cv\.pdf, 1.", text(page))
    assert state_of(send(client, page)) == "confirmed"


def test_a_new_file_replaces_the_one_before(app, client, cohort, ask):
    names = ask(CV)
    page = client.get(f"/en{cohort}/register")
    page = send(client, page, **{names["cv"]: file()})
    page = send(client, page, **{names["cv"]: file(PDF + b"%2", "new.pdf")})
    assert "new.pdf" in text(page) and "cv.pdf" not in text(page) and count(app) == 1
    assert state_of(send(client, page, **PERSON)) == "confirmed"
    assert answer_of(app) == ("new.pdf", PDF + b"%2")


def test_one_that_cannot_be_taken_leaves_the_one_before(client, cohort, ask):
    names = ask(CV)
    page = send(client, client.get(f"/en{cohort}/register"), **{names["cv"]: file()})
    page = send(client, page, **PERSON, **{names["cv"]: file(JPEG, "photo.pdf")})
    assert page.status_code == 422 and "What is in “photo.pdf” cannot be taken here" in text(page)
    assert "cv.pdf, " in text(page)
    assert state_of(send(client, page)) == "confirmed"


def test_a_removed_file_is_gone_and_nothing_else(app, client, cohort, ask):
    names = ask(CV, written("why"))
    page = send(client, client.get(f"/en{cohort}/register"), **{names["cv"]: file()})
    page = send(client, page, **PERSON, **{f"{names['cv']}-remove": "yes", names["why"]: "So."})
    assert page.status_code == 200 and "cv.pdf" not in text(page) and "So." in text(page)
    assert "problem" not in text(page) and count(app) == 0
    page = send(client, page)
    assert page.status_code == 422 and "Choose a file" in text(page)


REFUSED = [
    (b"", "cv.pdf", "is empty"),
    (JPEG, "cv.pdf", "cannot be taken here"),
    (PDF + b"%" * 3_000_000, "cv.pdf", "is larger than 3"),
    (b"MZ\x90\x00", "cv.pdf", "cannot be taken here"),
]


@pytest.mark.parametrize(("content", "name", "sentence"), REFUSED)
def test_what_is_refused_is_said_beside_the_field_and_nothing_is_lost(
    app, client, cohort, ask, content, name, sentence
):
    names = ask(CV)
    page = client.get(f"/en{cohort}/register")
    page = send(client, page, **PERSON, **{names["cv"]: file(content, name)})
    assert page.status_code == 422 and sentence in text(page)
    assert f'href="#{names["cv"]}"' in text(page) and 'value="Ana Roy"' in text(page)
    assert count(app) == 0


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("../../etc/passwd.pdf", "passwd.pdf"), ("a\u202efdp.pdf", "afdp.pdf"), ("x" * 300 + ".pdf", "x" * 196 + ".pdf")],
)
def test_a_strange_name_is_kept_harmless(app, client, cohort, ask, sent, kept):
    names = ask(CV)
    page = client.get(f"/en{cohort}/register")
    assert state_of(send(client, page, **PERSON, **{names["cv"]: file(name=sent)})) == "confirmed"
    assert answer_of(app) == (kept, PDF)


def test_a_body_over_every_limit_is_refused_kindly(client, cohort, ask):
    names = ask(CV)
    page = client.get(f"/en{cohort}/register")
    page = send(client, page, **PERSON, **{names["cv"]: file(PDF + b"%" * 7_000_000)})
    assert page.status_code == 413 and "choose smaller files" in text(page)


def test_a_file_of_another_form_or_question_is_not_taken(app, client, cohort, ask):
    names = ask(CV, written("letter", "file", accept=("pdf",)))
    page = send(client, client.get(f"/en{cohort}/register"), **{names["letter"]: file()})
    token = re.search(rf'name="{names["letter"]}-file" value="([^"]+)"', text(page))[1]
    wrong = send(client, page, **PERSON, **{f"{names['cv']}-file": token, f"{names['letter']}-file": None})
    assert wrong.status_code == 422 and "no longer here" in text(wrong)
    fresh = client.get(f"/en{cohort}/register")
    wrong = send(client, fresh, **PERSON, **{f"{names['letter']}-file": token, names["cv"]: file()})
    assert wrong.status_code == 422 and "no longer here" in text(wrong)


def test_two_files_in_one_field_are_one_too_many(app, client, cohort, ask):
    names = ask(CV)
    page = client.get(f"/en{cohort}/register")
    page = send(client, page, **PERSON, **{names["cv"]: [file(), file(name="b.pdf")]})
    assert page.status_code == 422 and "there are several" in text(page)


def test_the_file_of_a_hidden_question_is_not_received(app, client, cohort, ask):
    names = ask(
        written("has", "yes_no", required=True), written("x"), written("cv", "file", show_if=only_if("has", "yes"))
    )
    address = f"/en{cohort}/register"
    page = client.get(address)
    send(client, page, **{**PERSON, "privacy": None}, **{names["has"]: "no"})
    key = dict(Controls(text(page)).sent)["key"]
    said_no = MultiDict([("key", key), ("privacy", "yes"), (names["cv"], file())])
    client.post(f"{address}/2", **multipart(said_no))
    assert count(app) == 0


def test_a_file_goes_from_step_to_step(app, client, cohort, ask):
    with app.app_context():
        a_cohort(program_id=a_program(slug="policy"), slug="banff", admission="review")
    names = ask(CV, slug="banff")
    address = "/en/programs/policy/banff/register"
    person = {"name": "Ana Roy", "email": "ana@example.ca"}
    page = send(client, client.get(address), name="Ana Roy", **{names["cv"]: file()})
    assert page.status_code == 422 and "cv.pdf, " in text(page)
    page = send(client, page, **person)
    assert page.request.path == f"{address}/check" and "cv.pdf" in text(page)
    page = send(client, client.get(address))
    assert state_of(send(client, page, privacy="yes")) == "pending"
    assert answer_of(app) == ("cv.pdf", PDF)


@pytest.mark.parametrize("verifies", [False, True])
def test_a_repeat_with_a_kept_file_finds_the_result(app, client, cohort, ask, verifies):
    names = ask(CV)
    if verifies:
        with app.app_context():
            db.session.scalars(select(Cohort)).one().verify_email = True
            db.session.commit()
    page = client.get(f"/en{cohort}/register")
    page = send(client, page, **{**PERSON, "name": ""}, **{names["cv"]: file()})
    first = send(client, page, name="Ana Roy", follow=False)
    again = send(client, page, name="Ana Roy", follow=False)
    assert (first.status_code, again.status_code) == (302, 302) and first.location == again.location
    assert answer_of(app) == ("cv.pdf", PDF)
