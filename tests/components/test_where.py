from types import SimpleNamespace

import pytest

HALL = SimpleNamespace(
    online=False,
    name="Bayview Yards",
    street="7 Bayview Station Road",
    city="Ottawa",
    region="",
    country="Canada",
)


@pytest.fixture
def online():
    return SimpleNamespace(online=True)


def test_a_place_is_one_line_without_gaps(draw):
    assert draw("where", "where(venue)", venue=HALL) == "Bayview Yards, 7 Bayview Station Road, Ottawa, Canada"


def test_the_link_of_an_online_cohort_is_given_only_by_the_caller(draw, online):
    assert "<a" not in draw("where", "where(venue)", venue=online)
    assert 'href="https://meet.example/x"' in draw("where", "where(venue, 'https://meet.example/x')", venue=online)
