import pytest


@pytest.mark.parametrize(("status", "word"), [("draft", "Draft"), ("published", "Published"), ("archived", "Archived")])
def test_every_status_of_a_program_has_its_word(draw, status, word):
    assert draw("program_tag", f"program_tag('{status}')").endswith(f"{word}</span>")
