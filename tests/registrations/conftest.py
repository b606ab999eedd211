"""Verbs are called inside an application context, on both databases."""

import pytest

from tests.factories.programs import an_institution


@pytest.fixture
def institution(context):
    """An application context with an institution."""
    an_institution()
