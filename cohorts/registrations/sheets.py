"""The form in which somebody's answers are changed: what it asks now, what it says so far, what a change would drop."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from cohorts.core.database import db
from cohorts.core.text import Localized, words
from cohorts.questions import asking, conditions, types
from cohorts.questions.asking import Given
from cohorts.questions.fields import QuestionField
from cohorts.questions.types.file import KEPT, REMOVE, FileField
from cohorts.questions.wordings import AskedForm, AskedQuestion
from cohorts.registrations import answering, receiving, said, untouched
from cohorts.registrations.answering import Difference
from cohorts.registrations.models import Registration
from cohorts.registrations.one_page import OnePageForm
from cohorts.registrations.said import Said
from cohorts.registrations.untouched import Former

DRAW, WRONG, MORE, CONFIRM, SAVE = "draw", "wrong", "more", "confirm", "save"
# The button of the page that asks once more, for who would rather change something.
AGAIN = "again"


class AnswersForm(OnePageForm):
    """Answers of a registration: those that may change now; conditions see the others too."""

    # Which answers were there when the page was shown.
    version = HiddenField()
    # What the page said that a change drops, and who sends it agrees to.
    sure = HiddenField()
    fixed: Mapping[str, Sequence[str]] = {}
    # The names of what may stay without an answer.
    may_lack: Collection[str] = ()
    # What was answered before, by the name of its field.
    former: Mapping[str, Former] = {}
    came: Mapping[str, untouched.Pairs] = {}

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        """Take what was sent, and remember how it was written."""
        self.came = untouched.sent(self.meta.wrap_formdata(self, formdata))
        super().process(formdata, *args, **kwargs)

    def know(self, former: Mapping[str, Former]) -> None:
        """Let these answers stay as they are where they come back unchanged."""
        self.former = {name: each for name, each in former.items() if name in self._fields}
        for name, each in self.former.items():
            if each.gone:
                untouched.offer_again(self._fields[name], each)

    @cached_property
    def kept(self) -> Collection[str]:
        """The names of the fields whose answers came back as they were: nothing is asked of them anew."""
        return untouched.names(self.former, self.came)

    def leave(self, questions: Collection[AskedQuestion], answers: Sequence[Said]) -> None:
        """Ask these no more: their answers stay as they are."""
        ids = {question.id for question in questions}
        self.fixed = {answer.key: answer.facts for answer in answers if answer.question_id in ids}
        for question in questions:
            del self[question.name]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all is right; what was not touched, and what may stay without an answer, is no mistake."""
        super().validate(extra_validators)
        for field in self.questions:
            lacks = field.name in self.may_lack and field.is_blank and not field.is_doubled
            if lacks or field.name in self.kept:
                field.errors = []
            elif field.name in self.former and (sentence := untouched.refusal(field, self.former[field.name])):
                field.errors = [sentence]
        return not self.errors

    @property
    def given(self) -> list[Given]:
        """The answers: those that were not touched in the wording in which they were given."""
        changed = [each for each in super().given if each.question.name not in self.kept]
        same = [self.former[name].given for name in self.kept if not self._fields[name].is_hidden]
        return [*changed, *same]

    @property
    def questions(self) -> Iterator[QuestionField]:
        """The fields of what may change, in order."""
        return (self._fields[each.name] for each in self.asked.of_stage(self.stage) if each.name in self._fields)

    @property
    def visible(self) -> Collection[str]:
        """The keys of what is asked, given what was typed and what stays."""
        facts = {**self.fixed, **{field.question.key: field.facts for field in self.questions}}
        return conditions.asked(self.asked.of_stage(self.stage), facts)


class Lost(NamedTuple):
    """An answer that a change would drop, as it reads now."""

    label: Localized
    lines: list[str]
    is_hidden: bool


