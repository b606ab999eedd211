"""A cohort that asks for a file."""

from collections.abc import Callable

import pytest

from cohorts.files.uploads import Received
from tests.factories.files import a_file_question, an_upload
from tests.factories.programs import a_cohort, an_institution


@pytest.fixture
def cohort(context) -> int:
    """A cohort."""
    an_institution()
    return a_cohort(capacity=5)


@pytest.fixture
def question(cohort: int) -> int:
    """Its question for a file."""
    return a_file_question(cohort)


@pytest.fixture
def send(cohort: int, question: int) -> Callable[..., Received]:
    """Send a file as an answer to the question."""
    return lambda content, **changes: an_upload(cohort, question, content, **changes)
