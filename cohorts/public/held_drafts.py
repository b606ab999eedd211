"""Which drafts this browser goes on with: one a cohort, by the one-time key of its form."""

from flask import g, session

from cohorts.public.typed import Typed
from cohorts.registrations import drafts

MOST = 12


def hold(cohort_id: int, one_time_key: str) -> None:
    """Let this browser go on with a draft."""
    if key_of(cohort_id) != one_time_key:
        others = {name: key for name, key in session.get("drafts", {}).items() if name != str(cohort_id)}
        session["drafts"] = {**dict(list(others.items())[-MOST + 1 :]), str(cohort_id): one_time_key}


def let_go(cohort_id: int) -> None:
    """Forget here that there was one."""
    if key_of(cohort_id):
        session["drafts"] = {name: key for name, key in session["drafts"].items() if name != str(cohort_id)}


def key_of(cohort_id: int) -> str:
    """The one-time key of the draft for this cohort; empty where there is none."""
    return str(session.get("drafts", {}).get(str(cohort_id), ""))


def note_mailed(cohort_id: int) -> None:
    """Remember that its link was sent, for the page that says so."""
    session["mailed_draft"] = cohort_id


def was_mailed(cohort_id: int) -> bool:
    """Whether this browser had the link to a draft for this cohort sent, as the last thing of that kind."""
    return bool(session.get("mailed_draft") == cohort_id)


def typed(cohort_id: int) -> Typed | None:
    """What was typed into the draft of this browser; nothing of it is cached or passed on."""
    key = key_of(cohort_id)
    found = drafts.read(cohort_id, key) if key else None
    if found is not None:
        g.private = True
    return found
