"""`cohorts mail`: whether messages go out."""

import secrets

import click
from flask import current_app
from flask.cli import AppGroup

from cohorts.activity.actors import COMMAND_LINE
from cohorts.cli import mail_in_words
from cohorts.core import addresses
from cohorts.core.text import words
from cohorts.mail import queries, rendering, servers
from cohorts.mail.connection import Connection, Unavailable, said
from cohorts.mail.rendering import Outgoing, Recipient, Sender
from cohorts.programs import institution

mail = AppGroup("mail", help="Whether messages go out, and how things stand with the mail server.")


@mail.command()
@click.argument("address")
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
def test(address: str, language: str) -> None:
    """Send one message to ADDRESS and print what the mail server said."""
    if not queries.is_set_up():
        raise click.ClickException("No mail server is set. Set COHORTS_MAIL_SERVER.")
    message = _message(addresses.check(address), language)
    try:
        with Connection(current_app.extensions["mail"]) as connection:
            answer = connection.hand_over(rendering.own_address(), message.address, message.body)
    except (Unavailable, OSError) as error:
        raise click.ClickException(f"The mail server does not take it: {said(error)}") from error
    click.echo(f"The mail server said: {answer}")


@mail.command()
def status() -> None:
    """Say what waits, what did not go out, and how things stand with the mail server."""
    click.echo("\n".join(mail_in_words.lines()))


@mail.command()
def hold() -> None:
    """Let nothing go out until `cohorts mail release`."""
    servers.hold(by=COMMAND_LINE)
    click.echo("Messages wait from now on. `cohorts mail release` lets them go.")


@mail.command()
def release() -> None:
    """Let messages go again, and look at once whether the mail server is back."""
    servers.release(by=COMMAND_LINE)
    click.echo("Messages go out with the worker’s next round.")


def _message(address: str, language: str) -> Outgoing:
    own = institution.current()
    sender = Sender(words(own.name, language) if own else rendering.host(), (), own.contact if own else "")
    cause, values = f"test:{secrets.token_hex(8)}", {"site": rendering.host()}
    to = Recipient("", address)
    return rendering.render("test", language, values, to=to, sender=sender, cause=cause)
