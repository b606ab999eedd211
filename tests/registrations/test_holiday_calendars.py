"""The public holidays of where a cohort meets."""

from datetime import date

import pytest

from cohorts.registrations import holiday_calendars

CANADA_DAY, SAINT_JEAN = date(2026, 7, 1), date(2026, 6, 24)


@pytest.mark.parametrize("region", ["Québec", "Quebec", "QUÉBEC", "qc", "QC"])
def test_a_region_is_known_by_each_of_its_names(region):
    assert SAINT_JEAN in holiday_calendars.of("CA", (region,))


def test_the_first_name_that_is_known_counts():
    assert SAINT_JEAN in holiday_calendars.of("CA", ("Outaouais", "Québec"))


@pytest.mark.parametrize("regions", [(), ("Outaouais",), ("",)])
def test_without_a_known_region_those_of_the_whole_country_count(regions):
    found = holiday_calendars.of("CA", regions)
    assert CANADA_DAY in found and SAINT_JEAN not in found


@pytest.mark.parametrize("country", ["", "XX", "ZZ"])
def test_a_country_that_is_not_known_has_none(country):
    assert CANADA_DAY not in holiday_calendars.of(country, ())
