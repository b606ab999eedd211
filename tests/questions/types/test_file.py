from io import BytesIO
from typing import NamedTuple

import pytest
from werkzeug.datastructures import FileStorage

from cohorts.questions import types
from cohorts.questions.fields import Value
from tests.factories.questions import a_question


class Kept(NamedTuple):
    """A file that was received."""

    token: str = "t0k3n"
    name: str = "cv.pdf"
    size: int = 212_000
    kind: str = "pdf"


def a_file(name="cv.pdf"):
    return FileStorage(BytesIO(b"%PDF-"), filename=name)


def test_a_new_file_waits_to_be_received(answer):
    field = answer(a_question("file"), a_file())
    assert field.fresh.filename == "cv.pdf"


def test_an_empty_choice_is_no_file(answer):
    field = answer(a_question("file", required=True), a_file(name=""))
    assert (field.fresh, field.errors) == (None, ["Choose a file"])


def test_the_file_that_was_received_is_the_answer(answer):
    field = answer(a_question("file", required=True), ("-file", "t0k3n"), upload=Kept())
    assert (field.errors, field.size) == ([], "212\u00a0KB")
    assert field.values() == (Value(text="cv.pdf", upload="t0k3n"),)


def test_a_removed_file_is_forgotten(answer):
    field = answer(a_question("file"), ("-file", "t0k3n"), ("-remove", "yes"))
    assert (field.is_removed, field.token, field.errors, field.values()) == (True, "", [], ())


def test_a_file_that_is_gone_is_asked_for_again(answer):
    assert answer(a_question("file"), ("-file", "t0k3n")).errors == ["This file is no longer here. Choose it again."]


def test_why_a_file_was_refused_stands_at_its_question(answer):
    assert answer(a_question("file"), a_file(), refusal="This file is empty.").errors == ["This file is empty."]


@pytest.mark.parametrize(
    ("kept", "start"),
    [
        (Kept(kind="png"), "Choose a file of another kind: PDF"),
        (Kept(size=2_000_000), "Choose a file of at most 1\u00a0MB"),
    ],
)
def test_a_file_received_for_an_older_wording_must_fit_the_new_one(kept, start, answer):
    question = a_question("file", accept=("pdf",), max=1)
    assert answer(question, ("-file", "t0k3n"), upload=kept).errors == [start]


def test_text_under_the_name_of_a_file_is_no_file(answer):
    assert answer(a_question("file"), "cv.pdf").fresh is None


def test_two_files_are_refused(answer):
    assert answer(a_question("file"), a_file(), a_file()).errors == ["Give one answer; there are several."]


def test_kinds_and_size_stand_beside_the_question(answer):
    assert answer(a_question("file", accept=("pdf", "png"), max=5)).limits == "PDF, PNG, at most 5\u00a0MB."


def test_a_kept_file_is_typed_by_its_token():
    assert types.of("file").typed([Value(text="cv.pdf", upload="t0k3n")]) == [("-file", "t0k3n")]


@pytest.mark.parametrize(
    ("said", "setting"),
    [({"accept": ()}, "accept"), ({"accept": ("exe",)}, "accept"), ({"max": 21}, "max"), ({"max": 0}, "max")],
)
def test_kinds_and_sizes_that_we_do_not_take_are_refused(said, setting):
    problems = types.of("file").problems(a_question("file", **{"accept": ("pdf",), **said}).wording)
    assert [setting for setting, _ in problems] == [setting]
