"""Questions and forms as plain values: nothing is in a database."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from cohorts.questions.wordings import ALL, IS, AskedForm, AskedQuestion, Condition, Option, Test, Wording

numbers = count(1)


def options(*labels: str, other: str | None = None) -> tuple[Option, ...]:
    """Options whose words are their labels in small letters; `other` asks for words of one's own."""
    found = [Option(value=label.lower(), label={"en": label}) for label in labels]
    return (*found, Option(value=other.lower(), label={"en": other}, other=True)) if other else tuple(found)


def only_if(question: str, *values: str, operator: str = IS) -> Condition:
    """A condition of one test."""
    return Condition(ALL, (Test(question, operator, values),))


def a_question(type: str = "short_text", *, key: str = "", stage: str = "registration", **said: Any) -> AskedQuestion:
    """A question with a label; what else is said goes into its wording."""
    number = next(numbers)
    key = key or f"key_{number}"
    return AskedQuestion(
        id=number, key=key, stage=stage, position=number, version=1, version_id=number * 10, is_sensitive=False,
        retention_days=None, stays_editable=False, archived_at=None,
        wording=Wording(type=type, **{"label": {"en": f"About {key}"}, **said}),
    )  # fmt: skip


def an_asked_form(questions: Iterable[AskedQuestion], **changes: Any) -> AskedForm:
    """A form that asks these, in this order."""
    everything: Sequence[AskedQuestion] = tuple(questions)
    said = {"version": 1, "order_version": 1, "organization": "optional", "after_seat_until": None}
    return AskedForm(**{"id": next(numbers), **said, "everything": everything, **changes})
