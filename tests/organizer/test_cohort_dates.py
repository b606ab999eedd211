"""What the cohort form says about dates and times that cannot be meant, and about midnight."""

import pytest

from cohorts.programs import queries
from tests.factories.programs import a_program, at

NEW = {
    "title-en": "Ottawa", "slug": "ottawa-2030", "timezone": "America/Toronto", "capacity": "30",
    "sessions-0-day": "2030-11-28", "sessions-0-starts": "09:00", "sessions-0-ends": "17:00",
}  # fmt: skip
FAR = "Choose a date in the years 2000 to 2100."


@pytest.fixture
def program(app, desk):
    """The address of the form for a new cohort of a published program."""
    with app.app_context():
        a_program(slug="ai")
    return "/organizer/programs/ai/cohorts/new"


@pytest.mark.parametrize("timezone", ["America/Toronto", "Asia/Tokyo", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sessions-0-day": "9999-12-31", "sessions-0-ends": "23:59"}, "sessions-0-day"),
        ({"sessions-0-day": "0001-01-01", "sessions-0-starts": "00:00"}, "sessions-0-day"),
        ({"sessions-0-last_day": "2101-01-01"}, "sessions-0-last_day"),
        ({"registration_opens": "0001-01-01"}, "registration_opens"),
        ({"registration_closes": "9999-12-31"}, "registration_closes"),
    ],
)
def test_a_year_that_nobody_means_is_said_beside_its_field(app, desk, program, timezone, changes, field):
    response = desk.send(program, **{**NEW, "timezone": timezone, **changes})
    assert response.status_code == 422
    assert f'<a href="#{field}">{FAR}' in response.text
    with app.app_context():
        assert queries.all_of_program(queries.program("ai")) == []


@pytest.mark.parametrize("name", ["registration_opens", "registration_closes"])
def test_a_time_without_its_date_is_not_dropped(app, desk, program, name):
    response = desk.send(program, **{**NEW, f"{name}_time": "09:00"})
    assert response.status_code == 422
    assert f'<a href="#{name}">Enter the date too' in response.text
    with app.app_context():
        assert queries.all_of_program(queries.program("ai")) == []


@pytest.mark.parametrize("zone", ["Factory", "localtime", "posixrules", "EST5EDT", "Etc/GMT+5"])
def test_a_time_zone_without_a_city_is_refused(desk, program, zone):
    response = desk.send(program, **{**NEW, "timezone": zone})
    assert response.status_code == 422
    assert '<a href="#timezone">Choose a time zone from the list' in response.text


@pytest.mark.parametrize("midnight", ["00:00", "12 a.m."])
def test_a_session_may_end_at_midnight(app, desk, program, midnight):
    assert desk.send(program, **{**NEW, "sessions-0-ends": midnight}).status_code == 302
    with app.app_context():
        cohort, _seats = queries.cohort_with_seats("ai", "ottawa-2030")
        assert cohort.ends_at == at("2030-11-29 05:00")


def test_a_session_number_of_thousands_of_digits_is_no_error(desk, program):
    assert desk.send(program, **NEW, **{"sessions-0-id": "9" * 5000}).status_code == 302
