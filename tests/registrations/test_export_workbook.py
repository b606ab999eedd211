"""The workbook: the same as the CSV, and whatever people wrote stays words."""

from datetime import UTC, datetime

import pytest

from cohorts.core import clock
from cohorts.core.errors import Missing
from cohorts.questions.fields import Value
from cohorts.registrations import export_workbook
from cohorts.registrations.export_rows import HEADER, Shown
from cohorts.registrations.export_workbook import TooLargeForAWorkbook, fitting
from tests.factories.answers import answered, given
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort
from tests.factories.questions import options
from tests.factories.registrations import register
from tests.registrations.test_export_rows import in_own_words
from tests.registrations.workbooks import active_parts, sheets

pytestmark = pytest.mark.usefixtures("institution")


def book(cohort: int, **shown) -> dict[str, list[list]]:
    """The sheets of a cohort's workbook."""
    return sheets(export_workbook.pieces(cohort, Shown(**shown)))


def test_a_row_says_all_about_a_registration_in_the_clock_of_the_cohort():
    cohort = a_cohort(timezone="America/Vancouver")
    form = a_form(cohort, [written("city"), written("years", "number"), written("ease", "scale")])
    with clock.standing_at(datetime(2026, 7, 2, 6, 5, tzinfo=UTC)):
        made = answered(cohort, given(form, {"city": "Nanaimo", "years": "2.5", "ease": "4"}), name="Zoé",
                        email="zoe@example.ca")  # fmt: skip
    header, row = book(cohort)["Registrations"]
    assert header == [*HEADER, "city", "years", "ease"]
    when = datetime.fromisoformat("2026-07-01T23:05")
    assert row == [made.reference, "confirmed", "Zoé", "zoe@example.ca", None, "en", None, when, "Nanaimo", 2.5, 4.0]


def test_the_second_sheet_says_what_was_asked():
    cohort = a_cohort()
    a_form(cohort, [written("sector", "choice", label="Your sector", options=options("Public", "Private"))])
    assert book(cohort)["Questions"] == [
        ["key", "question", "type", "options"],
        ["sector", "Your sector", "One choice", "public: Public\nprivate: Private"],
    ]


def test_a_cohort_that_is_not_there_is_missing():
    with pytest.raises(Missing):
        next(export_workbook.pieces(404, Shown()))


def test_what_is_sensitive_is_there_only_where_it_is_asked_for():
    cohort = a_cohort()
    form = a_form(cohort, [written("needs", label="Needs", is_sensitive=True)])
    answered(cohort, given(form, {"needs": "A ramp"}))
    assert book(cohort)["Registrations"][0] == list(HEADER)
    assert len(book(cohort)["Questions"]) == 1
    assert book(cohort, sensitive=True)["Registrations"][1][-1] == "A ramp"


HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "{=1+1}", "https://evil.example", "mailto:a@example.ca",
    "internal:Sheet1!A1", "external:c:\\x.xlsx", "007", "1e9", "<r><t>bold</t></r>", "<r>&</r>", "</t></is></c>",
    "<!--", "]]>", "_x0041_", "_x005F_", " spaces ", "a\nb\tc", "“é” 李 🙂", "TRUE", "#REF!",
]  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE)
def test_what_people_write_comes_back_as_they_wrote_it(said):
    cohort = a_cohort()
    form = a_form(cohort, [written("why", "long_text")])
    answered(cohort, [in_own_words(form, "why", Value(text=said))], name=said.strip())
    pieces = list(export_workbook.pieces(cohort, Shown()))
    row = sheets(pieces)["Registrations"][1]
    # A whole text in the one tag that the library reads gets a space at its end.
    expected = f"{said} " if said.startswith("<r>") else said
    assert (row[2].rstrip(), row[-1]) == (said.strip(), expected)
    assert active_parts(pieces) == []


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x1f", "\x7f", "\ufffe", "\uffff", "\ud800"])
def test_signs_that_no_file_can_hold_are_left_out(sign):
    assert fitting(f"a{sign}b") in ("ab", f"a{sign}b")
    assert fitting(f"a{sign}b").encode("utf-8")


def test_a_text_longer_than_a_cell_is_cut_where_a_sign_ends():
    assert fitting("é" * 32_767) == "é" * 32_767
    assert fitting("é" * 40_000) == "é" * 32_765 + "…"
    cut = fitting("🙂" * 20_000)
    assert cut == "🙂" * 16_382 + "…"
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert len(fitting("<r>" + "x" * 40_000 + "</r>")) <= 32_767


def test_a_text_as_long_as_a_form_takes_is_read_again():
    cohort = a_cohort()
    form = a_form(cohort, [written("why", "long_text")])
    answered(cohort, [in_own_words(form, "why", Value(text="é" * 20_000))])
    assert book(cohort)["Registrations"][1][-1] == "é" * 20_000


def test_more_choices_than_a_sheet_has_columns_are_refused_before_the_first_piece(monkeypatch):
    monkeypatch.setattr(export_workbook, "MOST_COLUMNS", 10)
    cohort = a_cohort()
    a_form(cohort, [written("topics", "choices", options=options("A", "B", "C", "D"))])
    assert next(export_workbook.pieces(cohort, Shown()))
    with pytest.raises(TooLargeForAWorkbook):
        next(export_workbook.pieces(cohort, Shown(split=True)))


def test_more_people_than_a_sheet_has_rows_are_refused_not_forgotten(monkeypatch):
    monkeypatch.setattr(export_workbook, "MOST_ROWS", 3)
    cohort = a_cohort(capacity=9)
    for _ in range(2):
        register(cohort)
    assert len(book(cohort)["Registrations"]) == 3
    register(cohort)
    with pytest.raises(TooLargeForAWorkbook):
        next(export_workbook.pieces(cohort, Shown()))


def test_the_names_of_the_sheets_are_in_the_language_of_who_exports():
    assert next(iter(book(a_cohort(), language="fr"))) == "Inscriptions"
