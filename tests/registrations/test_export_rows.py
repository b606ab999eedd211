"""What exports say of answers: a column for each question, in the words that people read."""

import csv
from io import StringIO

import pytest

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.database import db
from cohorts.files.models import Upload
from cohorts.questions import asking, questions
from cohorts.questions.fields import Value
from cohorts.questions.models import Question
from cohorts.questions.wordings import Option, Wording
from cohorts.registrations import export, export_rows
from cohorts.registrations.export_rows import Shown
from tests.factories.answers import answered, given
from tests.factories.files import an_upload
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort
from tests.factories.questions import options
from tests.factories.registrations import register

pytestmark = pytest.mark.usefixtures("institution")
FIXED = list(export_rows.HEADER)


def table(cohort: int, **shown) -> list[dict[str, str]]:
    """The CSV of a cohort, a dictionary for each registration."""
    return list(csv.DictReader(StringIO("".join(export.lines(cohort, Shown(**shown))), newline="")))


def header(cohort: int, **shown) -> list[str]:
    """The columns after the fixed ones."""
    first = next(export.lines(cohort, Shown(**shown))).strip().split(",")
    assert first[: len(FIXED)] == FIXED
    return first[len(FIXED) :]


def in_own_words(form, key, *values):
    """An answer as rows, without its field."""
    question = asked_in(form, key)
    return asking.Given(question, question.version_id, values)


def test_each_question_that_asks_has_a_column_in_the_order_of_the_form():
    cohort = a_cohort()
    a_form(cohort, [written("part", "section"), written("city"), written("intro", "text"), written("years", "number"),
                    written("diet", stage="after_seat")])  # fmt: skip
    assert header(cohort) == ["city", "years", "diet"]


def test_a_question_older_than_the_column_that_has_its_name_now_has_another_name():
    cohort = a_cohort()
    form = a_form(cohort, [written("city")])
    # Its key could be given before this column came.
    db.session.get_one(Question, asked_in(form, "city").id).key = "news"
    db.session.commit()
    assert header(cohort) == ["answer_news"]


def test_a_cohort_without_a_form_has_the_fixed_columns():
    assert header(a_cohort()) == []


def test_every_type_stands_in_one_cell():
    cohort = a_cohort()
    form = a_form(cohort, [
        written("sector", "choice", options=options("Public", "Private")),
        written("topics", "choices", options=options("Health", "Labour", "Law")),
        written("years", "number"), written("born", "date"), written("sure", "yes_no"), written("ease", "scale"),
        written("land", "country"), written("tongue", "language"), written("photos", "consent"),
        written("why", "long_text"), written("mail", "email"), written("page", "url"),
    ])  # fmt: skip
    said = {
        "sector": "public", "topics": ["law", "health"], "years": "-1250.5", "sure": "yes", "ease": "4", "land": "CA",
        "tongue": "fr", "photos": "1", "why": "Because.\n“Now”, again.", "mail": "a@example.ca", "page": "example.ca",
    }  # fmt: skip
    answered(cohort, [*given(form, said), in_own_words(form, "born", Value(text="1990-02-03"))])
    (row,) = table(cohort)
    assert {key: row[key] for key in header(cohort)} == {
        "sector": "Public", "topics": "Health; Law", "years": "-1250.5", "born": "1990-02-03", "sure": "Yes",
        "ease": "4", "land": "Canada", "tongue": "French", "photos": "Agreed", "why": "Because.\n“Now”, again.",
        "mail": "a@example.ca", "page": "https://example.ca",
    }  # fmt: skip


def test_answers_are_in_the_language_of_who_exports():
    cohort = a_cohort()
    yes = (Option(value="y", label={"en": "Health", "fr": "Santé"}), Option(value="n", label={"en": "No"}))
    form = a_form(cohort, [written("topic", "choice", options=yes), written("sure", "yes_no"),
                           written("land", "country"), written("photos", "consent")])  # fmt: skip
    answered(cohort, given(form, {"topic": "y", "sure": "no", "land": "DE", "photos": "1"}))
    (row,) = table(cohort, language="fr")
    assert [row[key] for key in ("topic", "sure", "land")] == ["Santé", "Non", "Allemagne"]


def test_who_answers_nothing_has_empty_cells():
    cohort = a_cohort()
    a_form(cohort, [written("city"), written("topics", "choices", options=options("Health", "Labour"))])
    register(cohort)
    (row,) = table(cohort)
    assert (row["city"], row["topics"]) == ("", "")
    (row,) = table(cohort, split=True)
    assert (row["topics.health"], row["topics.labour"]) == ("", "")


def test_several_choices_can_have_a_column_each():
    cohort = a_cohort()
    form = a_form(cohort, [written("topics", "choices", options=options("Health", "Labour", other="Other"))])
    answered(cohort, [in_own_words(form, "topics", Value("health"), Value("other", "=cmd"))])
    assert header(cohort, split=True) == ["topics.health", "topics.labour", "topics.other", "topics.other.text"]
    (row,) = table(cohort, split=True)
    assert [row[name] for name in header(cohort, split=True)] == ["1", "0", "1", "'=cmd"]
    assert table(cohort)[0]["topics"] == "Health; Other: =cmd"


