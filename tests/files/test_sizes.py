"""Sizes in words."""

import pytest
from flask import g

from cohorts.files import sizes


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 KB"),
        (212_400, "212 KB"),
        (999_499, "999 KB"),
        (999_700, "1 MB"),
        (3_440_000, "3.4 MB"),
        (10_000_000, "10 MB"),
    ],
)
def test_a_size_is_said_as_people_say_it(app, size, words):
    with app.test_request_context():
        assert sizes.words(size) == words.replace(" ", "\u00a0")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_size_has_a_comma_in_french(app):
    with app.test_request_context():
        g.language = "fr"
        assert sizes.words(3_440_000).startswith("3,4\u00a0")
