"""What happened, in sentences for organizers: who did what to what."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from cohorts.accounts import queries as accounts
from cohorts.activity.models import Activity, ActivityValue
from cohorts.core import languages
from cohorts.organizer import form_sentences, subjects, template_sentences
from cohorts.registrations import answer_history
from cohorts.registrations.errors import STATES

# The subject's name, a link to it, stands for %(thing)s.
SENTENCES: dict[tuple[str, str], Any] = {
    **form_sentences.SENTENCES,
    **template_sentences.SENTENCES,
    ("institution", "create"): _l("%(thing)s was set up"),
    ("institution", "edit"): _l("%(thing)s was changed"),
    ("program", "create"): _l("The program %(thing)s was created"),
    ("program", "edit"): _l("The program %(thing)s was changed"),
    ("program", "publish"): _l("The program %(thing)s was published"),
    ("program", "unpublish"): _l("The program %(thing)s went back to draft"),
    ("program", "leave"): _l("Somebody asked for no more news of %(thing)s"),
    ("program", "come_back"): _l("Somebody asked for news of %(thing)s again"),
    ("program", "archive"): _l("The program %(thing)s was archived"),
    ("cohort", "create"): _l("The cohort %(thing)s was created"),
    ("cohort", "edit"): _l("The cohort %(thing)s was changed"),
    ("cohort", "set_capacity"): _l("The number of seats of %(thing)s was changed"),
    ("cohort", "offer_next"): _l("Seats in %(thing)s were offered to the first in line"),
    ("cohort", "decide:offer"): _l("The organizers chose who is offered a seat in %(thing)s"),
    ("cohort", "decide:waitlist"): _l("The organizers chose who is put on the waiting list of %(thing)s"),
    ("cohort", "decide:reject"): _l("The organizers chose who is not selected for %(thing)s"),
    ("cohort", "serve_waitlist"): _l("Free seats of %(thing)s are filled automatically from now on"),
    ("cohort", "rest_waitlist"): _l("Free seats of %(thing)s are no longer filled automatically"),
    ("cohort", "tell"): _l("People of %(thing)s are to be told what changed"),
    ("cohort", "told"): _l("People of %(thing)s were told what changed"),
    ("cohort", "tell_now"): _l("The message about changes in %(thing)s was sent at once"),
    ("cohort", "tell_nobody"): _l("The message about changes in %(thing)s was dropped"),
    ("broadcast", "send"): _l("%(thing)s was sent to many"),
    ("broadcast", "schedule"): _l("%(thing)s was scheduled"),
    ("broadcast", "start"): _l("%(thing)s began to go out"),
    ("broadcast", "cancel"): _l("%(thing)s was called off"),
    ("broadcast", "stop"): _l("%(thing)s was stopped"),
    ("broadcast", "miss"): _l("%(thing)s was not sent: its time was over for two days"),
    ("cohort", "schedule:reminder"): _l("A reminder was added to %(thing)s"),
    ("cohort", "schedule:thanks"): _l("Thanks after %(thing)s were added"),
    ("cohort", "switch_on:reminder"): _l("A reminder of %(thing)s was switched on"),
    ("cohort", "switch_on:thanks"): _l("Thanks after %(thing)s were switched on"),
    ("cohort", "switch_off:reminder"): _l("A reminder of %(thing)s was switched off"),
    ("cohort", "switch_off:thanks"): _l("Thanks after %(thing)s were switched off"),
    ("cohort", "unschedule:reminder"): _l("A reminder of %(thing)s was deleted"),
    ("cohort", "unschedule:thanks"): _l("Thanks after %(thing)s were deleted"),
    ("cohort", "fire:reminder"): _l("People of %(thing)s were reminded"),
    ("cohort", "fire:thanks"): _l("People of %(thing)s were thanked"),
    ("cohort", "close"): _l("%(thing)s was closed to newcomers"),
    ("cohort", "reopen"): _l("%(thing)s was opened to newcomers again"),
    ("cohort", "publish"): _l("The cohort %(thing)s was published"),
    ("cohort", "unpublish"): _l("The cohort %(thing)s went back to draft"),
    ("cohort", "cancel"): _l("The cohort %(thing)s was cancelled"),
    ("cohort", "archive"): _l("The cohort %(thing)s was archived"),
    ("registration", "register:confirmed"): _l("%(thing)s registered and has a seat"),
    ("registration", "register:waitlisted"): _l("%(thing)s registered and joined the waiting list"),
    ("registration", "register:offered"): _l("%(thing)s registered; a seat is held until the address is confirmed"),
    ("registration", "register:pending"): _l("%(thing)s applied"),
    ("registration", "arrive"): _l("%(thing)s came from another cohort"),
    ("registration", "give"): _l("%(thing)s was offered a seat that was held back"),
    ("registration", "promote:confirmed"): _l("%(thing)s moved from the waiting list to a seat"),
    ("registration", "promote:offered"): _l("A seat came free and is held for %(thing)s"),
    ("registration", "offer"): _l("%(thing)s was offered a seat"),
    ("registration", "waitlist"): _l("%(thing)s was put on the waiting list"),
    ("registration", "move_to_end"): _l("%(thing)s was moved to the end of the waiting list"),
    ("registration", "reject"): _l("%(thing)s was not selected"),
    ("registration", "accept"): _l("%(thing)s accepted the seat"),
    ("registration", "decline"): _l("%(thing)s declined the offer"),
    ("registration", "expire"): _l("The offer to %(thing)s ended without an answer"),
    ("registration", "retract"): _l("The offer to %(thing)s was taken back"),
    ("registration", "move"): _l("%(thing)s was moved to another cohort"),
    ("registration", "reinstate"): _l("The registration of %(thing)s was brought back"),
    ("registration", "transfer"): _l("Somebody else was invited to take over the registration of %(thing)s"),
    ("registration", "call_off_transfer"): _l(
        "The invitation to take over the registration of %(thing)s was called off"
    ),
    ("registration", "agree"): _l("%(thing)s took over the registration"),
    ("registration", "withdraw"): _l("%(thing)s withdrew"),
    ("registration", "cancel"): _l("The registration of %(thing)s was cancelled"),
    ("registration", "edit"): _l("The registration of %(thing)s was changed"),
    ("registration", "answer"): _l("Answers of %(thing)s were changed"),
    ("registration", "resend"): _l("A message was sent to %(thing)s again"),
    ("registration", "ask_to_complete"): _l("%(thing)s was asked to complete their answers"),
    ("registration", "correct_address"): _l("The email address of %(thing)s was corrected"),
    ("message", "retry"): _l("The message %(thing)s was sent again"),
    ("mail_server", "hold"): _l("All messages were held"),
    ("mail_server", "release"): _l("Messages were let go again"),
    ("message", "release"): _l("The message %(thing)s was released"),
    ("user", "create"): _l("%(thing)s was invited as an organizer"),
    ("user", "end"): _l("%(thing)s can no longer sign in"),
    ("user", "sign_in"): _l("%(thing)s signed in"),
    ("user", "end_sign_in"): _l("%(thing)s signed out"),
}
# Acts that are told by one of their values.
ASK = {"register": "state", "promote": "state", "decide": "decision"}
ACTORS = {
    "clock": _l("By itself"),
    "cli": _l("Command line"),
    "import": _l("Loaded from a file"),
    "applicant": _l("The applicant"),
    "organizer": _l("An organizer"),
}
FIELDS = {
    "name": _l("Name"), "address": _l("Postal address"), "contact": _l("Contact address"), "website": _l("Website"),
    "privacy_notice": _l("Privacy notice"), "slug": _l("Word in the address"), "title": _l("Title"),
    "summary": _l("Summary"), "description": _l("Description"), "languages": _l("Languages"),
    "own_languages": _l("Languages"), "own_contact": _l("Contact address"), "timezone": _l("Time zone"),
    "venue_name": _l("Name of the place"), "venue_street": _l("Street"), "venue_city": _l("City"),
    "venue_region": _l("Province or region"), "venue_country": _l("Country"), "venue_link": _l("Link to join online"),
    "registration_opens": _l("Registration opens"), "registration_closes": _l("Registration closes"),
    "sessions": _l("Sessions"), "capacity": _l("Number of seats"), "email": _l("Email address"),
    "organization": _l("Organization"), "language": _l("Language"), "reason": _l("Reason"),
    "admission": _l("Admission"), "on_free_seat": _l("When a seat comes free"), "offer_hours": _l("Hours of an offer"),
    "offer_working_hours": _l("Working hours"), "last_offer_at": _l("Last offer"),
    "verify_email": _l("Addresses are confirmed"), "waitlist_limit": _l("Limit of the waiting list"),
    "held_back": _l("Seats held back"), "note": _l("Note to the applicant"), "out_of_order": _l("Why out of turn"),
    "count": _l("How many"), "state": _l("State"), "from": _l("Former cohort"), "to": _l("New cohort"),
    "news": _l("Wants news of the program"), "reply_to": _l("Whom answers reach"),
    **form_sentences.FIELDS,
    **template_sentences.FIELDS,
}  # fmt: skip
# Short enough to show before and after; of the others the name says enough.
SHOWN = frozenset(
    {
        "capacity",
        "held_back",
        "offer_hours",
        "waitlist_limit",
        "note",
        "out_of_order",
        "count",
        "email",
        "organization",
        "language",
        "reason",
        "slug",
        "timezone",
        *form_sentences.SHOWN,
        *template_sentences.SHOWN,
    }
)


class Told(NamedTuple):
    """One entry: when, the sentence, who; and what changed, in words."""

    at: datetime
    sentence: Markup
    who: str
    changes: list[str]


def told(entries: Sequence[Activity]) -> list[Told]:
    """Each entry in words, in the given order; a few queries, however many entries."""
    registered = subjects.people(entries)
    things = subjects.named(((entry.subject_type, entry.subject_id) for entry in entries), registered)
    people = accounts.names(e.actor_key for e in entries if e.actor_kind == "organizer" and e.actor_key is not None)
    places = subjects.named(("cohort", int(value.new or 0)) for entry in entries for value in _places(entry))
    about, former = answer_history.known(entries, languages.current()), subjects.formerly(entries, registered)
    return [
        Told(
            entry.at, _sentence(entry, former.get(entry.id) or things(entry.subject_type, entry.subject_id)),
            _who(entry, people), [*_changes(entry, places), *answer_history.changes(entry, about)],
        )
        for entry in entries
    ]  # fmt: skip


def _sentence(entry: Activity, thing: Markup) -> Markup:
    act = "arrive" if entry.act == "register" and _places(entry) else entry.act
    if act in ASK:
        act = f"{act}:{next((value.new for value in entry.values if value.name == ASK[act]), '')}"
    words = SENTENCES.get((entry.subject_type, act), _l("%(thing)s was changed"))
    return Markup(str(words)) % {"thing": thing}


def _who(entry: Activity, people: dict[int, str]) -> str:
    return people.get(entry.actor_key or 0) or str(ACTORS[entry.actor_kind])


def _places(entry: Activity) -> list[ActivityValue]:
    return [value for value in entry.values if entry.subject_type == "registration" and value.name in ("from", "to")]


def _changes(entry: Activity, places: Callable[[str, int], Markup]) -> list[str]:
    where = _places(entry)
    changes = [_now(value.name, places("cohort", int(value.new or 0))) for value in where]
    if where or entry.act == "reinstate":
        changes += [_now("state", STATES[value.new]) for value in entry.values if value.name == "state"]
    # An invitation changes no address yet.
    was = entry.act != "transfer"
    told = [
        _change(value.name, value.old if was else None, value.new, is_name=_is_name(entry, value))
        for value in entry.values if value not in where
    ]  # fmt: skip
    return [*changes, *filter(None, told)]


def _is_name(entry: Activity, value: ActivityValue) -> bool:
    # A person's name is short; those of institutions stand there in two languages.
    return entry.subject_type == "registration" and value.name == "name"


def _change(name: str, old: str | None, new: str | None, *, is_name: bool) -> str:
    field = FIELDS.get(name)
    if field is None or name == "state":
        return ""
    if name not in SHOWN and not is_name:
        return str(field)
    if name == "message":
        return _now(name, template_sentences.title(new))
    if name == "language":
        old, new = (str(languages.WORDS[each]) if each in languages.WORDS else each for each in (old, new))
    # What was deleted is named by what it was called.
    if name == "question" and new in (None, old):
        return _now(name, old)
    if old:
        return str(gettext("%(field)s: %(new)s instead of %(old)s", field=field, new=new or "–", old=old))
    return _now(name, new or "–")


def _now(name: str, new: Any) -> str:
    # Markup escapes what a person wrote, and leaves our own links.
    return Markup(gettext("%(field)s: %(new)s")) % {"field": FIELDS[name], "new": new}
