"""The kinds of messages whose words organizers may write, and what each of them may name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from cohorts.core.errors import Missing

REGISTERING, WAITING, OFFERS, ENDING, CHANGES, SESSIONS = (
    "registering", "waiting", "offers", "ending", "changes", "sessions",
)  # fmt: skip
GROUPS: Mapping[str, Any] = {
    REGISTERING: _l("When somebody registers"),
    OFFERS: _l("Offers of a seat"),
    WAITING: _l("The waiting list"),
    CHANGES: _l("When something changes"),
    SESSIONS: _l("Before and after the sessions"),
    ENDING: _l("When a registration ends"),
}

COHORT = frozenset(
    {"program", "cohort", "dates", "sessions", "zone", "venue", "cohort_link", "program_link", "institution", "contact"}
)
PERSON = COHORT | {"name", "reference"}
APPLICANT = PERSON | {"manage_link"}
# What only who has a seat is told.
SEAT = APPLICANT | {"online_link", "calendar_link", "more_until", "more_link"}

WITH_SESSIONS = frozenset({"seat_confirmed", "seat_now_yours", "moved", "reinstated", "cohort_changed"})
THANKS = "thanks"


@dataclass(frozen=True)
class Kind:
    """A kind of message: its name, when it is sent, the placeholders that it may hold and those that it must."""

    key: str
    title: Any
    when: Any
    group: str
    placeholders: frozenset[str]
    needs: frozenset[str] = frozenset()
    # Whether answers may be quoted: only to the applicant, and only where their address is proved.
    quotes_answers: bool = True

    @property
    def has_sessions(self) -> bool:
        """Whether the sessions go along as a file for a calendar, to who has a seat."""
        return self.key in WITH_SESSIONS

    @property
    def takes_sessions_back(self) -> bool:
        """Whether a file goes along that takes them out again, to who had a seat and has none."""
        return "calendar_file" in self.placeholders

    @property
    def is_informational(self) -> bool:
        """Whether one may ask to get no more of its kind, however one's registration stands."""
        return self.key == THANKS


def _kind(
    key: str, group: str, title: Any, when: Any, placeholders: frozenset[str], *, needs: str = "", answers: bool = True
) -> tuple[str, Kind]:
    return key, Kind(key, title, when, group, placeholders, frozenset(needs.split()), answers)


