"""A file: the page keeps it as an upload, the answer refers to that."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms.validators import ValidationError

from cohorts.core import languages, numbers
from cohorts.files import kinds, sizes
from cohorts.questions.fields import QuestionField, Value
from cohorts.questions.types.base import QuestionType
from cohorts.questions.wordings import Wording

KEPT, REMOVE = "-file", "-remove"
USUAL_MEGABYTES, MOST_MEGABYTES = 10, 20
USUAL_KINDS = ("pdf",)


class Kept(Protocol):
    """A file that was received."""

    @property
    def token(self) -> str:
        """What names it."""

    @property
    def name(self) -> str:
        """What its owner calls it."""

    @property
    def size(self) -> int:
        """Its bytes."""

    @property
    def kind(self) -> str:
        """Its kind, told by its content."""


class FileField(QuestionField):
    """A file. The page receives what is `fresh`, and sets `upload` or `refusal` before the form is checked."""

    control = "file"
    missing = _l("Choose a file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is received yet."""
        super().__init__(*args, **kwargs)
        self.fresh: FileStorage | None = None
        self.token, self.is_removed = "", False
        self.upload: Kept | None = None
        self.refusal = ""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take a new file, or the token of the one that was received before."""
        super().process(None, data, extra_filters)
        if formdata is not None:
            sent = [each for each in formdata.getlist(self.name) if isinstance(each, FileStorage) and each.filename]
            self.is_doubled = len(sent) > 1
            self.fresh = sent[0] if sent else None
            self.is_removed = bool(formdata.get(self.name + REMOVE))
            self.token = "" if self.is_removed else str(formdata.get(self.name + KEPT) or "")
        self.data = self.token

    @property
    def accept(self) -> Sequence[str]:
        """The kinds that are accepted."""
        return self.question.wording.accept or USUAL_KINDS

    @property
    def accepted(self) -> str:
        """The kinds, for the control."""
        return kinds.accept(self.accept)

    @property
    def most_bytes(self) -> int:
        """The limit."""
        return int((self.question.wording.max or USUAL_MEGABYTES) * sizes.MEGA)

    @property
    def limits(self) -> str:
        """`PDF, Word (.docx), at most 5 MB.`"""
        size = sizes.words(self.most_bytes)
        return str(gettext("%(kinds)s, at most %(size)s.", kinds=kinds.titles(self.accept), size=size))

    @property
    def size(self) -> str:
        """How large the one that was received is."""
        return sizes.words(self.upload.size) if self.upload else ""

    @property
    def is_blank(self) -> bool:
        """Whether there is no file, and none was tried."""
        return not (self.upload or self.refusal or self.token or self.fresh)

    def check(self) -> None:
        """There, of a kind and size that this question accepts."""
        if self.refusal:
            raise ValidationError(self.refusal)
        if not self.upload:
            raise ValidationError(gettext("This file is no longer here. Choose it again."))
        if self.upload.kind not in self.accept:
            raise ValidationError(gettext("Choose a file of another kind: %(kinds)s", kinds=kinds.titles(self.accept)))
        if self.upload.size > self.most_bytes:
            raise ValidationError(gettext("Choose a file of at most %(size)s", size=sizes.words(self.most_bytes)))

    def values(self) -> tuple[Value, ...]:
        """Its name, and the upload."""
        return (Value(text=self.upload.name, upload=self.upload.token),) if self.upload else ()


class File(QuestionType):
    """A file."""

    name, title, rank = "file", _l("File"), 50
    field_class = FileField
    settings = frozenset({"accept", "max"})

    def problems(self, wording: Wording) -> Iterator[tuple[str, str]]:
        """Kinds that we know, and a size that we take."""
        if not wording.accept or not set(wording.accept) <= set(kinds.NAMES):
            yield "accept", gettext("Choose the kinds of files that you accept")
        if wording.max is not None and not 0 < wording.max <= MOST_MEGABYTES:
            most = numbers.number(MOST_MEGABYTES, languages.current())
            yield "max", gettext("Enter a size in megabytes, at most %(most)s", most=most)

    def typed(self, values: Sequence[Value]) -> list[tuple[str, str]]:
        """The token of the upload."""
        return [(KEPT, value.upload) for value in values if value.upload]
