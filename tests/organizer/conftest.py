"""Organizers' pages through real requests, on both databases."""

import pytest

from tests.factories.programs import a_cohort, a_program, an_institution
from tests.organizer.desk import Desk, signed_in


@pytest.fixture
def desk(app) -> Desk:
    """The browser of an organizer of an institution."""
    with app.app_context():
        an_institution()
    return signed_in(app)


@pytest.fixture
def stranger(app) -> Desk:
    """A browser in which nobody is signed in."""
    return Desk(app.test_client())


@pytest.fixture
def cohort(app, desk) -> int:
    """The cohort `ottawa` of the program `policy`, without a form; its id."""
    with app.app_context():
        return a_cohort(program_id=a_program(slug="policy"), slug="ottawa")
