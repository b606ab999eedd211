"""Whether the process lives, and whether it can serve."""

from flask import current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from cohorts.core import schema
from cohorts.public import site


@site.get("/healthz")
def live() -> ResponseReturnValue:
    """The process lives."""
    return {"status": "ok"}


@site.get("/readyz")
def ready() -> ResponseReturnValue:
    """The database answers, and its schema is one that this release can serve."""
    try:
        missing = schema.missing()
    except DBAPIError as error:
        current_app.logger.warning("not ready: %s", error.orig)
        return {"status": "database unreachable"}, 503
    return ({"status": "schema is older than this release"}, 503) if missing else {"status": "ok"}
