"""What says no: every refusal carries its sentence and its HTTP status."""

from typing import Any

from flask_babel import lazy_gettext as _l


class Refusal(Exception):
    """A named refusal; a page shows its sentence, the command line prints it."""

    status: int = 409
    sentence: Any = _l("This cannot be done now.")
    field: str | None = None

    def __init__(self, **values: Any) -> None:
        """`values` fill the placeholders of the sentence."""
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        return str(self.sentence) % self.values if self.values else str(self.sentence)


class Busy(Refusal):
    """The database could not answer within the patience of this process."""

    status = 503
    sentence = _l("The site is very busy. Your answers are still here: send them again in a moment.")


class Missing(Refusal):
    """There is no such thing, or none that this actor may see: the two answer alike."""

    status = 404
    sentence = _l("There is nothing at this address.")


class Stale(Refusal):
    """Somebody else changed it in the meantime."""

    status = 409
    sentence = _l("Somebody else changed this while you were writing. Compare, then save again.")
