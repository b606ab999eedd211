"""What an export reads: a cohort's registrations with their answers, page by page."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, bindparam, case, exists, or_, select

from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.programs.models import Cohort
from cohorts.questions import types
from cohorts.questions.fields import Value
from cohorts.questions.models import Question, QuestionForm, QuestionVersion
from cohorts.questions.wordings import Wording, wording
from cohorts.registrations import export_columns
from cohorts.registrations.export_columns import Answered, Asked, Cell, Column
from cohorts.registrations.models import Answer, Registration

HEADER = ("reference", "state", "name", "email", "organization", "language", "news", "registered_at")
WORDS = HEADER[:-1]
_NEWS = case((Registration.news_agreed_at.is_not(None), "yes"), else_="").label("news")
ROWS_A_PAGE = 500
MOST_REMEMBERED = 5000

_ANSWERED = exists().where(Answer.question_id == Question.id)
_VERSIONS = (
    select(
        Question.id, Question.key, Question.is_sensitive, QuestionVersion.id.label("version_id"),
        QuestionVersion.type, QuestionVersion.config,
    )
    .join(QuestionForm, QuestionForm.id == Question.form_id)
    .join(QuestionVersion, QuestionVersion.question_id == Question.id)
    .where(QuestionForm.cohort_id == bindparam("cohort"), or_(Question.archived_at.is_(None), _ANSWERED))
    .order_by(Question.archived_at.is_not(None), Question.position, Question.id, QuestionVersion.n.desc())
)  # fmt: skip
_ANSWERS = (
    select(
        Answer.registration_id, Answer.question_id, Answer.version_id, Answer.choice, Answer.text, Answer.number
    )
    .where(
        Answer.registration_id.in_(bindparam("registrations", expanding=True)),
        Answer.question_id.in_(bindparam("questions", expanding=True)),
    )
    .order_by(Answer.id)
)  # fmt: skip


class Shown(NamedTuple):
    """What is exported beside the fixed columns, and how."""

    language: str = "en"
    sensitive: bool = False
    # Several choices in a column each; else joined in one.
    split: bool = False


class Exported:
    """A cohort's registrations, ready to be read; needs no context of a request while it is."""

    def __init__(self, cohort_id: int, shown: Shown) -> None:
        """Raises Missing at once."""
        self._engine: Engine = db.engine
        self._cohort_id = cohort_id
        self._wordings: dict[int, Wording] = {}
        self._remembered: dict[tuple[int, int, tuple[Value, ...]], Cell] = {}
        with self._engine.connect() as connection:
            zone = connection.scalar(select(Cohort.timezone).where(Cohort.id == cohort_id))
            if zone is None:
                raise Missing
            self.questions = self._asked(connection, sensitive=shown.sensitive)
        self._zone = ZoneInfo(zone)
        self.columns = export_columns.of(self.questions, shown.language, split=shown.split)

    @property
    def header(self) -> tuple[str, ...]:
        """The name of each column."""
        return *HEADER, *(column.header for column in self.columns)

    def rows(self) -> Iterator[tuple[list[str], datetime, list[Cell]]]:
        """Of each registration, oldest first: fixed words, when it came in the clock of the cohort, answers."""
        # Page by page, each in a short transaction: an open cursor would block SQLite's writers.
        query = select(Registration.id, *(_NEWS if name == "news" else getattr(Registration, name) for name in HEADER))
        query = query.where(Registration.cohort_id == self._cohort_id).order_by(Registration.id).limit(ROWS_A_PAGE)
        last = 0
        while True:
            with self._engine.connect() as connection:
                page = connection.execute(query.where(Registration.id > last)).all()
                answers = self._answers(connection, [row.id for row in page])
            for row in page:
                words, at = [getattr(row, name) for name in WORDS], row.registered_at.astimezone(self._zone)
                yield words, at, self._cells(answers.get(row.id, {}))
            if len(page) < ROWS_A_PAGE:
                return
            last = page[-1].id

    def _asked(self, connection: Connection, *, sensitive: bool) -> list[Asked]:
        found: dict[int, Asked] = {}
        for row in connection.execute(_VERSIONS, {"cohort": self._cohort_id}):
            if (row.is_sensitive and not sensitive) or not types.of(row.type).asks:
                continue
            said = self._wordings[row.version_id] = wording(row.type, row.config)
            before = found.get(row.id, Asked(row.id, row.key, ()))
            found[row.id] = before._replace(wordings=(*before.wordings, said))
        return list(found.values())

    def _answers(self, connection: Connection, registrations: Sequence[int]) -> dict[int, dict[int, Answered]]:
        found: dict[int, dict[int, Answered]] = {}
        if not self.columns or not registrations:
            return found
        keys = {"registrations": registrations, "questions": [question.id for question in self.questions]}
        rows = connection.execute(_ANSWERS, keys).all()
        self._learn(connection, {row.version_id for row in rows})
        for row in rows:
            value = Value(row.choice, row.text, row.number)
            answers = found.setdefault(row.registration_id, {})
            before = answers.get(row.question_id, Answered(self._wordings[row.version_id], ()))
            answers[row.question_id] = before._replace(values=(*before.values, value))
        return found

    def _learn(self, connection: Connection, versions: set[int]) -> None:
        # Somebody may word a question anew while the pages are read.
        if new := versions - self._wordings.keys():
            query = select(QuestionVersion.id, QuestionVersion.type, QuestionVersion.config)
            for row in connection.execute(query.where(QuestionVersion.id.in_(new))):
                self._wordings[row.id] = wording(row.type, row.config)

    def _cells(self, answers: Mapping[int, Answered]) -> list[Cell]:
        return [self._cell(place, column, answers.get(column.question_id)) for place, column in enumerate(self.columns)]

    def _cell(self, place: int, column: Column, answer: Answered | None) -> Cell:
        if answer is None:
            return ""
        if any(value.text for value in answer.values):
            return column.cell(answer)
        # The same few choices come again and again. The wordings are all kept, so that each has one id.
        key = (place, id(answer.wording), answer.values)
        if key in self._remembered:
            return self._remembered[key]
        cell = column.cell(answer)
        if len(self._remembered) < MOST_REMEMBERED:
            self._remembered[key] = cell
        return cell
