"""A tiny model of seats and lines in plain Python: what `design.md` says, without a database.

Each act changes the model, or raises Refused with every reason that holds. `said` is what it must leave behind:
messages as (kind, address), and entries of the trail as (act, what it is about).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

ACTIVE = ("pending", "waitlisted", "offered", "confirmed")
SEATED = ("offered", "confirmed")
# Whom the organizers refused or cancelled may not come back by themselves.
KEEPS_ITS_ADDRESS = (*ACTIVE, "rejected", "cancelled")
OF_STATE = {"confirmed": "seat_confirmed", "waitlisted": "waitlisted", "pending": "received"}


class Refused(Exception):
    """An act is refused, for any of these reasons."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = frozenset(reasons)


def refuse(**reasons: bool) -> None:
    holding = [name for name, holds in reasons.items() if holds]
    if holding:
        raise Refused(holding)


@dataclass(eq=False)
class Cohort:
    """A run of the program."""

    starts: datetime
    ends: datetime
    capacity: int
    admission: str = "open"
    on_free_seat: str = "confirm"
    offer_hours: int = 24
    verify_email: bool = False
    waitlist_limit: int | None = None
    last_offer_at: datetime | None = None
    status: str = "published"
    is_closed: bool = False
    is_served_by_itself: bool = False
    held_back: int = 0
    next_place: int = 1

    @property
    def last_offer(self) -> datetime:
        return self.last_offer_at or self.starts


@dataclass(eq=False)
class Entry:
    """A registration; `id` is that of its row, once it has one."""

    cohort: Cohort
    email: str
    has_agreed: bool = True
    is_proved: bool = False
    state: str = "new"
    place: int | None = None
    offer_ends: datetime | None = None
    remind_at: datetime | None = None
    link_version: int = 1
    revision: int = 0
    name: str = "Ana"
    # What it says to the one question of words; with it goes a consent.
    answer: str = ""
    id: int | None = None

    @property
    def address(self) -> str:
        return self.email.lower()

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE


@dataclass(eq=False)
class Invitation:
    """A registration that is to become somebody else's."""

    entry: Entry
    email: str
    ends: datetime
    is_agreed: bool = False


@dataclass
class Said:
    """What a step left behind."""

    messages: list[tuple[str, str]] = field(default_factory=list)
    acts: list[tuple[str, Any]] = field(default_factory=list)


