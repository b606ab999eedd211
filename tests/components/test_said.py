from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from cohorts.registrations.readable import Readable
from cohorts.registrations.said import Said
from tests.factories.questions import a_question

DRAW = "said(given, 'America/Toronto', 'en', file_url, mark=True)"


class File(NamedTuple):
    name: str
    token: str
    size: int


def readable(*lines, type="short_text", upload=None, agreed_at=None, archived=False):
    question = a_question(type, key="motivation", label={"en": "Why you?"})
    answer = Said(question.id, question.key, question.stage, False, archived, question.version_id, question.wording, ())
    return Readable(answer, list(lines), upload, agreed_at)


@pytest.mark.parametrize(
    ("answer", "html"),
    [
        (readable("Ada"), "<dt>Why you?</dt>"),
        (readable("<b>Ada"), "&lt;b&gt;Ada"),
        (readable("One", "Two"), "<li>One</li><li>Two</li>"),
        (readable("One", "Two", type="long_text"), '<div class="written">One Two</div>'),
        (readable(upload=File("cv.pdf", "abc", 212_000)), '<a href="/files/abc">cv.pdf</a>, 212\u00a0KB'),
        (readable("Agreed", agreed_at=datetime(2026, 11, 5, 14, tzinfo=UTC)), "Agreed on Nov"),
        (readable("Ada", archived=True), "(deleted question)"),
    ],
)
def test_an_answer_reads_as_it_was_meant(draw, answer, html):
    assert html in draw("said", DRAW, given=[answer], file_url=lambda token: f"/files/{token}")
