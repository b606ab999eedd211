import pytest

from tests.factories.questions import a_question


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("613-555-0123", "613-555-0123"),
        ("+1 (613) 555.0123", "+1 (613) 555.0123"),
        ("613‑555‑0123", "613-555-0123"),
        ("６１３ ５５５ ０１２３", "613 555 0123"),
        ("613-555-0123 x 45", "613-555-0123 x 45"),
        ("613-555-0123, poste 45", "613-555-0123, poste 45"),
        ("+33 1 23 45 67 89", "+33 1 23 45 67 89"),
        ("\u202a613-555-0123\u202c", "613-555-0123"),
    ],
)
def test_numbers_are_kept_as_people_write_them(typed, kept, answer):
    field = answer(a_question("phone"), typed)
    assert (field.errors, field.data) == ([], kept)


@pytest.mark.parametrize(
    "typed", ["12345", "1" * 21, "my office", "613-555-0123?", "1+613 555 0123", "-------", "613_555_0123", "1" * 9999]
)
def test_anything_else_is_told_what_a_number_looks_like(typed, answer):
    field = answer(a_question("phone"), typed)
    assert field.errors[0].startswith("Enter a phone number of 6 to 20 digits")
    assert field.data == typed
