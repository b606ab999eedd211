"""What organizers fill in about a form and its questions."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from cohorts.core.errors import Refusal
from cohorts.core.forms import Form, Line, Lines
from cohorts.files import kinds
from cohorts.programs.fields import Choice, Count, Day, Hour, bilingual
from cohorts.questions import condition_rows, rules, types
from cohorts.questions.desk_fields import Amount, ConditionField, OptionsField
from cohorts.questions.models import ORGANIZATION
from cohorts.questions.wordings import ALL, ANY, Condition, Wording, WrittenQuestion

TYPE = "type"
SETTINGS = ("options", "min", "max", "step", "unit", "accept", "text")
# What answers have, and texts and headings have not.
OF_ANSWERS = ("required", "word", "is_sensitive", "retention_days", "stays_editable")
# Where a refusal calls a field otherwise than this form.
CALLED = {"key": "word", "condition": "tests"}


class Kinds(SelectMultipleField):  # type: ignore[misc]
    """Kinds of files."""

    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """Offers those that we know by their content."""
        super().__init__(
            label, choices=[SelectChoice(name, kind.title) for name, kind in kinds.KINDS.items()], **kwargs
        )

    def pre_validate(self, _form: Any) -> None:
        """What is strange is said by the type."""


class WordingForm(Form):
    """A question; of the settings it keeps those of its type."""

    type = Choice(_l("Type"), (("", ""),))
    label = bilingual(_l("Question"), at_most=500)
    help = bilingual(_l("Help"), Lines, at_most=1000)
    text = bilingual(_l("Text"), Lines, at_most=20_000)
    required = BooleanField(_l("An answer is required"))
    options = OptionsField(_l("Options"))
    min = Amount(_l("Smallest number"))
    max = Amount(_l("Largest number"))
    step = Amount(_l("In steps of"))
    unit = Choice(_l("The limit counts"), (("characters", _l("Characters")), ("words", _l("Words"))))
    accept = Kinds(_l("Kinds of files"))
    match = Choice(_l("Of several rows"), ((ALL, _l("All must hold")), (ANY, _l("One is enough"))))
    tests = ConditionField(_l("Ask it only where"))
    stage = Choice(
        _l("When it is asked"),
        (("registration", _l("When people register")), ("after_seat", _l("Once they have a seat"))),
    )
    word = Line(_l("Key"), at_most=60)
    is_sensitive = BooleanField(_l("The answers are sensitive"))
    retention_days = Count(_l("Days to keep the answers"), least=0, most=rules.MOST_RETENTION_DAYS)
    stays_editable = BooleanField(_l("People may change their answer after registration has closed"))
    version = HiddenField()

    def become(self, kind: str, *, is_new: bool) -> None:
        """Keep what a question of this type has; a key is given once."""
        type_ = types.of(kind)
        may_be = [kind] if is_new else [kind, *sorted(type_.becomes)]
        self.type.choices = [SelectChoice(name, types.of(name).title) for name in may_be]
        without = set(SETTINGS) - type_.settings
        without |= set() if type_.asks else set(OF_ANSWERS)
        without |= set() if len(may_be) > 1 else {TYPE}
        without |= set() if is_new else {"word"}
        without |= {"label", "help"} if kind == "text" else set()
        for name in without & set(self._fields):
            delattr(self, name)

    def written(self, kind: str, key: str, former: Wording | None = None) -> WrittenQuestion:
        """What a well-formed form says; `kind` where it cannot be chosen."""
        said = {name: self[name].data for name in ("label", "help", *SETTINGS, "required") if name in self._fields}
        said |= {name: tuple(said[name] or ()) for name in ("options", "accept") if name in said}
        show_if = self.show_if(former.show_if if former else None)
        attributes = {name: self[name].data for name in ("stage", *OF_ANSWERS[2:]) if name in self._fields}
        wording = Wording(type=self.type.data if TYPE in self._fields else kind, show_if=show_if, **said)
        return WrittenQuestion(key=key, wording=wording, **attributes)

    def show_if(self, former: Condition | None) -> Condition | None:
        """When it is asked."""
        return condition_rows.condition(self.match.data, self.tests.data, former)

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal beside the field that it is about, else on top."""
        name = CALLED.get(refusal.field or "", refusal.field or "")
        field: Any = self._fields.get(name)
        if hasattr(field, "form"):
            field = field.form.en
        if field is None:
            self.form_errors.append(str(refusal))
        else:
            field.errors = [*field.errors, str(refusal)]


class DetailsForm(Form):
    """What is asked beside the questions, and until when."""

    organization = Choice(
        _l("Organization"),
        tuple(
            zip(ORGANIZATION, (_l("Not asked"), _l("Asked, optional"), _l("Asked, an answer is required")), strict=True)
        ),
    )
    after_seat_until = Day(_l("Last day to answer what is asked once people have a seat"))
    after_seat_until_time = Hour(_l("at"))
    version = HiddenField()


class SourceForm(Form):
    """Which form to begin with."""

    source = Choice(_l("Begin with"), (("", ""),))
    version = HiddenField()
    # The wordings that the page's visitor knew, so that it can be said what changed since.
    seen = HiddenField()

    def offer(self, named: Sequence[tuple[str, Any]]) -> None:
        """Let one choose among these (value, words)."""
        self.source.choices = [SelectChoice(*each) for each in named]
