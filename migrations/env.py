"""Runs migrations with the application's engine; called by Flask-Migrate."""

from contextlib import contextmanager

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db


def run() -> None:
    """Run them all in one transaction, where the database allows that."""
    with database.engine.connect() as connection, _foreign_keys_resting(connection):
        connection = connection.execution_options(writes=True)
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            _refuse_broken_references(connection)
        connection.commit()


@contextmanager
def _foreign_keys_resting(connection):
    # SQLite changes a table by copying it: dropping the old one would break the references to it.
    # The pragma has no effect inside a transaction, and a connection of a pool gets it back.
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _refuse_broken_references(connection):
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"The migration would break references: {broken[:5]}")


run()
