"""What happened to forms, in sentences for organizers."""

from typing import Any

from flask_babel import lazy_gettext as _l

_ACTS: dict[str, Any] = {
    "add_question": _l("A question was added to the form of %(thing)s"),
    "edit_question": _l("A question in the form of %(thing)s was changed"),
    "archive_question": _l("A question in the form of %(thing)s was deleted"),
    "bring_back_question": _l("A deleted question came back to the form of %(thing)s"),
    "arrange_questions": _l("The questions in the form of %(thing)s were put in another order"),
    "replace_form": _l("The form of %(thing)s got the questions of another one"),
    "edit_form": _l("What the form of %(thing)s asks beside its questions was changed"),
}
# A cohort has a form, and so has a program, for its next cohorts.
SENTENCES = {(kind, act): words for kind in ("cohort", "program") for act, words in _ACTS.items()}
FIELDS: dict[str, Any] = {
    "question": _l("Question"),
    "questions": _l("Number of questions"),
    "form_organization": _l("Organization"),
    "form_after_seat_until": _l("Last day to answer"),
}
SHOWN = frozenset({"question", "questions"})
