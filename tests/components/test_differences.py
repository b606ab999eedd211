from typing import NamedTuple

import pytest


class Change(NamedTuple):
    what: str
    line: str


def drawn(draw, *changes):
    return draw("differences", "differences(changes, 'fr-CA')", changes=changes)


@pytest.mark.parametrize(("what", "word", "tag"), [("added", "Added", "ins"), ("removed", "Removed", "del")])
def test_each_line_says_in_a_word_what_became_of_it(draw, what, word, tag):
    html = drawn(draw, Change(what, "Une ligne"))
    assert f'{word}</span> <{tag} lang="fr-CA">Une ligne</{tag}>' in html


def test_lines_are_text(draw):
    assert "<script>" not in drawn(draw, Change("added", "<script>alert(1)</script>"))
