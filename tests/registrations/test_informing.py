"""Who may be written to, as truth tables."""

import pytest

from cohorts.registrations import informing, states
from cohorts.registrations.informing import ADDRESS_FAILED, BROADCAST, CHANGE, INFORMATIONAL, LEFT, NEWS, NO_NEWS
from cohorts.registrations.informing import TRANSACTIONAL as NEEDED

# state → (to one of a cohort ahead, of one that is over, of one that was cancelled)
NATURES = {
    "confirmed": (NEEDED, INFORMATIONAL, NEEDED),
    "offered": (NEEDED, INFORMATIONAL, NEEDED),
    "pending": (INFORMATIONAL, INFORMATIONAL, INFORMATIONAL),
    "waitlisted": (INFORMATIONAL, INFORMATIONAL, INFORMATIONAL),
    "rejected": (NEWS, NEWS, NEWS),
    "declined": (NEWS, NEWS, NEWS),
    "expired": (NEWS, NEWS, NEWS),
    "withdrawn": (NEWS, NEWS, NEWS),
    "cancelled": (NEWS, NEWS, INFORMATIONAL),
}
COHORTS = [(False, False), (True, False), (False, True)]
# nature → (they left, they agreed to news, their address failed) → why not, for a broadcast
REASONS = {
    NEEDED: {"": None, "left": None, "failed": ADDRESS_FAILED, "left failed": ADDRESS_FAILED, "news": None},
    INFORMATIONAL: {"": None, "left": LEFT, "failed": ADDRESS_FAILED, "left failed": LEFT, "left news": LEFT},
    NEWS: {"": NO_NEWS, "news": None, "left news": LEFT, "failed": NO_NEWS, "news failed": ADDRESS_FAILED},
}


def test_the_table_names_every_state():
    assert set(NATURES) == set(states.STATES)


@pytest.mark.parametrize("state", NATURES)
def test_what_a_broadcast_is_follows_from_the_state(state):
    found = tuple(informing.nature(BROADCAST, state, is_over=over, is_cancelled=off) for over, off in COHORTS)
    assert found == NATURES[state]


@pytest.mark.parametrize("state", sorted(states.ACTIVE))
def test_whoever_is_in_the_cohort_needs_to_know_that_it_changed(state):
    assert informing.nature(CHANGE, state, is_over=False, is_cancelled=False) == NEEDED


@pytest.mark.parametrize(
    ("nature", "facts", "reason"),
    [(nature, facts, reason) for nature, row in REASONS.items() for facts, reason in row.items()],
)
def test_why_somebody_is_passed_over(nature, facts, reason):
    said = facts.split()
    found = informing.why_not(
        BROADCAST, nature, has_left="left" in said, agreed_to_news="news" in said, address_failed="failed" in said
    )
    assert found == reason


def test_what_is_needed_is_tried_at_an_address_that_failed():
    facts = {"has_left": True, "agreed_to_news": False, "address_failed": True}
    assert informing.why_not(CHANGE, NEEDED, **facts) is None
