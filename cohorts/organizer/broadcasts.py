"""Messages to many: what is coming and what went, how far one has come; stopped, copied, thrown away."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cohorts.broadcasts import audiences, broadcasts, queries, recipients
from cohorts.broadcasts.errors import NotGoingOut
from cohorts.broadcasts.models import DRAFT, SCHEDULED, Broadcast
from cohorts.broadcasts.recipients import Foreseen
from cohorts.core import languages, numbers
from cohorts.core.forms import Form
from cohorts.core.text import words
from cohorts.organizer import blueprint, broadcast_drafts, broadcast_lines, broadcast_words, by, cohorts
from cohorts.organizer.asking import asked
from cohorts.organizer.buttons import pressed

PLACE = "/programs/<program>/<cohort>/messages"
ONE = f"{PLACE}/<int:broadcast_id>"


@blueprint.get(PLACE, endpoint="broadcasts")
def index(program: str, cohort: str) -> ResponseReturnValue:
    """What is coming, what is not finished, what went."""
    shown = cohorts.found(program, cohort)
    return render_template("organizer/broadcasts.html", cohort=shown, lines=broadcast_lines.of_cohort(shown))


@blueprint.route(ONE, methods=["GET", "POST"], endpoint="broadcast")
def show(program: str, cohort: str, broadcast_id: int) -> ResponseReturnValue:
    """A draft to change; of any other one how far it has come."""
    shown = cohorts.found(program, cohort)
    found = queries.by_id(shown.id, broadcast_id)
    if found.status == DRAFT or request.method == "POST":
        return broadcast_drafts.edit(shown, found)
    progress = queries.progress([found.id])[found.id]
    goes_out, waits = queries.is_going_out(found, progress), found.status == SCHEDULED
    expected = recipients.foreseen(found.cohort, audiences.read(found.audience)) if waits else Foreseen()
    return render_template(
        "organizer/broadcast.html", cohort=shown, broadcast=found, batch=broadcasts.batch(found.id), progress=progress,
        goes_out=goes_out,
        may_be_stopped=queries.may_be_stopped(found, progress), expected=expected,
        status="sending" if goes_out else found.status, audience=broadcast_words.audience(found),
        sentence=broadcast_words.standing(found, progress, shown), reasons=broadcast_words.REASONS,
        skipped=queries.skipped(found.id, request.args.get("page", 1, type=int)),
        names=broadcast_words.STATUSES, samples=broadcast_words.samples(found, expected.examples),
    )  # fmt: skip


@blueprint.route(f"{ONE}/stop", methods=["GET", "POST"], endpoint="broadcast_stop")
def stop(program: str, cohort: str, broadcast_id: int) -> ResponseReturnValue:
    """Call off what waits for its time, or stop what goes out, after one question."""
    shown = cohorts.found(program, cohort)
    found = queries.by_id(shown.id, broadcast_id)
    progress = queries.progress([found.id])[found.id]
    return asked(
        Form(), lambda: broadcasts.end(broadcast_id, by=by()),
        done=gettext("Nothing more of it goes out."), back=shown.address("broadcast", broadcast_id=broadcast_id),
        question=lambda: _question(queries.by_id(shown.id, broadcast_id)),
        impossible=None if queries.may_be_stopped(found, progress) else NotGoingOut(),
    )  # fmt: skip


@blueprint.post(f"{ONE}/copy", endpoint="broadcast_copy")
def copy(program: str, cohort: str, broadcast_id: int) -> ResponseReturnValue:
    """Begin a new one like it."""
    shown = cohorts.found(program, cohort)
    queries.by_id(shown.id, broadcast_id)
    done = gettext("The copy is kept as a draft.")
    return pressed(lambda: broadcasts.copy(broadcast_id, key=Form().key.data or ""), done, shown.address("broadcasts"))


@blueprint.post(f"{ONE}/deletion", endpoint="broadcast_deletion")
def delete(program: str, cohort: str, broadcast_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    shown = cohorts.found(program, cohort)
    queries.by_id(shown.id, broadcast_id)
    done = gettext("The draft is deleted.")
    return pressed(lambda: broadcasts.discard(broadcast_id), done, shown.address("broadcasts"))


def _question(found: Broadcast) -> dict[str, str]:
    about = {"about": words(found.subject, languages.current()), "tone": "danger filled"}
    if found.status == SCHEDULED:
        return {
            **about,
            "title": gettext("Call this message off?"),
            "consequence": gettext("Nobody gets it. Its words stay here; a copy can be sent another time."),
            "verb": gettext("Call the message off"),
            "keep": gettext("Let it go out"),
        }
    progress = queries.progress([found.id])[found.id]
    left = progress.recipients - progress.accepted
    return {
        **about,
        "title": gettext("Stop this message?"),
        "consequence": ngettext(
            "%(accepted)s of %(all)s people have it already. %(left)s person does not get it any more.",
            "%(accepted)s of %(all)s people have it already. %(left)s people do not get it any more.", left,
            **{name: numbers.number(count, languages.current()) for name, count in
               (("accepted", progress.accepted), ("all", progress.recipients), ("left", left))},
        ),
        "verb": gettext("Stop the rest"),
        "keep": gettext("Let it go on"),
    }  # fmt: skip
