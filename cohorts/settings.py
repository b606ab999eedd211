"""Settings: typed once, frozen; defaults < config/*.toml < COHORTS_* variables; unknown keys refused."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cohorts.core.paths import folder
from cohorts.core.text import did_you_mean

PREFIX = "COHORTS_"
ENVIRONMENTS = ("production", "development", "testing")
WEAK_LENGTH = 32
TRUTH = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
# Read by the tests and the tools around the package, not by it.
FOREIGN = ("COHORTS_TEST_", "COHORTS_BENCH_")


class BadSettings(Exception):
    """A setting is unknown, malformed or unsafe; the text says which and why."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an installation may choose. Secret values carry `secret` in their names or are listed in SECRETS."""

    environment: str = "production"
    secret_key: str = ""
    database_url: str = ""
    base_url: str = "http://127.0.0.1:8000"
    instance: str = "instance"
    mail_server: str = ""
    mail_port: int = 587
    mail_username: str = ""
    mail_password: str = ""
    mail_use_tls: bool = True
    mail_use_ssl: bool = False
    mail_sender: str = ""
    mail_per_minute: int = 0
    trusted_proxies: int = 0
    ratelimit_enabled: bool = True
    max_body: int = 1_000_000
    max_upload: int = 25_000_000
    uploads_per_form: int = 40
    uploads_per_sender: int = 1_000_000_000
    uploads_unclaimed: int = 5_000_000_000
    clamd: str = ""

    @property
    def secret_keys(self) -> list[str]:
        """The keys, newest first."""
        return [key for key in self.secret_key.replace(",", " ").split() if key]

    @property
    def folder(self) -> Path:
        """The folder for the database and files, absolute."""
        return Path(self.instance).absolute()

    @property
    def database(self) -> str:
        """The database's address for SQLAlchemy; without one, SQLite in the instance folder."""
        if not self.database_url:
            return f"sqlite:///{self.folder / 'cohorts.sqlite3'}"
        scheme, colon, rest = self.database_url.partition(":")
        return f"postgresql+psycopg{colon}{rest}" if scheme in ("postgres", "postgresql") else self.database_url

    @property
    def https(self) -> bool:
        """Whether people reach the site over https: cookies and HSTS follow it."""
        return urlsplit(self.base_url).scheme == "https"


LIMITS = (
    ("mail_port", 1, 65535),
    ("mail_per_minute", 0, 1_000_000),
    ("trusted_proxies", 0, 10),
    ("max_body", 10_000, 1_000_000_000),
    ("max_upload", 10_000, 1_000_000_000),
    ("uploads_per_form", 1, 10_000),
    ("uploads_per_sender", 1_000_000, 10**15),
    ("uploads_unclaimed", 1_000_000, 10**15),
)
SECRETS = ("secret_key", "mail_password")


@dataclass(frozen=True)
class Origin:
    """A setting's value and the place that it comes from, for `cohorts config`."""

    value: Any
    source: str


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process; raises BadSettings."""
    settings = Settings(**{name: origin.value for name, origin in origins(environ).items()})
    _check(settings)
    return _with_secret(settings)


def origins(environ: Mapping[str, str] = os.environ) -> dict[str, Origin]:
    """Each setting with where it comes from; raises BadSettings."""
    found = {field.name: Origin(field.default, "built in") for field in fields(Settings)}
    environment = environ.get(f"{PREFIX}ENVIRONMENT", "production")
    if environment not in ENVIRONMENTS:
        raise BadSettings(f"COHORTS_ENVIRONMENT is {environment!r}: use one of {', '.join(ENVIRONMENTS)}.")
    for name in ("default", environment):
        found |= _from_file(folder("config") / f"{name}.toml")
    found |= _from_variables(environ)
    found["environment"] = Origin(environment, found["environment"].source)
    return found


def _from_file(path: Path) -> dict[str, Origin]:
    values = tomllib.loads(path.read_text("utf-8"))
    return {name: Origin(_typed(name, value, path.name), f"config/{path.name}") for name, value in values.items()}


def _from_variables(environ: Mapping[str, str]) -> dict[str, Origin]:
    found = {}
    for variable, value in environ.items():
        if variable.startswith(PREFIX) and not variable.startswith(FOREIGN):
            name = variable.removeprefix(PREFIX).lower()
            found[name] = Origin(_typed(name, value, variable), variable)
    return found


def _typed(name: str, value: Any, source: str) -> Any:
    kinds = {field.name: field.type for field in fields(Settings)}
    if name not in kinds:
        near = did_you_mean(name, kinds)
        raise BadSettings(f"{source}: unknown setting {name!r}" + (f"; did you mean {near!r}?" if near else "."))
    kind = kinds[name]
    try:
        if kind is bool:
            return value if isinstance(value, bool) else TRUTH[value.strip().lower()]
        if kind is int:
            return int(value)
        return str(value)
    except (KeyError, ValueError) as error:
        wanted = "true or false" if kind is bool else "a whole number"
        raise BadSettings(f"{source}: {name} is {value!r}, and should be {wanted}.") from error


def _check(settings: Settings) -> None:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", settings.base_url):
        raise BadSettings(f"base_url is {settings.base_url!r}: write it like https://register.example.org.")
    if not settings.database.startswith(("sqlite:", "postgresql")):
        raise BadSettings("database_url should begin with postgresql:// or sqlite:///.")
    if settings.mail_sender and not re.fullmatch(r"[^@\s]+@[^@\s]+", settings.mail_sender):
        raise BadSettings(
            f"mail_sender is {settings.mail_sender!r}, and should be an address such as name@example.org."
        )
    if settings.clamd and not re.fullmatch(r"/.+|([^\s:/]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}", settings.clamd):
        raise BadSettings(f"clamd is {settings.clamd!r}, and should be host:port or the path of a socket.")
    for name, least, most in LIMITS:
        if not least <= getattr(settings, name) <= most:
            raise BadSettings(f"{name} is {getattr(settings, name)}, and should be from {least} to {most}.")


def _with_secret(settings: Settings) -> Settings:
    if settings.environment != "production":
        return settings
    if not settings.secret_keys:
        raise BadSettings(
            "COHORTS_SECRET_KEY is not set. Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))' "
            "(for the data of `make run`, set COHORTS_ENVIRONMENT=development instead)."
        )
    if any(len(key) < WEAK_LENGTH or len(set(key)) < 10 for key in settings.secret_keys):
        raise BadSettings(
            f"COHORTS_SECRET_KEY is weak: use at least {WEAK_LENGTH} random characters, ten of them different."
        )
    return settings
