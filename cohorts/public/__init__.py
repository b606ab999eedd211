"""Pages for visitors and applicants, a module per resource."""

from typing import Any

from flask import Blueprint

from cohorts.core import languages

site = Blueprint("site", __name__)
blueprint = Blueprint("public", __name__)


@blueprint.url_value_preprocessor
def _drop_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    # It was read from the path already; no view needs it as an argument.
    if values is not None:
        values.pop("language", None)


@blueprint.url_defaults
def _add_language(_endpoint: str, values: dict[str, Any]) -> None:
    values.setdefault("language", languages.current())


from cohorts.public import (  # noqa: E402, F401
    acceptances,
    answer_changes,
    answer_copies,
    answer_files,
    calendars,
    cohorts,
    drafts,
    health,
    home,
    invitations,
    links,
    notices,
    parts,
    programs,
    refusals,
    registrations,
    results,
    unsubscribing,
    withdrawals,
)
