"""Processes of their own, each with an app and a connection, as the workers of an installation are."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask

from cohorts import create_app
from cohorts.core.database import db
from cohorts.settings import Settings

# Each is forked from a process that has loaded everything once, and shares nothing with the others.
context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["tests.proof.crowd", "tests.proof.racing"])


@dataclass(frozen=True)
class Place:
    """Where a process works: what it needs to make an app of its own."""

    database_url: str
    secret_key: str
    instance: str

    @classmethod
    def of(cls, settings: Settings) -> "Place":
        """The place of these settings."""
        return cls(settings.database_url, settings.secret_key, settings.instance)


@contextmanager
def app_at(place: Place) -> Iterator[Flask]:
    """An app of this process alone."""
    settings = Settings(
        environment="testing", secret_key=place.secret_key, database_url=place.database_url, instance=place.instance,
        base_url="http://localhost", mail_sender="cohorts@example.org",
    )  # fmt: skip
    app = create_app(settings, patient=True)
    yield app
    with app.app_context():
        db.engine.dispose()
