"""What organizers fill in to write to many people."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField
from wtforms.fields import HiddenField
from wtforms.fields.choices import SelectChoice

from cohorts.core.forms import Form, Lines
from cohorts.messages.writing import LONGEST_BODY, LONGEST_SUBJECT
from cohorts.programs.fields import Choice, Day, Hour, bilingual

NOW, LATER = "now", "later"


class BroadcastForm(Form):
    """A message and whom it is for."""

    version = HiddenField()
    states = SelectMultipleField(_l("To people in these states"), validate_choice=False)
    answer = SelectField(_l("Only those who answered"), default="", choices=[])
    subject = bilingual(_l("Subject"), at_most=LONGEST_SUBJECT)
    body = bilingual(_l("Text"), Lines, at_most=LONGEST_BODY)

    def offer(self, states: list[tuple[str, str]], answers: list[SelectChoice]) -> None:
        """Let one choose among these (state, words), and these answers."""
        self.answer.choices = answers
        self.states.choices = [SelectChoice(*each) for each in states]


class SendingForm(Form):
    """When it goes out."""

    version = HiddenField()
    when = Choice(_l("When"), [(NOW, _l("Now")), (LATER, _l("At a time"))])
    day = Day(_l("Date"))
    hour = Hour(_l("Time"))

    def says_when(self) -> bool:
        """Whether it has a date, where it goes out at a time; else said at the date."""
        if self.when.data != LATER or self.day.data is not None:
            return True
        self.day.errors = [*self.day.errors, gettext("Enter the date too")]
        return False
