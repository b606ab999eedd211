"""What is about a person stands in a few tables, so that it can be found and erased."""

import pytest

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import tokens
from cohorts.core.database import Base, db
from cohorts.messages import suppressions
from cohorts.programs import institution
from cohorts.questions.asking import Given
from cohorts.questions.fields import Value
from cohorts.registrations import answering, drafts, queries, registrations, transfers
from cohorts.registrations.registrations import Person
from tests.factories.files import PDF, an_upload
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort

MARK = "zyxwv"
PERSON = Person(f"Ana {MARK}", f"{MARK}@example.ca", f"{MARK} Inc.", "en")
# A transfer names who is invited; a message and a draft hold what they carry.
ABOUT_PEOPLE = {
    "registrations", "answers", "uploads", "upload_chunks", "messages", "drafts", "activity_values", "transfers",
}  # fmt: skip


@pytest.fixture
def whole_life(context):
    """Somebody saves a draft, registers with answers and a file, changes an answer, and hands over."""
    institution.edit(by=COMMAND_LINE, name={"en": "Boreal"}, address="", contact="", privacy_notice={"en": "A year."})
    cohort_id = a_cohort(capacity=1)
    form = a_form(cohort_id, [written("why"), written("cv", "file"), written("photos", "consent")])
    why, cv, photos = (asked_in(form, key) for key in ("why", "cv", "photos"))
    key, later = tokens.one_time(), tokens.one_time()
    drafts.keep(cohort_id, later, [(why.name, MARK)], form_version=form.version, language="en", sender="192.0.2.7")
    drafts.mail(cohort_id, later, address=f"{MARK}@example.ca", language="en")
    sent = an_upload(cohort_id, cv.id, PDF + MARK.encode(), name=f"{MARK}.pdf", form_key=key, sender=f"{MARK}.host")
    given = [
        Given(why, why.version_id, (Value(text=f"Because {MARK}"),)),
        Given(cv, cv.version_id, (Value(text=sent.name, upload=sent.token),)),
        Given(photos, photos.version_id, (Value("agreed"),)),
    ]
    outcome = registrations.register(
        PERSON, by=applicant(), cohort_id=cohort_id, privacy_notice_id=institution.current().privacy_notice_id,
        one_time_key=key, given=given,
    )  # fmt: skip
    found = queries.by_reference(outcome.reference)
    other = [Given(why, why.version_id, (Value(text=f"For {MARK}"),))]
    answering.change(found.id, other, asked={why.id}, by=applicant(found.id))
    suppressions.leave(found.cohort.program_id, found.email)
    transfers.propose(found.id, by=COMMAND_LINE, name=f"Bo {MARK}", email=f"bo.{MARK}@example.ca", language="en")


def tables_with(mark: str) -> set[str]:
    """Those with this mark in any of their cells, as text or as bytes."""
    return {
        table.name
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(table.select())
        if any(mark in _read(cell) for cell in row)
    }


def _read(cell: object) -> str:
    return bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell)


def test_what_is_about_a_person_stands_only_where_it_can_be_found(whole_life):
    assert tables_with(MARK) == ABOUT_PEOPLE
