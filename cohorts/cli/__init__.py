"""The `cohorts` command, built on Flask's: one clear line and a non-zero exit where something is wrong."""

import re
from importlib import import_module

import click
from flask.cli import FlaskGroup, routes_command, shell_command
from sqlalchemy.exc import DBAPIError

from cohorts import create_app
from cohorts.core.errors import Refusal
from cohorts.settings import BadSettings

# Each command and the module that holds it; a module is read only when its command is asked for.
COMMANDS = {
    "serve": ".serving",
    "web": ".serving",
    "worker": ".serving",
    "load": ".loading",
    "demo": ".loading",
    "user": ".users",
    "mail": ".mail",
    "bounce": ".bounces",
    "export": ".exporting",
    "doctor": ".checking",
    "config": ".configuration",
    "db": "flask_migrate.cli",
}


class Commands(FlaskGroup):
    """Flask's group with our commands and plain errors."""

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """By the table, else Flask's own."""
        if name in COMMANDS:
            command: click.Command = getattr(import_module(COMMANDS[name], __name__), name)
            return command
        return super().get_command(ctx, name)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All names; needs no working settings, so that help is there when they are wrong."""
        return sorted([*COMMANDS, "routes", "shell"])

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what we know how to say is said in one line."""
        try:
            return super().invoke(ctx)
        except (BadSettings, Refusal) as error:
            raise click.ClickException(str(error)) from error
        except DBAPIError as error:
            raise click.ClickException(_first_line(error)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            raise click.ClickException(str(error)) from error


def _first_line(error: DBAPIError) -> str:
    said = str(error.orig).strip().splitlines()
    if said and re.search("no such table|relation .* does not exist", said[0]):
        return "The database has not been prepared: run `cohorts db upgrade` first."
    return f"The database said: {said[0] if said else type(error.orig).__name__}"


group = Commands(
    name="cohorts",
    help="Cohorts: registration for programs that run in cohorts.",
    create_app=lambda: create_app(patient=True),
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    set_debug_flag=False,
)
group.params.clear()
group.add_command(routes_command)
group.add_command(shell_command)
