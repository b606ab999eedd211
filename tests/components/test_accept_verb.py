from types import SimpleNamespace

import pytest


@pytest.mark.parametrize(
    ("waits", "verb"), [(True, "Confirm your address and take the seat"), (False, "Accept the seat")]
)
def test_the_button_says_what_it_does(draw, waits, verb):
    registration = SimpleNamespace(waits_for_address=waits)
    assert draw("accept_verb", "accept_verb(registration)", registration=registration) == verb
