import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from cohorts.questions.desk_fields import MOST_ROWS, OptionsField
from cohorts.questions.wordings import Option

GOVERNMENT = Option(value="gov", label={"en": "Government", "fr": "Gouvernement"})
OTHER = Option(value="other", label={"en": "Other"}, other=True)


class Asked(Form):
    options = OptionsField("Options")


@pytest.fixture
def rows(draw):
    """A function that draws options."""

    def drawn(*options, **gone):
        return draw("option_rows", "option_rows(field, gone)", field=Asked(data={"options": options}).options, **gone)

    return drawn


def test_an_option_is_a_row_in_both_languages_with_its_word_unseen(rows):
    html = rows(GOVERNMENT, OTHER)
    assert '<input type="hidden" name="options-0-value" value="gov">' in html
    assert '<label class="small" for="options-0-fr">Option 1 in French</label>' in html
    assert 'name="options-0-fr" lang="fr-CA" value="Gouvernement"' in html
    assert 'name="options-1-other" value="yes" checked' in html
    assert 'name="option_down" value="0"' in html
    assert 'name="option_up" value="1"' in html
    assert 'name="option_up" value="0"' not in html
    assert 'name="option_down" value="1"' not in html
    assert "More options, one per line" in html


def test_without_options_there_are_lines_to_write_them_in(rows):
    html = rows()
    assert "One option per line" in html
    assert "options-0" not in html


def test_too_many_options_for_rows_are_lines(rows):
    html = rows(*(Option(value=f"o{n}", label={"en": f"No. {n}"}) for n in range(MOST_ROWS + 1)))
    assert "All options, one per line" in html
    assert "o7 | No. 7 |" in html
    assert "options-0" not in html


def test_what_is_gone_can_come_back(rows):
    html = rows(GOVERNMENT, gone=[OTHER])
    assert 'name="return_option" value="other"' in html
    assert "Bring “Other” back" in html


def test_a_mistake_stands_above_the_rows(draw):
    form = Asked(MultiDict({"options-0-en": "x" * 300}))
    form.options.errors = ["Too long."]
    html = draw("option_rows", "option_rows(field)", field=form.options)
    assert '<p class="error" id="options-error">' in html
    assert 'aria-describedby="options-error"' in html
