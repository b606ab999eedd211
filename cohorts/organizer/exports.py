"""A cohort's registrations as a file for a spreadsheet."""

from itertools import chain

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from cohorts.accounts import permissions
from cohorts.core import languages
from cohorts.organizer import blueprint, cohorts
from cohorts.registrations import export, export_workbook
from cohorts.registrations.export_rows import Shown

# Without it Excel takes the accents for something else.
BYTE_ORDER_MARK = "\ufeff"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/programs/<program>/<cohort>/registrations.csv", endpoint="registrations_csv")
def csv(program: str, cohort: str) -> ResponseReturnValue:
    """All of them, a line each; `?choices=columns` for a column for each of several choices."""
    cohort_id = cohorts.found(program, cohort).id
    lines = chain([BYTE_ORDER_MARK], export.lines(cohort_id, _shown()))
    response = Response(lines, content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{program}-{cohort}.csv")
    return response


@blueprint.get("/programs/<program>/<cohort>/registrations.xlsx", endpoint="registrations_xlsx")
def workbook(program: str, cohort: str) -> ResponseReturnValue:
    """The same as a workbook."""
    cohort_id = cohorts.found(program, cohort).id
    pieces = export_workbook.pieces(cohort_id, _shown())
    # What refuses does it before the answer begins.
    response = Response(chain([next(pieces)], pieces), content_type=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"{program}-{cohort}.xlsx")
    return response


def _shown() -> Shown:
    return Shown(
        language=languages.current(),
        sensitive=permissions.may(current_user, permissions.SENSITIVE),
        split=request.args.get("choices") == "columns",
    )
