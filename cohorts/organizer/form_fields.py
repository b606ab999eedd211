"""The page on which a question is written: what its fields offer, and its buttons that only change the page."""

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from cohorts.core import languages
from cohorts.core.text import words
from cohorts.organizer import comparing
from cohorts.organizer.form_places import called
from cohorts.questions import options, queries, types
from cohorts.questions.desk_fields import Earlier, OptionsField
from cohorts.questions.desk_forms import WordingForm
from cohorts.questions.wordings import AskedForm, AskedQuestion, Option

# How the settings of a type are called where the usual words would mislead; of what they are empty.
LABELS = {
    "short_text": {"max": _l("Most characters")},
    "long_text": {"max": _l("Limit")},
    "choices": {"min": _l("Choices at least"), "max": _l("Choices at most")},
    "file": {"max": _l("Largest size in megabytes")},
}
HINTS = {
    "short_text": {"max": _l("Empty: 200.")},
    "long_text": {"max": _l("Empty: no limit but that of the site.")},
    "file": {"max": _l("Empty: 10.")},
    "number": {"step": _l("1 for whole numbers. Empty: any number.")},
}
REDRAWING = ("add_options", "remove_option", "option_up", "option_down", "return_option", "switch_language")


def offer_earlier(form: WordingForm, asked: AskedForm, question: AskedQuestion | None) -> None:
    """Let conditions ask for the questions that come before this one, of its stage."""
    stage = question.stage if question else form.stage.data
    before = [each for each in asked.of_stage(stage) if question is None or each.position < question.position]
    form.tests.offer([found for each in before if (found := _earlier(each))])


def former_options(question: AskedQuestion) -> list[Option]:
    """The options that a question had once and has no more."""
    if not question.wording.options:
        return []
    return options.former(queries.options_of(question.id), question.wording.options)


def redrawn(form: WordingForm, former: list[Option]) -> bool:
    """Whether nothing is to be saved: the page was opened, or one of its buttons changed the page itself."""
    if not form.is_submitted():
        return True
    pressed = next((name for name in REDRAWING if name in request.form), None)
    if pressed is not None and "options" in form:
        _rearrange(form.options, pressed, request.form[pressed], former)
    return pressed is not None


def title_of(kind: str, question: AskedQuestion | None) -> str:
    """What the page is called."""
    if question is not None:
        return str(gettext("Edit “%(name)s”", name=called(question)))
    return str(gettext("Add: %(type)s", type=types.of(kind).title))


def words_of(form: WordingForm) -> str:
    """The words that name the question, in whichever language there are some."""
    return words(form.label.data if "label" in form else form.text.data, languages.current())


def _rearrange(field: OptionsField, pressed: str, value: str, former: list[Option]) -> None:
    number = comparing.number(value)
    if pressed == "add_options":
        field.fold()
    elif pressed == "return_option":
        field.rows = [*field.rows, *(option for option in former if option.value == value)]
    elif number is not None and pressed == "remove_option":
        field.rows = [row for place, row in enumerate(field.rows) if place != number]
    elif number is not None and pressed in ("option_up", "option_down"):
        field.rows = options.moved(field.rows, number, -1 if pressed == "option_up" else 1)
    field.data = field.rows


def _earlier(question: AskedQuestion) -> Earlier | None:
    choices = types.of(question.wording.type).choices(question.wording, languages.current())
    return Earlier(question.key, called(question), choices) if choices else None
