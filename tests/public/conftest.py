"""Visitors' pages over the test client, on both databases."""

import re

import pytest
from flask import Flask

from tests.factories.programs import a_cohort, a_program, an_institution


@pytest.fixture
def cohort(app: Flask) -> str:
    """The address of an open cohort with two seats, without the language."""
    with app.app_context():
        an_institution()
        a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=2)
    return "/programs/ai/ottawa"


@pytest.fixture
def fill(client):
    """Opens a form and fills it in like a browser: all its fields, with the given values on top."""

    def fill(address: str, **answers: str) -> dict[str, str]:
        page = client.get(address).get_data(as_text=True)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        return {**hidden, "name": "Ana Roy", "email": "ana@example.ca", "organization": "", "language": "en",
                "privacy": "y", "website": "", **answers}  # fmt: skip

    return fill
