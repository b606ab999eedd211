import pytest

from cohorts.core import numbers


@pytest.mark.parametrize(
    ("value", "english", "french", "plain"),
    [
        (12, "12", "12", "12"),
        (1250.5, "1,250.5", "1\u00a0250,5", "1250.5"),
        (-0.25, "-0.25", "-0,25", "-0.25"),
        (1e15, "1,000,000,000,000,000", "1\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000", "1000000000000000"),
        (0.000001, "0.000001", "0,000001", "0.000001"),
    ],
)
def test_a_number_is_written_as_each_language_does_and_without_exponents(value, english, french, plain):
    assert numbers.decimal(value, "en") == english
    assert numbers.decimal(value, "fr") == french
    assert numbers.plain(value) == plain
