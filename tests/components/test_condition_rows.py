import pytest
from wtforms import Form, RadioField
from wtforms.fields.choices import SelectChoice

from cohorts.questions.condition_rows import Row
from cohorts.questions.desk_fields import BLANK_ROWS, ConditionField, Earlier
from cohorts.questions.types.base import Choice

OPERATORS = {"is": "is the answer", "is_not": "is not the answer"}


class Asked(Form):
    tests = ConditionField("Ask it only where")
    match = RadioField("Of several rows", choices=[SelectChoice("all", "All must hold")])


@pytest.fixture
def rows(draw):
    """A function that draws the rows of a condition on the sector."""

    def drawn(*rows):
        form = Asked(data={"tests": rows})
        form.tests.offer([Earlier("sector", "Your sector", [Choice("gov", "Government"), Choice("ngo", "NGO")])])
        call = "condition_rows(form.tests, form.match, operators)"
        return draw("condition_rows", call, form=form, operators=OPERATORS)

    return drawn


def test_a_row_names_a_choice_of_an_earlier_question_and_how_it_is_asked_for(rows):
    html = rows(Row("sector", "is_not", "ngo"))
    assert '<details class="more" open>' in html
    assert '<optgroup label="Your sector">' in html
    assert '<option value="sector:ngo" selected>Your sector – NGO</option>' in html
    assert '<option value="is_not" selected>is not the answer</option>' in html
    assert '<label class="vh" for="tests-0-choice">' in html
    assert html.count('role="group"') == 1 + BLANK_ROWS


def test_who_asks_everybody_sees_no_rows_until_they_open_them(rows):
    html = rows()
    assert '<details class="more">' in html
    assert '<option value="">Always</option>' in html
    assert 'value="all"' in html
