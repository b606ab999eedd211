"""`cohorts bounce`: what the mail server sends back."""

import sys

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from cohorts.core import outages
from cohorts.core.errors import Busy
from cohorts.mail import bounces
from cohorts.registrations import addresses

# Mail servers keep the report, and come again.
TRY_AGAIN = 75


@click.command()
@with_appcontext
def bounce() -> None:
    """Take a delivery report (RFC 3464) on standard input and mark the message that came back.

    Always succeeds, whatever it is given, so that the mail server sends no report about the report; it fails with 75
    only while the database is away.
    """
    report = sys.stdin.buffer.read()
    try:
        click.echo(f"Came back: the message to {bounces.take(report, addresses.mark_failed)}.")
    except bounces.NotABounce as error:
        click.echo(f"Nothing done. {error}")
    except (Busy, DBAPIError) as error:
        if isinstance(error, DBAPIError) and not outages.may_pass(error):
            raise
        click.echo("The database does not answer.", err=True)
        sys.exit(TRY_AGAIN)
