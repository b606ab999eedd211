import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.questions import types
from cohorts.questions.fields import Value
from tests.factories.questions import a_question


def parts(day, month, year):
    return [("-day", day), ("-month", month), ("-year", year)]


@pytest.mark.parametrize(
    ("month", "language", "iso"),
    [
        ("11", "en", "2026-11-07"), ("November", "en", "2026-11-07"), ("nov.", "en", "2026-11-07"),
        ("Sept", "en", "2026-09-07"), ("02", "en", "2026-02-07"), ("１１", "en", "2026-11-07"),
        ("février", "fr", "2026-02-07"), ("FEVR.", "fr", "2026-02-07"), ("août", "fr", "2026-08-07"),
        ("mai", "en", "2026-05-07"), ("mars", "en", "2026-03-07"), ("May", "fr", "2026-05-07"),
    ],
)  # fmt: skip
def test_a_month_is_a_number_or_a_word_of_either_language(month, language, iso, answer):
    field = answer(a_question("date"), *parts("7", month, "2026"), language=language)
    assert (field.errors, field.values()) == ([], (Value(text=iso),))


@pytest.mark.parametrize(
    ("typed", "sentence", "control"),
    [
        (("30", "2", "2026"), "In 2026, February has 28 days", "day"),
        (("29", "2", "2023"), "In 2023, February has 28 days", "day"),
        (("31", "11", "2026"), "In 2026, November has 30 days", "day"),
        (("32", "11", "2026"), "Enter a day from 1 to 31", "day"),
        (("0", "11", "2026"), "Enter a day from 1 to 31", "day"),
        (("7th", "11", "2026"), "Enter a day from 1 to 31", "day"),
        (("7", "13", "2026"), "Enter the month as a number or a word, such as 11 or November", "month"),
        (("7", "ju", "2026"), "Enter the month as a number or a word, such as 11 or November", "month"),
        (("7", "mayonnaise", "2026"), "Enter the month as a number or a word, such as 11 or November", "month"),
        (("7", "11", "26"), "Enter a year from 1900 to 2100", "year"),
        (("7", "11", "1899"), "Enter a year from 1900 to 2100", "year"),
        (("7", "11", "9" * 5000), "Enter a year from 1900 to 2100", "year"),
        (("7", "", "2026"), "Enter the day, the month and the year", "month"),
        (("7", "11", " "), "Enter the day, the month and the year", "year"),
    ],
)
def test_a_wrong_date_is_told_why_at_the_box_that_is_wrong(typed, sentence, control, answer):
    question = a_question("date")
    field = answer(question, *parts(*typed))
    assert field.errors == [sentence]
    assert field.first_control == f"{question.name}-{control}"
    assert tuple(field.parts.values()) == typed


def test_the_29th_of_february_is_a_day_in_leap_years(answer):
    assert answer(a_question("date"), *parts("29", "2", "2024")).data == "2024-02-29"


def test_half_a_date_is_no_answer_even_where_none_is_needed(answer):
    assert answer(a_question("date"), ("-year", "2026")).errors == ["Enter the day, the month and the year"]


def test_a_part_sent_twice_is_refused(answer):
    field = answer(a_question("date"), *parts("7", "11", "2026"), ("-day", "8"))
    assert field.errors == ["Give one answer; there are several."]


def test_a_date_reads_in_words_and_is_exported_as_iso():
    kind, wording, values = types.of("date"), a_question("date").wording, [Value(text="2026-11-01")]
    assert kind.shown(wording, values, "en") == ["November\u00a01, 2026"]
    assert kind.shown(wording, values, "fr") == ["1<sup>er</sup>\u00a0novembre 2026"]
    assert kind.exported(wording, values, "en") == "2026-11-01"


@given(st.dates())
def test_every_date_can_be_typed_again(day):
    typed = dict(types.of("date").typed([Value(text=day.isoformat())]))
    assert typed == {"-day": str(day.day), "-month": str(day.month), "-year": str(day.year)}
