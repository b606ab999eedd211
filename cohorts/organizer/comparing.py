"""Two organizers changed the same thing: what the other one saved, field by field."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, HiddenField, SelectFieldBase, SelectMultipleField
from wtforms.fields.core import Field

from cohorts.core.errors import Missing, Stale

Difference = tuple[str, str]
# More than any count reaches; Python itself refuses to read thousands of digits.
MOST_DIGITS = 18


def version(form: Any) -> int:
    """The version that was edited; a form without one is none of ours. Raises Stale for one that was never given."""
    if not str(form.version.data or "").isdecimal():
        raise Missing
    given = number(form.version.data)
    if given is None:
        raise Stale
    return given


def number(written: Any) -> int | None:
    """A whole number that a form carries for us; None where it is none that we give."""
    digits = str(written or "")
    return int(digits) if digits.isdecimal() and len(digits) <= MOST_DIGITS else None


def with_saved(mine: Any, values: dict[str, Any]) -> list[Difference]:
    """Compare a filled-in form with what is saved now, and let it be saved on top of that next time."""
    saved = type(mine)(formdata=None, data=values)
    mine.version.data = values["version"]
    return differences(mine, saved)


def differences(mine: Any, saved: Any) -> list[Difference]:
    """(label, what is saved now) of each field in which a filled-in form differs from what is saved."""
    theirs = {field.name: field for field in _leaves(saved)}
    found = []
    for field in _leaves(mine):
        now = _written(theirs[field.name]) if field.name in theirs else ""
        if now != _written(field):
            found.append((str(field.label.text), now))
    return found


def _leaves(form: Any) -> Iterator[Field]:
    for field in form:
        if hasattr(field, "entries"):
            for entry in field.entries:
                yield from _leaves(entry.form)
        elif hasattr(field, "form"):
            yield from _leaves(field.form)
        elif not isinstance(field, HiddenField):
            yield field


def _written(field: Any) -> str:
    if isinstance(field, SelectFieldBase):
        chosen = field.data if isinstance(field, SelectMultipleField) else [field.data]
        words = {choice[0]: str(choice[1]) for choice in field.iter_choices()}
        return ", ".join(words.get(value, str(value)) for value in chosen or ())
    if isinstance(field, BooleanField):
        return str(gettext("Yes") if field.data else gettext("No"))
    return str(field._value()).replace("\r\n", "\n").strip()
