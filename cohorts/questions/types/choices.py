"""Several choices."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from cohorts.core import text
from cohorts.questions.fields import QuestionField, Value
from cohorts.questions.types.base import COUNTS, Choice, QuestionType
from cohorts.questions.types.choice import OTHER, check_other, options_of, problems_of_options
from cohorts.questions.wordings import Wording


class ChoicesField(QuestionField):
    """Checkboxes; the same choice sent twice is one."""

    control = "checkboxes"
    missing = _l("Choose at least one of these")
    other_text = ""
    picked: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the choices, and what stands beside "other"."""
        super().process(formdata, data, extra_filters)
        if formdata is not None:
            self.other_text = text.clean_line("".join(formdata.getlist(self.name + OTHER)[:1]))

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Each choice once."""
        self.picked = tuple(dict.fromkeys(str(each) for each in valuelist if each))
        self.data = list(self.picked)

    @property
    def options(self) -> Sequence[Choice]:
        """What can be chosen."""
        return options_of(self.question.wording, self.language)

    @property
    def other(self) -> str | None:
        """The option that asks for words of one's own."""
        return next((option.value for option in self.question.wording.options if option.other), None)

    @property
    def chosen(self) -> Collection[str]:
        """What is chosen."""
        return self.picked

    @property
    def facts(self) -> Sequence[str]:
        """The choices."""
        return self.picked

    @property
    def is_blank(self) -> bool:
        """Whether nothing is chosen."""
        return not self.picked

    @property
    def first_control(self) -> str:
        """The first box, or the words that "other" asks for."""
        return f"{self.id}{OTHER}" if self._fits and self.other in self.picked else f"{self.id}-0"

    @property
    def limits(self) -> str:
        """`Choose from 1 to 3.`"""
        least, most = self._bounds
        if most == len(self.options):
            return str(gettext("Choose at least %(least)d.", least=least)) if least > 1 else ""
        if least == most:
            return str(gettext("Choose %(count)d.", count=most))
        if least > 1:
            return str(gettext("Choose from %(least)d to %(most)d.", least=least, most=most))
        return str(gettext("Choose at most %(most)d.", most=most))

    def check(self) -> None:
        """Among the options, as many as asked for, and words where one asks for them."""
        if not self._are_known:
            raise ValidationError(gettext("Choose among these"))
        if not self._fits:
            now = gettext("You chose %(now)d.", now=len(self.picked))
            raise ValidationError(f"{self.limits} {now}")
        check_other(self.other_text, is_chosen=self.other in self.picked)

    def values(self) -> tuple[Value, ...]:
        """A row for each choice, in the order of the options."""
        chosen = [option.value for option in self.question.wording.options if option.value in self.picked]
        return tuple(Value(each, self.other_text if each == self.other else "") for each in chosen)

    @property
    def _bounds(self) -> tuple[int, int]:
        wording = self.question.wording
        return int(wording.min or 1), int(wording.max or len(wording.options))

    @property
    def _are_known(self) -> bool:
        return {option.value for option in self.question.wording.options}.issuperset(self.picked)

    @property
    def _fits(self) -> bool:
        least, most = self._bounds
        return self._are_known and least <= len(self.picked) <= most


class SeveralChoices(QuestionType):
    """Several choices."""

    name, title, rank = "choices", _l("Several choices"), 31
    field_class = ChoicesField
    settings = frozenset({"options", "min", "max"})
    summary = COUNTS

    def problems(self, wording: Wording) -> Iterator[tuple[str, str]]:
        """Options, and bounds that can be met."""
        yield from problems_of_options(wording)
        count = len(wording.options)
        for setting in ("min", "max"):
            value = getattr(wording, setting)
            if value is not None and not (1 <= value <= count and value == int(value)):
                yield setting, gettext("Enter a whole number from 1 to %(most)d", most=count)
                return
        if wording.min is not None and wording.max is not None and wording.min > wording.max:
            yield "max", gettext("The largest number is smaller than the smallest one.")

    def choices(self, wording: Wording, language: str) -> Sequence[Choice]:
        """Its options."""
        return options_of(wording, language)

    def typed(self, values: Sequence[Value]) -> list[tuple[str, str]]:
        """Each choice, and the words beside "other"."""
        return [pair for value in values for pair in (("", value.choice), (OTHER, value.text)) if pair[1]]
