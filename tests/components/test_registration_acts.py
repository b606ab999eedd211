from types import SimpleNamespace

import pytest

COHORT = SimpleNamespace(
    status="published", is_over=False, short=str, address=lambda endpoint, **values: f"/{endpoint}?{values['act']}"
)
ACTIVE = ("pending", "waitlisted", "offered", "confirmed")


@pytest.fixture
def acts(draw, bare, form):
    """The words of the acts on a registration in this state."""
    bare.jinja_env.globals["url_for"] = lambda endpoint, **values: f"/{endpoint}"

    def drawn(state, transfer=None, whereabouts=None, **changes):
        registration = SimpleNamespace(reference="OTT-7K3M9Q", id=1, revision=2, state=state, is_active=state in ACTIVE)
        cohort = SimpleNamespace(**{**vars(COHORT), **changes})
        call = "registration_acts(registration, cohort, transfer, form, whereabouts)"
        return draw(
            "registration_acts", call, registration=registration, cohort=cohort, transfer=transfer,
            form=form, whereabouts=whereabouts,
        )  # fmt: skip

    return drawn


@pytest.mark.parametrize(
    ("state", "there", "not_there"),
    [
        ("pending", ["Offer a seat", "Put on waiting list", "Do not select", "Hand over", "Move"], ["To the end"]),
        ("waitlisted", ["Offer a seat", "To the end of the line", "Do not select"], ["Put on waiting list"]),
        ("offered", ["Take the offer back", "Hand over", "Cancel the registration"], ["Offer a seat"]),
        ("confirmed", ["Hand over", "Move", "Cancel the registration"], ["Offer a seat", "Do not select"]),
        ("withdrawn", ["Bring it back"], ["Cancel the registration", "Hand over"]),
        ("rejected", ["Bring it back"], ["Do not select"]),
    ],
)
def test_each_state_has_the_acts_that_are_possible(acts, state, there, not_there):
    html = acts(state)
    assert [word for word in there if word not in html] == []
    assert [word for word in not_there if word in html] == []


def test_what_is_over_is_not_brought_back(acts):
    assert "Bring it back" not in acts("withdrawn", is_over=True)


def test_an_open_invitation_is_shown_and_can_be_called_off(acts):
    html = acts("confirmed", transfer=SimpleNamespace(name="Bo", email="bo@example.ca", ends_at="Nov 6"))
    assert "Bo is invited to take it over" in html and "bo@example.ca, until Nov 6" in html and "Call it off" in html


def test_what_is_rarely_done_stands_under_more(acts):
    seen, _more, rare = acts("waitlisted").partition('<details class="more">')
    assert "Offer a seat" in seen and "Do not select" in seen
    assert "To the end of the line" in rare and "Hand over" in rare and "Cancel the registration" in rare
    assert "<details" not in acts("withdrawn")


def test_who_was_moved_is_found_there_and_not_brought_back_here(acts):
    there = SimpleNamespace(reference="TOR-1", is_active=True)
    html = acts(
        "cancelled", whereabouts=SimpleNamespace(cohort=SimpleNamespace(title={"en": "Toronto"}), registration=there)
    )
    assert "Moved to Toronto" in html and "See the registration there" in html and "Bring it back" not in html
