"""Files that applicants sent: downloaded, looked at one after another, all of them as one zip."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from cohorts.accounts import permissions
from cohorts.core import languages
from cohorts.core.errors import Missing
from cohorts.core.text import words
from cohorts.files import serving, sizes
from cohorts.files.kinds import KINDS
from cohorts.organizer import blueprint, cohorts, summaries
from cohorts.questions import queries as forms
from cohorts.questions.wordings import AskedQuestion
from cohorts.registrations import attachments, queries, readable


@blueprint.get("/registrations/<reference>/files/<token>", endpoint="answer_file")
def show(reference: str, token: str) -> ResponseReturnValue:
    """A file as a download; with `?look` for the page that shows it."""
    upload = readable.file_of(queries.by_reference(reference).id, token)
    if upload is None or (attachments.is_sensitive(upload) and not _sees_sensitive()):
        raise Missing
    return serving.response(upload, inline="look" in request.args)


@blueprint.get("/programs/<program>/<cohort>/files/<key>", endpoint="files")
def look(program: str, cohort: str, key: str) -> ResponseReturnValue:
    """One file after another, oldest registration first."""
    shown = cohorts.found(program, cohort)
    question = _asked(shown.id, key)
    group, states = summaries.asked_for()
    number, total = max(request.args.get("n", 1, type=int), 1), attachments.count(question.id, states)
    found = attachments.nth(question.id, number, states) if number <= total else None
    if found is None and number > 1:
        raise Missing
    g.frames_files = True
    return render_template(
        "organizer/files.html", cohort=shown, question=question, found=found, n=number, total=total, who=group or None,
        title=words(question.wording.label, languages.current()),
        kind=KINDS[found.upload.kind] if found else None, size=sizes.words(found.upload.size) if found else "",
    )  # fmt: skip


@blueprint.get("/programs/<program>/<cohort>/files.zip", endpoint="files_zip")
def archive(program: str, cohort: str) -> ResponseReturnValue:
    """All files of a cohort, a folder for each question."""
    shown = cohorts.found(program, cohort)
    states = summaries.asked_for()[1]
    items = attachments.items(shown.id, states, sensitive=_sees_sensitive())
    return serving.archive(items, name=f"{program}-{cohort}.zip")


def _asked(cohort_id: int, key: str) -> AskedQuestion:
    found = next((each for each in forms.of_cohort(cohort_id).everything if each.key == key), None)
    if found is None or found.wording.type != "file" or (found.is_sensitive and not _sees_sensitive()):
        raise Missing
    return found


def _sees_sensitive() -> bool:
    return permissions.may(current_user, permissions.SENSITIVE)
