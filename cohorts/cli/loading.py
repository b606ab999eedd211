"""`cohorts load` and `cohorts demo`: programs and cohorts from files."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from cohorts.loading import demo as demo_of
from cohorts.loading import loading
from cohorts.loading.problems import BadFile


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def load(file: Path) -> None:
    """Create or change what the TOML file FILE names; the same file twice changes nothing."""
    try:
        lines = loading.load(_text(file), str(file))
    except BadFile as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    for line in lines:
        click.echo(str(line))


@click.command()
@with_appcontext
def demo() -> None:
    """Load the demo into an empty database; one that is not empty stays as it is."""
    if demo_of.load():
        click.echo("The demo is loaded.")
    else:
        click.echo("The database is not empty: no demo is loaded.")


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise click.ClickException(f"{file}, line {line}: is not UTF-8") from error
