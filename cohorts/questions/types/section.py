"""A heading: it begins a part of the form, and asks nothing."""

from flask_babel import lazy_gettext as _l

from cohorts.questions.types.base import QuestionType


class Section(QuestionType):
    """A heading."""

    name, title, rank = "section", _l("Heading"), 90
    asks = False