class Sheet:
    """The questions of one stage that a registration may answer now."""

    def __init__(
        self, registration: Registration, form: AskedForm, stage: str, open_: Sequence[AskedQuestion], *,
        may_lack: bool = False, sees_sensitive: bool = True,
    ) -> None:  # fmt: skip
        """`open_`: those that may be answered; the others stay as they are.

        `may_lack`: what was not answered before need not be answered now, though it must be.
        `sees_sensitive`: whether sensitive answers are shown in what a change drops.
        """
        self.registration, self.form, self.stage, self.open = registration, form, stage, open_
        self.may_lack, self.sees_sensitive = may_lack, sees_sensitive
        self.version = registration.answers_version
        found = [answer for answer in said.of(registration.id) if answer.stage == stage]
        self.answers = [answer for answer in found if not answer.is_archived]

    def filled(self, language: str) -> AnswersForm:
        """The form with the answers so far."""
        form = self._made(language, formdata=MultiDict(said.typed(self._unchanged, self.form)))
        form.version.data = str(self.version)
        receiving.recall(form, registration_id=self.registration.id)
        return form

    def sent(self, language: str) -> AnswersForm:
        """The form as this request brings it."""
        return self._made(language)

    def asked(self, form: AnswersForm) -> set[int]:
        """The ids of the questions that sending the form answers anew."""
        return {question.id for question in self.open} | {answer.question_id for answer in self._hidden(form)}

    def changes(self, form: AnswersForm) -> list[Difference]:
        """What saving the form would change."""
        return answering.differences(self.answers, form.given, asked=self.asked(form))

    def lost(self, form: AnswersForm, language: str) -> list[Lost]:
        """What saving it would drop that its person may not have meant to: hidden answers, files, agreements."""
        hidden = {answer.question_id for answer in self._hidden(form)}
        return [
            Lost(each.before.wording.label, self._read(each.before, language), each.question_id in hidden)
            for each in self.changes(form)
            if each.before and not each.after
            and (each.question_id in hidden or each.before.wording.type in ("file", "consent"))
        ]  # fmt: skip

    def saved_meanwhile(self, form: AnswersForm, language: str) -> list[tuple[str, str]]:
        """(label, what is saved now) where that differs from the form, which may then be saved on top of it."""
        form.version.data = str(self.version)
        return [
            (words(question.wording.label, language), "; ".join(self._read(each.before, language)))
            for each in self.changes(form)
            for question in self.form.questions
            if question.id == each.question_id
        ]

    def missing(self, form: AnswersForm) -> list[tuple[str, str]]:
        """(id of its control, question) of what must be answered and is not, where something was answered already."""
        lacking = said.missing(self.answers, self.form, self.stage) if self.answers else []
        fields = [form[question.name] for question in lacking if question.name in form]
        return [(field.first_control, field.asked) for field in fields]

    def step(self, form: AnswersForm, sent: Mapping[str, object], language: str) -> str:
        """What a form that came leads to: it is drawn again, or asks once more, or is saved."""
        if not form.was_sent or receiving.removes(sent) or AGAIN in sent:
            return DRAW
        if not form.validate():
            return WRONG
        if form.asks_more:
            return MORE
        return CONFIRM if self.lost(form, language) and not form.sure.data else SAVE

    def again(self) -> "Sheet":
        """The same, with the answers that are saved now."""
        db.session.refresh(self.registration)
        return Sheet(
            self.registration, self.form, self.stage, self.open, may_lack=self.may_lack,
            sees_sensitive=self.sees_sensitive,
        )  # fmt: skip

    @property
    def room(self) -> int:
        """How many bytes of files the form may bring."""
        return receiving.room_for(self.open)

    def carried(self, form: AnswersForm, sent: MultiDict[str, str]) -> list[tuple[str, str]]:
        """What was typed, as a page that asks once more carries it along."""
        files = {field.name + KEPT: field.upload.token for field in _files(form) if field.upload}
        typed = [
            (name, value)
            for name, value in sent.items(multi=True)
            if name.startswith("q-") and not name.endswith((KEPT, REMOVE))
        ]
        return [*typed, *files.items()]

    @property
    def _unchanged(self) -> list[Said]:
        # A new wording of a consent never inherits an old agreement.
        current = {question.version_id for question in self.form.questions}
        return [each for each in self.answers if each.wording.type != "consent" or each.version_id in current]

    def _read(self, answer: Said | None, language: str) -> list[str]:
        if answer is None:
            return []
        if answer.is_sensitive and not self.sees_sensitive:
            return [gettext("Not shown: this answer is sensitive")]
        return answer.lines(language)

    def _hidden(self, form: AnswersForm) -> list[Said]:
        visible = form.visible
        return [answer for answer in self.answers if answer.key not in visible]

    def _made(self, language: str, **kwargs: Any) -> AnswersForm:
        form: AnswersForm = asking.form_of(AnswersForm, self.form, language, self.stage)(**kwargs)
        open_ = {question.id for question in self.open}
        asking_ones = [each for each in self.form.of_stage(self.stage) if types.of(each.wording.type).asks]
        form.leave([question for question in asking_ones if question.id not in open_], self.answers)
        form.know(untouched.of(self._unchanged, self.form))
        if self.may_lack:
            answered = {answer.question_id for answer in self.answers}
            form.may_lack = {question.name for question in self.open if question.id not in answered}
        return form


def _files(form: AnswersForm) -> list[FileField]:
    return [field for field in form.questions if isinstance(field, FileField)]
