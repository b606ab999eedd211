from types import SimpleNamespace

import pytest

NEXT = SimpleNamespace(url="/next", title={"en": "Toronto"}, dates="January 16 and 17, 2027")
COHORT = SimpleNamespace(
    phase="full", url="/cohort", next_cohort=NEXT, next_session=("Monday", {}), reviews=False, verifies=False,
    service="by_itself", on_free_seat="confirm",
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("pending", "The organizers have not decided yet"),
        ("waitlisted", "we write to you at once"),
        ("confirmed", "Put the sessions into your calendar"),
        ("rejected", "cannot offer you a seat in this cohort"),
        ("declined", "The seat is no longer held for you. If you would like to come after all, you can register again"),
        ("expired", "The time to answer has passed"),
        ("withdrawn", '<a href="/cohort">See this cohort</a>'),
        ("cancelled", "If you think that this is a mistake"),
        ("moved", "Your registration goes on there"),
    ],
)
def test_every_state_says_what_happens_next(draw, state, sentence):
    registration = SimpleNamespace(state=state, moved_to=NEXT)
    assert sentence in draw("what_next", "what_next(registration, cohort)", registration=registration, cohort=COHORT)


@pytest.mark.parametrize("state", ["rejected", "cancelled"])
def test_who_was_turned_down_is_led_to_the_next_cohort_and_not_back(draw, state):
    registration = SimpleNamespace(state=state)
    html = draw("what_next", "what_next(registration, cohort)", registration=registration, cohort=COHORT)
    assert 'href="/next"' in html and 'href="/cohort"' not in html


@pytest.mark.parametrize(
    ("changes", "first", "then"),
    [
        ({}, "the first in line gets it", "When it is yours, we write"),
        ({"verifies": True}, "the first in line gets it", "When it is yours, or is offered to you, we write"),
        ({"on_free_seat": "offer"}, "it is offered to the first in line", "When one is offered to you, we write"),
        ({"service": "by_hand"}, "the organizers decide who is offered it", "When one is offered to you, we write"),
        ({"service": "by_nobody"}, "nobody who waits gets one now", "Should that change, we write"),
    ],
)
def test_who_waits_reads_how_this_very_line_goes_on(draw, changes, first, then):
    cohort, registration = SimpleNamespace(**{**vars(COHORT), **changes}), SimpleNamespace(state="waitlisted")
    html = draw("what_next", "what_next(registration, cohort)", registration=registration, cohort=cohort)
    assert first in html and then in html


@pytest.mark.parametrize("state", ["declined", "expired"])
def test_where_the_organizers_choose_one_applies_again(draw, state):
    cohort, registration = SimpleNamespace(**{**vars(COHORT), "reviews": True}), SimpleNamespace(state=state)
    html = draw("what_next", "what_next(registration, cohort)", registration=registration, cohort=cohort)
    assert "you can apply again while applications are open" in html
