import pytest

from cohorts.registrations.states import STATES


@pytest.mark.parametrize("state", [*STATES, "moved"])
def test_every_state_has_a_word_for_both_audiences(draw, state):
    organizer = draw("state_tag", "state_tag(state)", state=state)
    applicant = draw("state_tag", "state_tag(state, 'applicant')", state=state)
    assert organizer.startswith('<span class="tag')
    assert organizer != applicant


def test_an_applicant_reads_what_is_true_for_them(draw):
    assert "You have a seat" in draw("state_tag", "state_tag('confirmed', 'applicant')")
