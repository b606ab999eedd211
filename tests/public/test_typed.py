"""What was typed on the pages of a form, put together."""

import pytest

from cohorts.public.typed import merged, replaced

BEFORE = [("name", "Ana"), ("q-1", "a"), ("q-1-other", "x"), ("q-12", "b"), ("shown_versions", "10 20")]
TABLE = [
    ("another page leaves all as it was", [("q-3", "c")], {"q-3"}, [*BEFORE[:4], ("q-3", "c"), BEFORE[4]]),
    ("a page replaces what it asks", [("q-1", "z")], {"q-1"}, [BEFORE[0], BEFORE[3], ("q-1", "z"), BEFORE[4]]),
    ("an emptied group of boxes is empty", [], {"q-1"}, [BEFORE[0], BEFORE[3], BEFORE[4]]),
    ("parts belong to their question", [("q-12-day", "1")], {"q-12"}, [*BEFORE[:3], ("q-12-day", "1"), BEFORE[4]]),
    ("what stands elsewhere is not taken", [("name", "Mallory"), ("state", "confirmed")], {"q-3"}, BEFORE),
    (
        "several values stay several, in order",
        [("q-3", "c"), ("q-3", "d")],
        {"q-3"},
        [*BEFORE[:4], ("q-3", "c"), ("q-3", "d"), BEFORE[4]],
    ),
    ("wordings add up", [("shown_versions", "20 30")], {"q-3"}, [*BEFORE[:4], ("shown_versions", "10 20 30")]),
]


@pytest.mark.parametrize(("sent", "names", "after"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_a_page_stands_in_the_place_of_what_it_sent_before(sent, names, after):
    assert merged(BEFORE, iter(sent), names) == after


def test_one_value_is_replaced_or_taken_away():
    assert replaced([("a", "1"), ("b", "2"), ("a", "3")], "a", "4") == [("b", "2"), ("a", "4")]
    assert replaced([("a", "1"), ("b", "2")], "a", "") == [("b", "2")]
