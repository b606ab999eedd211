import pytest

from cohorts.registrations.states import STATES


@pytest.mark.parametrize("state", [*STATES, "moved"])
def test_every_state_has_its_sign(draw, state):
    assert draw("seal", "seal(state)", state=state).startswith('<p class="seal')