class Model:
    """All cohorts and people, the clock, and what the present step has said."""

    def __init__(self, now: datetime, cohorts: list[Cohort]) -> None:
        self.now, self.cohorts = now, cohorts
        self.entries: list[Entry] = []
        self.invitations: dict[Entry, Invitation] = {}
        self.links_sent: set[tuple[int, str]] = set()
        self.said = Said()

    # What is true now.

    def of(self, cohort: Cohort, *states: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.cohort is cohort and entry.state in states]

    def line(self, cohort: Cohort) -> list[Entry]:
        return sorted(self.of(cohort, "waitlisted"), key=lambda entry: entry.place or 0)

    def taken(self, cohort: Cohort) -> int:
        return len(self.of(cohort, *SEATED))

    def free(self, cohort: Cohort) -> int:
        return cohort.capacity - cohort.held_back - self.taken(cohort)

    def is_alive(self, cohort: Cohort) -> bool:
        return cohort.status == "published" and self.now < cohort.ends

    def is_served(self, cohort: Cohort) -> bool:
        wanted = cohort.admission == "open" or cohort.is_served_by_itself
        return cohort.status == "published" and self.now < cohort.last_offer and wanted

    def keeper(self, cohort: Cohort, email: str, *states: str) -> Entry | None:
        """Who keeps this address from others: an active registration before one that has ended."""
        found = [entry for entry in self.of(cohort, *states) if entry.address == email.lower()]
        return min(found, key=lambda entry: (not entry.is_active, -(entry.id or 0)), default=None)

    # How states change.

    def become(self, entry: Entry, act: str, state: str, message: str | None, *, until: datetime | None = None) -> None:
        cohort = entry.cohort
        entry.revision += entry.state != "new"
        entry.state, entry.place, entry.offer_ends, entry.remind_at = state, None, None, None
        if state == "waitlisted":
            entry.place, cohort.next_place = cohort.next_place, cohort.next_place + 1
        if state == "offered":
            self.hold(entry, min(self.now + timedelta(hours=cohort.offer_hours), until or cohort.last_offer))
        self.said.acts.append((act, entry))
        if message:
            self.said.messages.append((message, entry.email))

    def hold(self, entry: Entry, ends: datetime) -> None:
        lasts = ends - self.now
        entry.offer_ends = ends
        if lasts >= timedelta(hours=2):
            entry.remind_at = ends - min(timedelta(hours=24), lasts / 3)

    def entry_state(self, entry: Entry) -> str:
        cohort = entry.cohort
        if cohort.admission == "review":
            return "pending"
        if self.free(cohort) <= 0 or self.line(cohort):
            return "waitlisted"
        return "offered" if self.must_answer(entry) else "confirmed"

    @staticmethod
    def must_answer(entry: Entry) -> bool:
        return not entry.has_agreed or (entry.cohort.verify_email and not entry.is_proved)

    def serve(self, cohort: Cohort) -> None:
        while self.is_served(cohort) and self.free(cohort) > 0 and self.line(cohort):
            first = self.line(cohort)[0]
            if cohort.on_free_seat == "offer" or self.must_answer(first):
                self.become(first, "promote", "offered", "offer_made")
            else:
                self.become(first, "promote", "confirmed", "seat_now_yours")

    def present(self, entry: Entry) -> str:
        if entry.state == "offered":
            return "offer_made" if entry.is_proved or not entry.has_agreed else "verify_address"
        return OF_STATE[entry.state]

    # Applicants.

    def register(self, cohort: Cohort, email: str) -> None:
        full = cohort.admission == "open" and (self.free(cohort) <= 0 or bool(self.line(cohort)))
        limit = cohort.waitlist_limit
        refuse(
            NotOpen=not self.is_alive(cohort) or cohort.is_closed or self.now >= cohort.starts,
            WaitlistFull=full and limit is not None and len(self.line(cohort)) >= limit,
            WaitlistClosed=full and self.now >= cohort.last_offer,
        )
        self.refuse_known(self.keeper(cohort, email, *KEEPS_ITS_ADDRESS))
        entry = Entry(cohort, email, answer=email)
        state = self.entry_state(entry)
        self.entries.append(entry)
        self.become(entry, "register", state, None, until=cohort.ends)
        self.said.messages.append((self.present(entry), email))

    def refuse_known(self, known: Entry | None) -> None:
        """Its owner is sent the link, once a minute; whoever asked learns nothing of it."""
        if known is None:
            return
        once = known.id or 0, f"{self.now:%Y%m%d%H%M}"
        if once not in self.links_sent:
            self.links_sent.add(once)
            self.said.messages.append(("already_registered", known.email))
        raise Refused(["AlreadyRegistered"])

    def withdraw(self, entry: Entry) -> None:
        if entry.state == "withdrawn":
            return
        refuse(CannotMove=entry.state not in ("pending", "waitlisted", "confirmed"))
        entry.is_proved = True
        self.become(entry, "withdraw", "withdrawn", "withdrawn")
        self.serve(entry.cohort)

    def edit(self, entry: Entry, name: str) -> None:
        refuse(NotActive=not entry.is_active)
        entry.is_proved = True
        if entry.name != name:
            entry.name = name
            self.said.acts.append(("edit", entry))

    def say(self, entry: Entry, answer: str) -> None:
        refuse(NotActive=not entry.is_active)
        entry.is_proved = True
        if entry.answer != answer:
            entry.answer = answer
            self.said.acts.append(("answer", entry))

    def correct_address(self, entry: Entry, email: str) -> None:
        refuse(NotActive=not entry.is_active)
        if entry.address != email.lower():
            self.refuse_known(self.keeper(entry.cohort, email, *KEEPS_ITS_ADDRESS))
        if entry.email == email:
            return
        entry.is_proved = entry.is_proved and entry.address == email.lower()
        entry.email = email
        entry.link_version += 1
        cohort = entry.cohort
        if entry.state == "confirmed" and cohort.verify_email and not entry.is_proved and self.is_alive(cohort):
            self.become(entry, "correct_address", "offered", None, until=cohort.ends)
        else:
            entry.revision += 1
            self.said.acts.append(("correct_address", entry))
        self.said.messages.append((self.present(entry), email))

    @staticmethod
    def of_another_link(entry: Entry) -> None:
        entry.link_version += 1
        entry.revision += 1

    def accept(self, entry: Entry, *, agrees: bool) -> None:
        if entry.state == "confirmed":
            return
        refuse(
            OfferEnded=self.has_ended(entry),
            CohortOver=not self.is_alive(entry.cohort),
            AgreementMissing=not entry.has_agreed and not agrees,
            CannotMove=entry.state != "offered",
        )
        entry.has_agreed = entry.is_proved = True
        self.become(entry, "accept", "confirmed", "seat_confirmed")

    def decline(self, entry: Entry) -> None:
        if entry.state == "declined":
            return
        refuse(OfferEnded=self.has_ended(entry), CannotMove=entry.state != "offered")
        entry.is_proved = True
        self.become(entry, "decline", "declined", "declined")
        self.serve(entry.cohort)

    def has_ended(self, entry: Entry) -> bool:
        return entry.state == "expired" or (entry.offer_ends is not None and self.now > entry.offer_ends)

    # Organizers: one registration.

    def cancel(self, entry: Entry) -> None:
        if entry.state == "cancelled":
            return
        refuse(CannotMove=not entry.is_active)
        self.become(entry, "cancel", "cancelled", "cancelled")
        self.serve(entry.cohort)

    def retract(self, entry: Entry) -> None:
        cohort = entry.cohort
        alone = self.is_served(cohort) and not self.line(cohort)
        refuse(CannotMove=entry.state != "offered", NobodyElseWaits=alone and entry.state == "offered")
        self.become(entry, "retract", "waitlisted", "offer_retracted")
        self.serve(cohort)

    def move_to_end(self, entry: Entry) -> None:
        refuse(CannotMove=entry.state != "waitlisted")
        self.become(entry, "move_to_end", "waitlisted", "moved_to_end")
        self.serve(entry.cohort)

    def reinstate(self, entry: Entry) -> None:
        refuse(
            CohortOver=not self.is_alive(entry.cohort),
            AddressTaken=not entry.is_active and self.keeper(entry.cohort, entry.email, *ACTIVE) is not None,
            CannotMove=entry.is_active,
        )
        self.become(entry, "reinstate", self.entry_state(entry), "reinstated", until=entry.cohort.ends)
        self.serve(entry.cohort)

    def move(self, entry: Entry, to: Cohort) -> None:
        refuse(
            SameCohort=entry.cohort is to,
            CohortOver=not self.is_alive(to),
            NotActive=not entry.is_active,
            AddressTaken=self.keeper(to, entry.email, *ACTIVE) is not None,
        )
        there = Entry(to, entry.email, entry.has_agreed, entry.is_proved, name=entry.name, answer=entry.answer)
        self.become(entry, "move", "cancelled", None)
        state = self.entry_state(there)
        self.entries.append(there)
        self.become(there, "register", state, "moved", until=to.ends)
        self.serve(entry.cohort)

    def propose(self, entry: Entry, email: str) -> None:
        cohort = entry.cohort
        refuse(
            CohortOver=not self.is_alive(cohort),
            NotActive=not entry.is_active,
            AddressTaken=self.keeper(cohort, email, *ACTIVE) is not None,
        )
        ends = min(self.now + timedelta(hours=cohort.offer_hours), cohort.ends)
        self.invitations[entry] = Invitation(entry, email, ends)
        self.said.acts.append(("transfer", entry))
        self.said.messages.append(("transfer_invitation", email))

    def call_off(self, entry: Entry) -> None:
        found = self.invitations.get(entry)
        if found is not None and not found.is_agreed:
            del self.invitations[entry]
            self.said.acts.append(("call_off_transfer", entry))

    def agree(self, invitation: Invitation) -> None:
        entry, email = invitation.entry, invitation.email
        refuse(Missing=self.invitations.get(entry) is not invitation)
        if invitation.is_agreed:
            return
        refuse(
            InvitationEnded=self.now > invitation.ends,
            NotActive=not entry.is_active,
            AddressTaken=self.keeper(entry.cohort, email, *ACTIVE) is not None,
        )
        before, entry.email, entry.name, entry.answer = entry.email, email, "Bo", "Bo"
        entry.has_agreed = entry.is_proved = invitation.is_agreed = True
        self.of_another_link(entry)
        self.said.acts.append(("agree", entry))
        self.said.messages += [("handed_over", before), (self.present(entry), email)]

    # Organizers: many, and the cohort.

    def make_next(self, cohort: Cohort, count: int) -> None:
        line = self.line(cohort)
        self.refuse_offers(cohort, count, TooFewWait=count > len(line))
        self.said.acts.append(("offer_next", cohort))
        for entry in line[:count]:
            self.become(entry, "offer", "offered", "offer_made")

    def decide(self, cohort: Cohort, act: str, chosen: dict[Entry, int], *, reason: str) -> None:
        waiting = sorted((each for each in chosen if each.state == "waitlisted"), key=lambda each: each.place or 0)
        leads_on = ("pending",) if act == "waitlist" else ("pending", "waitlisted")
        reasons = {
            "Missing": any(each.cohort is not cohort for each in chosen),
            "ChangedMeanwhile": any(each.revision != revision for each, revision in chosen.items()),
            "CannotMove": any(each.state not in leads_on for each in chosen),
        }
        if act == "offer":
            out_of_order = not reason and self.line(cohort)[: len(waiting)] != waiting
            self.refuse_offers(cohort, len(chosen), OutOfOrder=out_of_order, **reasons)
        refuse(CohortOver=not self.is_alive(cohort), **reasons)
        self.said.acts.append(("decide", cohort))
        state, message = {
            "offer": ("offered", "offer_made"), "waitlist": ("waitlisted", "waitlisted"),
            "reject": ("rejected", "not_selected"),
        }[act]  # fmt: skip
        for entry in sorted(chosen, key=lambda each: each.id or 0):
            self.become(entry, act, state, message)
        self.serve(cohort)

    def refuse_offers(self, cohort: Cohort, count: int, **reasons: bool) -> None:
        refuse(
            CohortOver=not self.is_alive(cohort),
            PastLastOffer=self.now >= cohort.last_offer,
            NotEnoughSeats=count > self.free(cohort),
            **reasons,
        )

    def give(self, cohort: Cohort, email: str) -> None:
        known = self.keeper(cohort, email, *ACTIVE)
        refuse(
            CohortOver=not self.is_alive(cohort),
            PastLastOffer=self.now >= cohort.last_offer,
            NothingHeldBack=cohort.held_back == 0,
            AddressTaken=known is not None and known.state in SEATED,
        )
        cohort.held_back -= 1
        if known is not None:
            self.become(known, "offer", "offered", "offer_made")
        else:
            self.entries.append(Entry(cohort, email, has_agreed=False))
            self.become(self.entries[-1], "give", "offered", "offer_made")

    def resize(self, cohort: Cohort, capacity: int, held_back: int) -> None:
        if (capacity, held_back) == (cohort.capacity, cohort.held_back):
            return
        refuse(BelowTaken=capacity < self.taken(cohort) + held_back)
        cohort.capacity, cohort.held_back = capacity, held_back
        self.said.acts.append(("set_capacity", cohort))
        self.serve(cohort)

    def change(self, cohort: Cohort, values: dict[str, Any]) -> None:
        last_offer = values["last_offer_at"]
        opens = cohort.admission == "review" and values["admission"] == "open"
        refuse(
            LastOfferAfterEnd=last_offer is not None and last_offer > values["ends"],
            Undecided=opens and bool(self.of(cohort, "pending")),
        )
        if any(getattr(cohort, name) != value for name, value in values.items()):
            self.said.acts.append(("edit", cohort))
        for name, value in values.items():
            setattr(cohort, name, value)
        self.serve(cohort)

    def switch(self, cohort: Cohort, name: str, act: str, *, on: bool) -> None:
        if getattr(cohort, name) != on:
            setattr(cohort, name, on)
            self.said.acts.append((act, cohort))
        self.serve(cohort)

    def to_status(self, cohort: Cohort, act: str) -> None:
        status, allowed = {
            "publish": ("published", ("draft", "archived")), "unpublish": ("draft", ("published", "archived")),
            "cancel": ("cancelled", ("published",)), "archive": ("archived", ("draft", "published", "cancelled")),
        }[act]  # fmt: skip
        has_people = any(entry.cohort is cohort for entry in self.entries)
        refuse(
            HasRegistrations=act == "unpublish" and bool(self.of(cohort, *ACTIVE)),
            AlreadyOver=act == "cancel" and self.now >= cohort.ends,
            NotOver=act == "archive" and has_people and self.now < cohort.ends,
            WrongStatus=cohort.status not in (status, *allowed),
        )
        if cohort.status != status:
            cohort.status = status
            self.said.acts.append((act, cohort))
        self.serve(cohort)

    # The worker.

    def is_work_due(self) -> bool:
        offers_end = [entry.offer_ends for entry in self.entries if entry.offer_ends is not None]
        reminders = [entry.remind_at for entry in self.entries if entry.remind_at is not None]
        untold = any(entry.is_active and entry.cohort.status == "cancelled" for entry in self.entries)
        return untold or any(moment <= self.now for moment in offers_end + reminders)

    def work(self) -> None:
        for cohort in self.cohorts:
            if cohort.status == "cancelled":
                for entry in self.of(cohort, *ACTIVE):
                    self.become(entry, "cancel", "cancelled", "cohort_cancelled")
        for cohort in self.cohorts:
            ended = self.now - timedelta(minutes=1)
            for entry in self.of(cohort, "offered"):
                if entry.offer_ends is not None and entry.offer_ends <= ended:
                    self.become(entry, "expire", "expired", "offer_expired")
            self.serve(cohort)
        for entry in self.entries:
            if entry.remind_at is not None and entry.remind_at <= self.now:
                entry.remind_at = None
                if not self.has_ended(entry):
                    self.said.messages.append(("offer_reminder", entry.email))
