"""What a question must be before it is kept."""

import re
from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext

from cohorts.core import languages, markdown
from cohorts.core.text import words
from cohorts.questions import conditions, types
from cohorts.questions.errors import BadKey, BadWording, ReservedKey, refused_condition
from cohorts.questions.models import STAGES
from cohorts.questions.wordings import AskedQuestion, Wording, WrittenQuestion

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
RESERVED = frozenset({"reference", "state", "name", "email", "organization", "language", "news", "registered_at", "id"})
MOST_QUESTIONS, MOST_TESTS = 200, 10
MOST_RETENTION_DAYS = 365 * 20


def refuse_key(key: str) -> None:
    """Refuse what cannot name a column. Raises BadKey, ReservedKey."""
    if not KEY.fullmatch(key):
        raise BadKey(key=key)
    if key in RESERVED:
        raise ReservedKey(key=key)


def finished(wording: Wording) -> Wording:
    """The wording as it is kept, with its HTML, without settings that its type has not. Raises BadWording."""
    if wording.type not in types.TYPES:
        raise BadWording("type", gettext("Choose a type"))
    kind = types.of(wording.type)
    if not words(wording.label, "en") and (kind.asks or wording.type == "section"):
        raise BadWording("label", gettext("Write the question."))
    for setting, sentence in kind.problems(wording):
        raise BadWording(setting, sentence)
    if wording.show_if and not 1 <= len(wording.show_if.tests) <= MOST_TESTS:
        raise BadWording("condition", gettext("A condition has from 1 to %(most)d tests.", most=MOST_TESTS))
    unused = {
        name: getattr(Wording(type=wording.type), name)
        for name in ("options", "min", "max", "step", "unit", "accept", "text")
        if name not in kind.settings
    }
    kept = replace(wording, **unused, required=wording.required and kind.asks)
    return replace(kept, text_html=markdown.by_language(kept.text))


def refuse_faults(
    questions: Sequence[AskedQuestion | WrittenQuestion], before: Sequence[AskedQuestion | WrittenQuestion] = ()
) -> None:
    """Refuse conditions that make no sense in this order; each stage by itself. Raises ConditionRefused.

    `before`: what was asked until now; a refusal is about something that would be gone, by its name.
    """
    everything = [*before, *questions]
    labels = {question.key: question.wording.label for question in everything}
    options = {option.value: option.label for each in everything for option in each.wording.options}
    for stage in STAGES:
        of_stage = [question for question in questions if question.stage == stage]
        choices = {q.key: types.of(q.wording.type).testable(q.wording) for q in of_stage}
        for fault in conditions.faults(of_stage, choices):
            raise refused_condition(fault, labels, options, languages.current())
