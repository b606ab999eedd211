from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

NEXT = SimpleNamespace(url="/next", title={"en": "Toronto"}, dates="January 16 and 17, 2027")


def cohort(phase, **changes):
    values = {
        "phase": phase,
        "opens": datetime(2026, 10, 5, 13, tzinfo=UTC),
        "closes": datetime(2026, 11, 6, 22, tzinfo=UTC),
        "last_offer": datetime(2026, 10, 30, 21, tzinfo=UTC),
        "timezone": "America/Toronto",
        "zone": "Eastern Time",
        "register_url": "/register",
        "reviews": False,
        "has_closed": True,
        "capacity": 40,
        "waiting": 9,
        "dates": "November 28 and 29, 2026",
        "cancellation_reason": "The venue is closed.",
        "next_cohort": NEXT,
        "opening_url": None,
    }
    return SimpleNamespace(**(values | changes))


@pytest.mark.parametrize(
    ("phase", "title", "button"),
    [
        ("upcoming", "Registration is not open yet", None),
        ("open", "Registration is open", '<a class="button wide" href="/register">Register</a>'),
        ("full", "All 40 seats are taken", '<a class="button wide" href="/register">Join the waiting list</a>'),
        ("waitlist_full", "All 40 seats are taken", '<a class="button wide" href="/next">See the next cohort</a>'),
        (
            "waitlist_closed",
            "The waiting list is closed",
            '<a class="button wide" href="/next">See the next cohort</a>',
        ),
        ("closed", "Registration is closed", '<a class="button wide" href="/next">See the next cohort</a>'),
        ("past", "This cohort is over", '<a class="button wide" href="/next">See the next cohort</a>'),
        ("cancelled", "This cohort is cancelled", '<a class="button wide" href="/next">See the next cohort</a>'),
        ("archived", "This cohort is over", '<a class="button wide" href="/next">See the next cohort</a>'),
    ],
)
def test_every_phase_reads_differently_and_has_at_most_one_button(draw, phase, title, button):
    html = draw("cohort_panel", "cohort_panel(cohort, 'en')", cohort=cohort(phase))
    assert f'<h2 id="registration">{title}</h2>' in html
    assert html.count('class="button') == (1 if button else 0)
    assert (button or title) in html


def test_the_deadline_is_a_time_that_machines_read_too(draw):
    html = draw("cohort_panel", "cohort_panel(cohort, 'en')", cohort=cohort("open"))
    assert '<time datetime="2026-11-06T17:00-05:00">' in html
    assert "Eastern Time" in html


def test_a_waiting_list_that_nobody_serves_any_more_promises_no_seat(draw):
    html = draw("cohort_panel", "cohort_panel(cohort, 'en')", cohort=cohort("waitlist_closed"))
    assert '<time datetime="2026-10-30T17:00-04:00">' in html and "Nobody can join them any more." in html
    assert "first in line" not in html and "seats are taken" not in html


@pytest.mark.parametrize(("reviews", "words"), [(False, "Registration closes"), (True, "Applications close")])
def test_the_deadline_says_what_closes(draw, reviews, words):
    html = draw("cohort_panel", "cohort_panel(cohort, 'en')", cohort=cohort("open", reviews=reviews))
    assert f"<p>{words} <time" in html


def test_a_full_cohort_says_how_many_people_wait(draw):
    html = draw("cohort_panel", "cohort_panel(cohort, 'en')", cohort=cohort("full", waiting=1))
    assert "1 person is waiting." in html


def test_a_cancelled_cohort_says_why(draw):
    html = draw("cohort_panel", "cohort_panel(cohort, 'en')", cohort=cohort("cancelled", next_cohort=None))
    assert "The venue is closed." in html
    assert "button" not in html


def test_a_full_waiting_list_is_said_and_has_no_button(draw):
    html = draw("cohort_panel", "cohort_panel(cohort, 'en')", cohort=cohort("waitlist_full", next_cohort=None))
    assert "The waiting list is full. 9 people are waiting." in html
    assert "button" not in html


def test_where_the_organizers_choose_no_seat_is_promised(draw):
    html = draw("cohort_panel", "cohort_panel(cohort, 'en')", cohort=cohort("open", reviews=True))
    assert "Applications are open" in html and ">Apply for a seat</a>" in html
    assert "An application holds no seat." in html


def test_a_cohort_closed_by_its_organizers_names_no_deadline_that_has_not_come(draw):
    html = draw("cohort_panel", "cohort_panel(cohort, 'en')", cohort=cohort("closed", has_closed=False))
    assert "Nobody new can register." in html and "It closed" not in html
