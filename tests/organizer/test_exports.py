"""Downloading a cohort's registrations: lines of text, or a workbook."""

import csv
import io

import pytest

from tests.factories.answers import answered, given
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort, a_program
from tests.factories.questions import options
from tests.registrations.workbooks import sheets

PAGE = "/organizer/programs/ai/ottawa/registrations"


@pytest.fixture
def reference(app, desk):
    """Somebody who answered the questions of ai/ottawa."""
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa")
        form = a_form(cohort, [written("needs", is_sensitive=True), written("sure", "yes_no"),
                               written("topics", "choices", options=options("Health", "Law"))])  # fmt: skip
        return answered(cohort, given(form, {"needs": "=ramp", "sure": "no", "topics": ["law"]})).reference


def lines(desk, query=""):
    """The CSV, as a spreadsheet reads it."""
    text = desk.get(f"{PAGE}.csv{query}").get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_list_leads_to_both(desk, reference):
    text = desk.text(PAGE)
    assert f'href="{PAGE}.csv"' in text
    assert f'href="{PAGE}.xlsx"' in text


def test_an_administrator_gets_sensitive_answers_too(desk, reference):
    (row,) = lines(desk)
    assert (row["reference"], row["needs"], row["sure"], row["topics"]) == (reference, "'=ramp", "No", "Law")


def test_choices_can_have_a_column_each(desk, reference):
    (row,) = lines(desk, "?choices=columns")
    assert (row["topics.health"], row["topics.law"]) == ("0", "1")
    assert "topics" not in row


def test_a_workbook_is_an_attachment_with_the_same_rows(desk, reference):
    response = desk.get(f"{PAGE}.xlsx")
    assert response.headers["Content-Disposition"] == "attachment; filename=ai-ottawa.xlsx"
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    header, row = sheets([response.get_data()])["Registrations"]
    assert dict(zip(header, row, strict=True))["needs"] == "=ramp"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_cohort_that_is_not_there_is_not_found(desk, reference, kind):
    assert desk.get(f"/organizer/programs/ai/halifax/registrations.{kind}").status_code == 404
