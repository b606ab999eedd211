"""To whom a broadcast goes: people in some states, who chose something, or who were picked by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from cohorts.registrations import states
from cohorts.registrations.models import Answer, Registration

MOST_PICKED = 200


@dataclass(frozen=True)
class Audience:
    """Those who are picked; where nobody is, those in one of the states, and of them who made a choice."""

    states: tuple[str, ...] = ()
    # A question of the form, and the choice that they made.
    question_id: int | None = None
    choice: str = ""
    picked: tuple[int, ...] = ()

    @property
    def as_json(self) -> dict[str, Any]:
        """As it is stored."""
        if self.picked:
            return {"picked": list(self.picked)}
        answer = {"question": self.question_id, "choice": self.choice} if self.question_id else {}
        return {"states": list(self.states), **answer}

    @property
    def has_ended_ones(self) -> bool:
        """Whether it is meant for people whose registration has ended, among others."""
        return bool(self.picked) or not states.ENDED.isdisjoint(self.states)


def read(stored: Mapping[str, Any]) -> Audience:
    """The audience that was stored."""
    return Audience(
        states=tuple(stored.get("states", ())), question_id=stored.get("question"), choice=stored.get("choice", ""),
        picked=tuple(stored.get("picked", ())),
    )  # fmt: skip


def condition(cohort_id: int, audience: Audience) -> ColumnElement[bool]:
    """The condition of the registrations that it names."""
    here = Registration.cohort_id == cohort_id
    if audience.picked:
        return and_(here, Registration.id.in_(audience.picked))
    wanted = and_(here, Registration.state.in_(audience.states))
    if audience.question_id is None:
        return wanted
    said = select(Answer.id).where(
        Answer.registration_id == Registration.id, Answer.question_id == audience.question_id,
        Answer.choice == audience.choice,
    )  # fmt: skip
    return and_(wanted, said.correlate(Registration).exists())
