"""Runs migrations with the application's engine; called by Flask-Migrate."""

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db


def run() -> None:
    """Run them all in one transaction, where the database allows that."""
    with database.engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