def test_an_option_that_is_gone_keeps_its_column_and_answers_their_words():
    cohort = a_cohort()
    form = a_form(cohort, [written("topics", "choices", options=options("Health", "Labour"))])
    answered(cohort, given(form, {"topics": ["labour"]}))
    anew = Wording(type="choices", label={"en": "Topics"}, options=options("Health", "Law"))
    questions.edit(asked_in(form, "topics").id, by=COMMAND_LINE, wording=anew)
    assert header(cohort, split=True) == ["topics.health", "topics.law", "topics.labour"]
    assert table(cohort)[0]["topics"] == "Labour"
    assert table(cohort, split=True)[0]["topics.labour"] == "1"


def test_an_answer_is_in_the_wording_that_was_read():
    cohort = a_cohort()
    form = a_form(cohort, [written("sector", "choice", options=options("Public", "Private"))])
    answered(cohort, given(form, {"sector": "public"}))
    reworded = (Option(value="public", label={"en": "Government"}), Option(value="private", label={"en": "Business"}))
    anew = Wording(type="choice", label={"en": "Sector"}, options=reworded)
    questions.edit(asked_in(form, "sector").id, by=COMMAND_LINE, wording=anew)
    form = a_form(cohort, [written("sector", "choice", options=reworded)])
    answered(cohort, given(form, {"sector": "public"}))
    assert [row["sector"] for row in table(cohort)] == ["Public", "Government"]


def test_a_deleted_question_comes_last_where_somebody_answered_it():
    cohort = a_cohort()
    form = a_form(cohort, [written("old"), written("unused"), written("city")])
    answered(cohort, given(form, {"old": "yes", "city": "Ottawa"}))
    for key in ("old", "unused"):
        questions.archive(asked_in(form, key).id, by=COMMAND_LINE)
    assert header(cohort) == ["city", "old"]
    assert table(cohort)[0]["old"] == "yes"


def test_what_is_sensitive_is_there_only_where_it_is_asked_for():
    cohort = a_cohort()
    form = a_form(cohort, [written("city"), written("needs", is_sensitive=True)])
    answered(cohort, given(form, {"city": "Ottawa", "needs": "A ramp"}))
    assert header(cohort) == ["city"]
    assert "ramp" not in "".join(export.lines(cohort))
    assert table(cohort, sensitive=True)[0]["needs"] == "A ramp"


def test_a_file_stands_there_by_its_name():
    cohort = a_cohort()
    form = a_form(cohort, [written("cv", "file")])
    received = an_upload(cohort, asked_in(form, "cv").id, name="=cv.pdf", form_key="my-form")
    answered(cohort, given(form, {"cv": received}), key="my-form")
    assert table(cohort)[0]["cv"] == "'=cv.pdf"
    assert db.session.query(Upload.name).scalar() == "=cv.pdf"


def test_what_people_write_is_no_formula_and_a_number_is_one():
    cohort = a_cohort()
    form = a_form(cohort, [written("city"), written("phone", "phone"), written("years", "number")])
    answered(cohort, given(form, {"city": "=1+1", "phone": "+1 613 555 0100", "years": "-3"}))
    (row,) = table(cohort)
    assert (row["city"], row["phone"], row["years"]) == ("'=1+1", "'+1 613 555 0100", "-3")


@pytest.mark.parametrize("rows_a_page", [1, 2, 3, 500])
def test_answers_stay_with_their_people_whatever_the_pages_hold(monkeypatch, rows_a_page):
    monkeypatch.setattr(export_rows, "ROWS_A_PAGE", rows_a_page)
    cohort, other = a_cohort(capacity=9), a_cohort(capacity=9)
    form, others = (a_form(each, [written("city")]) for each in (cohort, other))
    for name in ("Ana", "Bo", "Cleo"):
        answered(cohort, given(form, {"city": f"{name}ville"}), name=name)
        answered(other, given(others, {"city": "elsewhere"}))
    register(cohort, name="Dee")
    assert [(row["name"], row["city"]) for row in table(cohort)] == [
        ("Ana", "Anaville"), ("Bo", "Boville"), ("Cleo", "Cleoville"), ("Dee", ""),
    ]  # fmt: skip


def test_a_page_costs_two_statements_however_many_people_and_questions(statements):
    sent = []
    for people, keys in ((1, ["a"]), (6, ["a", "b", "c", "d", "e"])):
        cohort = a_cohort(capacity=9)
        form = a_form(cohort, [written(key, "choices", options=options("Yes", "No")) for key in keys])
        for _ in range(people):
            answered(cohort, given(form, {key: ["yes", "no"] for key in keys}))
        db.session.rollback()
        with statements() as seen:
            assert len(list(export.lines(cohort))) == people + 1
        sent.append(len([each for each in seen if each.lstrip().upper().startswith("SELECT")]))
    assert sent == [4, 4]


def test_a_wording_that_changes_while_pages_are_read_is_read_too(monkeypatch):
    monkeypatch.setattr(export_rows, "ROWS_A_PAGE", 1)
    cohort = a_cohort(capacity=9)
    form = a_form(cohort, [written("sector", "choice", options=options("Public", "Private"))])
    answered(cohort, given(form, {"sector": "public"}))
    lines = export.lines(cohort)
    assert next(lines).startswith("reference")
    form = a_form(cohort, [written("sector", "choice", options=options("Public", "Other one"))])
    answered(cohort, given(form, {"sector": "other one"}))
    assert [line.strip().rpartition(",")[2] for line in lines] == ["Public", "Other one"]
