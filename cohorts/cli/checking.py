"""`cohorts doctor`: whether the laws hold on the data at hand."""

import sqlite3

import click
from flask import current_app
from flask.cli import with_appcontext

from cohorts.broadcasts import laws
from cohorts.core import engine, schema
from cohorts.core.database import db
from cohorts.mail import queries

FIXED = "the fix of the WAL-reset race (3.44.6, 3.50.7, 3.51.3 and later)"


@click.command()
@with_appcontext
def doctor() -> None:
    """Check the laws on the data at hand. Sends nothing, changes nothing."""
    click.echo(f"Database: {_database()}")
    if schema.missing():
        raise click.ClickException("The database’s schema is not the one of this release. Run `cohorts db upgrade`.")
    click.echo("Schema: the one of this release.")
    click.echo(f"Mail: {_mail_server()}")
    click.echo(f"Messages: {_messages()}")
    breaches = list(laws.breaches())
    click.echo("\n".join(breaches or ["All laws hold."]))
    if breaches:
        raise SystemExit(1)


def sqlite_in_words(version: tuple[int, ...], journal: str) -> str:
    """Which journal this SQLite uses, and why."""
    kind = "write-ahead log" if journal == "wal" else f"rollback journal ({journal})"
    has = "has" if engine.wal_is_safe(version) else "lacks"
    return f"SQLite {'.'.join(map(str, version))} with the {kind}: this version {has} {FIXED}."


def _database() -> str:
    if db.engine.dialect.name != "sqlite":
        with db.engine.connect() as connection:
            version = connection.exec_driver_sql("SHOW server_version").scalar_one()
        return f"PostgreSQL {version}."
    return sqlite_in_words(sqlite3.sqlite_version_info, engine.journal(db.engine))


def _mail_server() -> str:
    if queries.is_set_up():
        return f"handed to {current_app.config['MAIL_SERVER']}."
    return "no server is set, so messages wait in the outbox. Set COHORTS_MAIL_SERVER."


def _messages() -> str:
    counts = queries.counts()
    db.session.rollback()
    return f"{counts['queued']} queued, {counts['held']} held, {counts['failed']} failed."
