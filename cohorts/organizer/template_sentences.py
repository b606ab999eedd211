"""What happened to the words of messages, in sentences for organizers."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cohorts.messages import kinds

_ACTS: dict[str, Any] = {
    "edit_template": _l("The words of a message of %(thing)s were changed"),
    "restore_template": _l("A message of %(thing)s went back to the words that came before"),
}
SENTENCES = {(kind, act): words for kind in ("cohort", "program") for act, words in _ACTS.items()}
FIELDS: dict[str, Any] = {"message": _l("Message"), "words": _l("Words of the message")}
SHOWN = frozenset({"message"})


def title(key: str | None) -> str:
    """How a kind of message is called; one that there is no more, by its key."""
    found = kinds.KINDS.get(key or "")
    return str(found.title) if found else key or ""
