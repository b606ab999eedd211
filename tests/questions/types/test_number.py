import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.questions import types
from cohorts.questions.fields import Value
from cohorts.questions.types.number import parsed
from tests.factories.questions import a_question


@pytest.mark.parametrize(
    ("typed", "language", "number"),
    [
        ("12", "en", 12), ("-3", "en", -3), ("+3", "en", 3), ("−3", "en", -3), ("007", "en", 7), ("0", "en", 0),
        ("１２", "en", 12), ("12.50", "en", 12.5), ("1,250", "en", 1250), ("1,250,000.5", "en", 1_250_000.5),
        ("1 250", "en", 1250), ("1\u202f250", "fr", 1250), ("1\u00a0250,5", "fr", 1250.5), ("12,5", "fr", 12.5),
        ("12.5", "fr", 12.5), ("1,250", "fr", 1.25), (" 12\u200b ", "en", 12),
        ("999999999999999", "en", 999999999999999),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed, language, number, answer):
    field = answer(a_question("number"), typed, language=language)
    assert (field.errors, field.values()) == ([], (Value(number=number),))


@pytest.mark.parametrize(
    "typed",
    [
        "NaN", "nan", "inf", "-Infinity", "1e309", "1e3", "1_000", "0x10", "10²", "½", "①", "1,5", "12,34", "1,2500",
        "1 25", "1.2.3", "1..2", "12.", ".5", "--3", "3-", "12 km", "$12", "twelve", "٣", "1" * 16, "0." + "1" * 16,
        "9" * 100_000, "1\n000 0",
    ],
)  # fmt: skip
def test_anything_else_is_told_how_to_write_a_number(typed, answer):
    field = answer(a_question("number"), typed)
    assert field.errors == ["Enter a number in digits, such as 12 or 1,250.5"]
    assert field.data == typed


@pytest.mark.parametrize(
    ("said", "typed", "sentence"),
    [
        ({"min": 1, "max": 5}, "6", "Enter a number from 1 to 5"),
        ({"min": 1, "max": 5}, "0.99", "Enter a number from 1 to 5"),
        ({"min": 1000}, "3", "Enter 1,000 or more"),
        ({"max": 0}, "3", "Enter 0 or less"),
        ({"step": 1}, "2.5", "Enter a whole number"),
        ({"step": 0.1, "min": 0.05}, "0.3", "Enter 0.05, 0.15 and so on, in steps of 0.1"),
    ],
)
def test_a_number_out_of_its_bounds_is_told_them(said, typed, sentence, answer):
    assert answer(a_question("number", **said), typed).errors == [sentence]


@pytest.mark.parametrize(("said", "typed"), [({"step": 0.1}, "0.3"), ({"step": 5, "min": 1}, "11"), ({"min": 0}, "0")])
def test_steps_and_bounds_are_exact(said, typed, answer):
    assert answer(a_question("number", **said), typed).errors == []


@pytest.mark.parametrize(
    ("said", "setting"),
    [
        ({"min": 5, "max": 1}, "max"),
        ({"step": 0}, "step"),
        ({"step": -1}, "step"),
        ({"max": float("inf")}, "max"),
        ({"min": float("nan")}, "min"),
        ({"max": 1e16}, "max"),
    ],
)
def test_bounds_that_make_no_sense_are_refused(said, setting):
    problems = types.of("number").problems(a_question("number", **said).wording)
    assert [setting for setting, _ in problems] == [setting]


def test_a_number_reads_as_its_language_writes_and_is_exported_plain():
    kind, wording, values = types.of("number"), a_question("number").wording, [Value(number=1250.5)]
    assert kind.shown(wording, values, "en") == ["1,250.5"]
    assert kind.shown(wording, values, "fr") == ["1\u00a0250,5"]
    assert kind.exported(wording, values, "fr") == "1250.5"


def test_zero_is_an_answer(answer):
    assert answer(a_question("number", required=True), "-0").values() == (Value(number=0.0),)


@given(st.text(max_size=30), st.sampled_from(["en", "fr"]))
def test_whatever_is_typed_is_a_finite_number_or_none(typed, language):
    found = parsed(typed, language)
    if found is not None:
        assert found.is_finite() and abs(found) < 10**15


@given(st.decimals(-(10**9), 10**9, places=4), st.sampled_from(["en", "fr"]))
def test_a_number_that_is_shown_can_be_typed_again(number, language):
    kind, values = types.of("number"), [Value(number=float(number))]
    for written in (kind.shown(a_question("number").wording, values, language)[0], kind.typed(values)[0][1]):
        assert float(parsed(written, language)) == float(number)


@pytest.mark.parametrize(
    ("typed", "language", "carried"),
    [
        ("2,500", "fr", "2.5"), ("2,500", "en", "2500"), ("1\u00a0250,5", "fr", "1250.5"), ("007", "en", "007"),
        ("1,250,000.50", "en", "1250000.5"), ("twelve", "fr", "twelve"), ("1,5", "en", "1,5"),
    ],
)  # fmt: skip
def test_a_number_means_the_same_on_a_page_in_another_language(typed, language, carried):
    assert types.of("number").field_class.carried(typed, language) == carried


def test_a_kept_number_is_shown_as_french_writes_it(answer):
    number = a_question("number")
    assert answer(number, "1250.5", language="fr")._value() == "1250,5"
    assert answer(number, "1250.5")._value() == "1250.5"
    assert answer(number, "v1.5", language="fr")._value() == "v1.5"
