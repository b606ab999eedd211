import pytest

from cohorts.organizer.form_lines import Line
from tests.factories.questions import a_question


@pytest.fixture
def line(bare):
    """A function that draws a question of a list of three."""
    bare.add_url_rule("/questions/<int:question_id>", "organizer.question")
    bare.add_url_rule("/questions/<int:question_id>/place", "organizer.question_place")

    def made(place, **changes):
        said = {"name": "Your sector", "kind": "One choice", "asks": True, "condition": "", "place": place, "total": 3}
        return Line(question=a_question(), **{**said, **changes})

    return made


def drawn(draw, line, call="question_line(line)"):
    return draw("question_line", call, line=line)


def test_a_question_is_edited_and_moved_by_its_buttons(draw, line):
    second = line(2, condition="Only if “Size” is “Small”")
    html = drawn(draw, second)
    assert f'id="q-{second.id}" data-question="{second.id}"' in html
    assert "Your sector <span" in html
    assert "One choice · Only if “Size” is “Small”" in html
    assert f'href="/questions/{second.id}"' in html
    assert f'name="way" value="up" formaction="/questions/{second.id}/place"' in html
    assert f'name="way" value="down" formaction="/questions/{second.id}/place"' in html
    assert "“About" in html
    assert "2 of 3</span>" in html


def test_nothing_moves_over_the_edge(draw, line):
    assert "Move up" not in drawn(draw, line(1))
    assert "Move down" not in drawn(draw, line(3))


@pytest.mark.parametrize(
    ("place", "way", "focused"), [(2, "up", "up"), (2, "down", "down"), (1, "up", "down"), (3, "down", "up")]
)
def test_the_button_that_moved_a_question_keeps_the_focus(draw, line, place, way, focused):
    moved = line(place)
    html = drawn(draw, moved, f"question_line(line, {moved.id}, '{way}')")
    assert html.count(" autofocus") == 1
    assert f'value="{focused}" formaction="/questions/{moved.id}/place" autofocus' in html
    assert " autofocus" not in drawn(draw, moved, f"question_line(line, {moved.id + 1}, '{way}')")


def test_what_asks_nothing_is_not_optional_and_has_no_number(draw, line):
    heading = drawn(draw, line(2, asks=False))
    assert "(optional)" not in heading
    assert "quiet" in heading
