"""`cohorts user`: who may sign in."""

import click
from flask.cli import AppGroup

from cohorts.accounts import sign_in, users
from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.languages import LANGUAGES

user = AppGroup("user", help="Manage who signs in to run cohorts.")


@user.command()
@click.option("--email", required=True, help="The address that sign-in links go to.")
@click.option("--name", default="", help="How the person is called; else the part before the @.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--admin", is_flag=True, help="May do everything.")
def create(email: str, name: str, language: str, admin: bool) -> None:
    """Let somebody sign in."""
    if not admin:
        raise click.ClickException("Add --admin: every organizer is an administrator.")
    users.create(by=COMMAND_LINE, email=email, name=name, language=language, is_admin=True)
    click.echo(f"{email} can sign in. `cohorts user link {email}` prints a link.")


@user.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a link that signs EMAIL in: once, within ten minutes."""
    click.echo(sign_in.make_link(email))


@user.command()
@click.argument("email")
def end(email: str) -> None:
    """Let EMAIL sign in no more, and sign them out everywhere."""
    users.end(email, by=COMMAND_LINE)
    click.echo(f"{email} can no longer sign in.")
