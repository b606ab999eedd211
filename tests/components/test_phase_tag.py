import pytest

PHASES = {
    "draft": "Draft",
    "upcoming": "Not open yet",
    "open": "Registration open",
    "full": "Full",
    "waitlist_full": "Waiting list full",
    "waitlist_closed": "Waiting list closed",
    "closed": "Registration closed",
    "past": "Over",
    "cancelled": "Cohort cancelled",
    "archived": "Archived",
}


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_of_a_cohort_has_its_word(draw, phase):
    assert draw("phase_tag", "phase_tag(phase)", phase=phase).endswith(f"{PHASES[phase]}</span>")


@pytest.mark.parametrize(("phase", "word"), [("open", "Applications open"), ("closed", "Applications closed")])
def test_where_the_organizers_choose_people_apply(draw, phase, word):
    assert draw("phase_tag", "phase_tag(phase, reviews=True)", phase=phase).endswith(f"{word}</span>")
