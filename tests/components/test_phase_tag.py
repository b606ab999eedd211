import pytest

PHASES = {
    "draft": "Draft",
    "upcoming": "Not open yet",
    "open": "Registration open",
    "full": "Full",
    "closed": "Registration closed",
    "past": "Over",
    "cancelled": "Cohort cancelled",
    "archived": "Archived",
}


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_of_a_cohort_has_its_word(draw, phase):
    assert draw("phase_tag", "phase_tag(phase)", phase=phase).endswith(f"{PHASES[phase]}</span>")
