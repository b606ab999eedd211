"""The proof runs processes, threads and crashes: each test has an application of its own."""

from collections.abc import Iterator

import pytest
from flask import Flask

from cohorts import create_app
from cohorts.core.database import db
from cohorts.questions.asking import form_of
from cohorts.settings import Settings


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on an empty database."""
    app = create_app(settings)
    form_of.cache_clear()
    yield app
    with app.app_context():
        db.engine.dispose()