KINDS: Mapping[str, Kind] = dict(
    (
        _kind(
            "seat_confirmed", REGISTERING, _l("You have a seat"),
            _l("When somebody registers and has a seat at once, or accepts an offer."), SEAT,
        ),
        _kind(
            "received", REGISTERING, _l("We have your application"),
            _l("When somebody applies and the organizers choose."), APPLICANT,
        ),
        _kind(
            "verify_address", REGISTERING, _l("Confirm your address"),
            _l("When somebody registers and the cohort confirms addresses: a seat is held until they do."),
            APPLICANT | {"offer_deadline"}, needs="manage_link",
        ),
        _kind(
            "draft_saved", REGISTERING, _l("Go on where you stopped"),
            _l("When somebody asks for a link to the form that they began to fill in."),
            COHORT | {"draft_link", "until", "closes"}, needs="draft_link", answers=False,
        ),
        _kind(
            "links_again", REGISTERING, _l("Your link again"),
            _l("When somebody asks for the link to what is registered under their address."),
            APPLICANT | {"state", "links"}, needs="manage_link links",
        ),
        _kind(
            "already_registered", REGISTERING, _l("You have registered before"),
            _l("When somebody registers with an address that is registered already."), APPLICANT | {"state"},
            needs="manage_link",
        ),
        _kind(
            "answers_copy", REGISTERING, _l("A copy of your answers"),
            _l("When somebody asks for a copy of what they answered."), APPLICANT | {"answers"},
        ),
        _kind(
            "complete_answers", REGISTERING, _l("A few answers are missing"),
            _l("When the organizers ask somebody to complete their answers."),
            APPLICANT | {"questions", "deadline", "complete_link"}, needs="complete_link",
        ),
        _kind(
            "offer_made", OFFERS, _l("A seat is held for you"),
            _l("When a seat is offered, until a deadline."), APPLICANT | {"offer_deadline", "note"},
            needs="manage_link",
        ),
        _kind(
            "offer_reminder", OFFERS, _l("Your offer ends soon"),
            _l("Once, before an offer ends that nobody has answered."), APPLICANT | {"offer_deadline"},
            needs="manage_link",
        ),
        _kind(
            "offer_expired", OFFERS, _l("Your offer has ended"),
            _l("When an offer ends without an answer."), APPLICANT | {"again", "calendar_file"},
        ),
        _kind(
            "offer_retracted", OFFERS, _l("Your offer was taken back"),
            _l("When the organizers take an offer back: the person waits at the end of the line."),
            APPLICANT | {"reason", "position", "calendar_file"},
        ),
        _kind(
            "declined", OFFERS, _l("You gave up the seat"),
            _l("When somebody gives up a seat that is held for them."), APPLICANT | {"again", "calendar_file"},
        ),
        _kind(
            "waitlisted", WAITING, _l("You are on the waiting list"),
            _l("When somebody joins the waiting list."), APPLICANT | {"position", "note"},
        ),
        _kind(
            "seat_now_yours", WAITING, _l("A seat is now yours"),
            _l("When a seat comes free and goes to the first of the waiting list."), SEAT,
        ),
        _kind(
            "moved_to_end", WAITING, _l("You were moved to the end of the waiting list"),
            _l("When the organizers give somebody the last place."), APPLICANT | {"position"},
        ),
        _kind(
            "cohort_changed", CHANGES, _l("Dates or place have changed"),
            _l("When dates or place of the cohort have changed and you choose to tell its people."),
            APPLICANT | {"changes", "online_link", "calendar_link"},
        ),
        _kind(
            "moved", CHANGES, _l("You are now registered for another cohort"),
            _l("When the organizers move somebody to another cohort."),
            SEAT | {"outcome", "calendar_file", "old_cohort", "old_dates", "answers_taken", "answers_given"},
        ),
        _kind(
            "reinstated", CHANGES, _l("Your registration is active again"),
            _l("When the organizers bring a registration back."), SEAT | {"outcome"},
        ),
        _kind(
            "transfer_invitation", CHANGES, _l("Take over a registration"),
            _l("To the person whom the organizers invite to take over somebody else’s registration."),
            COHORT | {"name", "invitation_link", "deadline"}, needs="invitation_link", answers=False,
        ),
        _kind(
            "handed_over", CHANGES, _l("Your registration was handed over"),
            _l("To the person who had the registration, once somebody else has taken it over."),
            PERSON | {"calendar_file"}, answers=False,
        ),
        _kind(
            "reminder", SESSIONS, _l("A reminder before the first session"),
            _l("To people who have a seat, as long before the first session as the cohort’s schedule says."),
            APPLICANT | {"online_link", "calendar_link"},
        ),
        _kind(
            THANKS, SESSIONS, _l("Words after the last session"),
            _l("To people who had a seat, as long after the last session as the cohort’s schedule says."), APPLICANT,
        ),
        _kind(
            "not_selected", ENDING, _l("You were not selected"),
            _l("When the organizers choose and this person is not selected."), APPLICANT | {"note"},
        ),
        _kind(
            "withdrawn", ENDING, _l("You have withdrawn"), _l("When somebody withdraws."),
            APPLICANT | {"again", "calendar_file"},
        ),
        _kind(
            "cancelled", ENDING, _l("Your registration is cancelled"),
            _l("When the organizers cancel somebody’s registration."), APPLICANT | {"reason", "calendar_file"},
        ),
        _kind(
            "cohort_cancelled", ENDING, _l("This cohort is cancelled"),
            _l("To everybody who had registered, when the whole cohort is cancelled."),
            APPLICANT | {"reason", "calendar_file"},
        ),
    )
)  # fmt: skip

# What organizers write to many at once: it has no default words.
BROADCAST = Kind("broadcast", _l("A message to many"), _l("When you send it."), "", APPLICANT | {"online_link"})


def of(key: str) -> Kind:
    """The kind of this key; raises Missing."""
    found = BROADCAST if key == BROADCAST.key else KINDS.get(key)
    if found is None:
        raise Missing
    return found
