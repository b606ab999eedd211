"""`cohorts config`: the settings in effect, and where each comes from."""

import re
from typing import Any

import click

from cohorts import settings
from cohorts.settings import SECRETS, Settings

MASK = "********"
# From the first colon after the name to the last @, since a password may hold either.
PASSWORD = re.compile(r"(?<=://)([^:/@]*):.*@", re.DOTALL)
PASSWORD_OPTION = re.compile(r"((?:^|[?&])\w*password=)[^&]*", re.IGNORECASE)


@click.command()
def config() -> None:
    """Print every setting with where it comes from, secrets masked."""
    origins = settings.origins()
    values = {name: origin.value for name, origin in origins.items()}
    values["database_url"] = values["database_url"] or Settings(**values).database
    rows = [(name, shown(name, values[name]), origin.source) for name, origin in origins.items()]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for name, value, source in rows:
        click.echo(f"{name:<{widths[0]}}  {value:<{widths[1]}}  {source}")


def shown(name: str, value: Any) -> str:
    """A setting's value as it may be read over one's shoulder."""
    if value == "":
        return "(empty)"
    if name in SECRETS:
        return MASK
    if isinstance(value, bool):
        return str(value).lower()
    return without_password(str(value))


def without_password(address: str) -> str:
    """An address with the passwords in it masked."""
    return PASSWORD_OPTION.sub(rf"\1{MASK}", PASSWORD.sub(rf"\1:{MASK}@", address))
