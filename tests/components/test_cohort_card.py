from datetime import UTC, datetime
from types import SimpleNamespace

import pytest


def cohort(phase):
    return SimpleNamespace(
        phase=phase,
        url="/en/programs/p/ottawa",
        register_url="/en/programs/p/ottawa/register",
        closes=datetime(2026, 11, 6, 22, tzinfo=UTC),
        zone="Eastern Time",
        title={"en": "Ottawa"},
        program_title={"en": "AI for Policy Professionals"},
        summary={"en": "Two days."},
        dates="November 28 and 29, 2026",
        free=14,
        capacity=40,
        waiting=9,
        opens=datetime(2026, 10, 5, 13, tzinfo=UTC),
        timezone="America/Toronto",
    )


@pytest.mark.parametrize(
    ("phase", "fact"),
    [
        ("open", "14 of 40 seats left"),
        ("full", "9 people are waiting"),
        ("upcoming", "Opens Monday, October\N{NO-BREAK SPACE}5"),
    ],
)
def test_a_card_has_one_link_and_one_fact(draw, phase, fact):
    html = draw("cohort_card", "cohort_card(cohort, 'en')", cohort=cohort(phase))
    assert html.count("<a ") == 1
    assert '<h3><a href="/en/programs/p/ottawa">Ottawa</a></h3>' in html
    assert fact in html


@pytest.mark.parametrize(("phase", "verb"), [("open", "Register"), ("full", "Join the waiting list")])
def test_a_large_card_leads_to_the_form_too_and_says_by_when(draw, phase, verb):
    html = draw("cohort_card", "cohort_card(cohort, 'en', large=True)", cohort=cohort(phase))
    assert f'<a class="button" href="/en/programs/p/ottawa/register">{verb}<span class="vh"> Ottawa' in html
    assert "until Friday, November\N{NO-BREAK SPACE}6, 5\N{NO-BREAK SPACE}p.m." in html


def test_a_large_card_without_registration_has_no_button(draw):
    assert "button" not in draw("cohort_card", "cohort_card(cohort, 'en', large=True)", cohort=cohort("closed"))


def test_where_the_organizers_choose_a_card_counts_no_seats(draw):
    html = draw(
        "cohort_card",
        "cohort_card(cohort, 'en', large=True)",
        cohort=SimpleNamespace(**vars(cohort("open")), reviews=True),
    )
    assert "seats left" not in html and "The organizers choose among applications" in html
    assert ">Apply for a seat<span" in html


def test_a_card_whose_waiting_list_is_full_has_no_button(draw):
    html = draw("cohort_card", "cohort_card(cohort, 'en', large=True)", cohort=cohort("waitlist_full"))
    assert "Waiting list full" in html and "9 people are waiting" in html and "button" not in html
