"""A question as plain values: what stands in one of its versions, and the form as it is asked now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from typing import Any

from cohorts.core.text import Localized

IS, IS_NOT, INCLUDES, ANY_OF = "is", "is_not", "includes", "any_of"
OPERATORS = (IS, IS_NOT, INCLUDES, ANY_OF)
ALL, ANY = "all", "any"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One choice: the word that is stored, how it reads, and whether it asks for words of one's own."""

    value: str
    label: Localized
    other: bool = False


@dataclass(frozen=True)
class Test:
    """A test of an earlier answer: the key of its question, the operator, the choices."""

    question: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """When a question is asked: where all, or any, of these tests hold."""

    match: str
    tests: tuple[Test, ...]


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What one version of a question says; of the settings a type uses those that it names."""

    type: str
    label: Localized = field(default_factory=dict)
    help: Localized = field(default_factory=dict)
    required: bool = False
    options: tuple[Option, ...] = ()
    min: float | None = None
    max: float | None = None
    step: float | None = None
    # What `max` counts in a long text: "characters" or "words".
    unit: str = "characters"
    accept: tuple[str, ...] = ()
    text: Localized = field(default_factory=dict)
    text_html: Localized = field(default_factory=dict)
    show_if: Condition | None = None

    @property
    def config(self) -> dict[str, Any]:
        """What is stored of it beside the type: only what differs from the default."""
        plain = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "type"}
        said = {name: value for name, value in plain.items() if value and (name, value) != ("unit", "characters")}
        said |= {name: plain[name] for name in ("min", "max", "step") if plain[name] is not None}
        if self.options:
            said["options"] = [_plain_option(option) for option in self.options]
        if self.show_if:
            tests = [[test.question, test.operator, list(test.values)] for test in self.show_if.tests]
            said["show_if"] = {"match": self.show_if.match, "tests": tests}
        if self.accept:
            said["accept"] = list(self.accept)
        return said

    def option(self, value: str) -> Option | None:
        """The option of this word."""
        return next((option for option in self.options if option.value == value), None)


def wording(kind: str, config: Mapping[str, Any]) -> Wording:
    """The wording that was stored."""
    said = dict(config)
    options = tuple(Option(**each) for each in said.pop("options", ()))
    rule = said.pop("show_if", None)
    tests = tuple(Test(key, operator, tuple(values)) for key, operator, values in rule["tests"]) if rule else ()
    show_if = Condition(rule["match"], tests) if rule else None
    return Wording(type=kind, options=options, show_if=show_if, accept=tuple(said.pop("accept", ())), **said)


@dataclass(frozen=True, kw_only=True)
class WrittenQuestion:
    """A question as somebody writes it; it has no row yet, or that of its key."""

    key: str
    wording: Wording
    stage: str = "registration"
    is_sensitive: bool = False
    retention_days: int | None = None
    stays_editable: bool = False

    @property
    def condition(self) -> Condition | None:
        """When it is asked."""
        return self.wording.show_if


@dataclass(frozen=True, kw_only=True, eq=False)
class AskedQuestion:
    """A question in the wording in force."""

    id: int
    key: str
    stage: str
    position: int
    version: int
    version_id: int
    is_sensitive: bool
    retention_days: int | None
    stays_editable: bool
    archived_at: datetime | None
    wording: Wording

    @property
    def condition(self) -> Condition | None:
        """When it is asked."""
        return self.wording.show_if

    @property
    def name(self) -> str:
        """What its field is called in the page's form."""
        return f"q-{self.id}"


@dataclass(frozen=True, kw_only=True)
class AskedForm:
    """A form as it is asked now; two are equal where the row and its version are."""

    id: int
    version: int
    order_version: int = field(compare=False)
    organization: str = field(compare=False)
    after_seat_until: datetime | None = field(compare=False)
    everything: tuple[AskedQuestion, ...] = field(compare=False)

    @cached_property
    def questions(self) -> tuple[AskedQuestion, ...]:
        """Those that are asked, in order."""
        return tuple(question for question in self.everything if question.archived_at is None)

    @cached_property
    def archived(self) -> tuple[AskedQuestion, ...]:
        """Those that were deleted."""
        return tuple(question for question in self.everything if question.archived_at is not None)

    def of_stage(self, stage: str) -> tuple[AskedQuestion, ...]:
        """Those of a stage, in order."""
        return tuple(question for question in self.questions if question.stage == stage)


# What a cohort asks whose organizers have built no form: name, address, organization, language.
NOTHING = AskedForm(
    id=0, version=0, order_version=0, organization="optional", after_seat_until=None, everything=()
)  # fmt: skip


def _plain_option(option: Option) -> dict[str, Any]:
    said: dict[str, Any] = {"value": option.value, "label": option.label}
    return {**said, "other": True} if option.other else said
