from types import SimpleNamespace

import pytest

NEXT = SimpleNamespace(url="/next", title={"en": "Toronto"}, dates="January 16 and 17, 2027")
COHORT = SimpleNamespace(phase="full", url="/cohort", next_cohort=NEXT, next_session=("Monday", {}))


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("pending", "The organizers have not decided yet"),
        ("waitlisted", "we write to you at once"),
        ("confirmed", "Put the sessions into your calendar"),
        ("rejected", "cannot offer you a seat in this cohort"),
        ("declined", "The seat goes to somebody else"),
        ("expired", "The time to answer has passed"),
        ("withdrawn", '<a href="/cohort">See this cohort</a>'),
        ("cancelled", "If you think that this is a mistake"),
    ],
)
def test_every_state_says_what_happens_next(draw, state, sentence):
    registration = SimpleNamespace(state=state)
    assert sentence in draw("what_next", "what_next(registration, cohort)", registration=registration, cohort=COHORT)


@pytest.mark.parametrize("state", ["rejected", "cancelled"])
def test_who_was_turned_down_is_led_to_the_next_cohort_and_not_back(draw, state):
    registration = SimpleNamespace(state=state)
    html = draw("what_next", "what_next(registration, cohort)", registration=registration, cohort=COHORT)
    assert 'href="/next"' in html and 'href="/cohort"' not in html
