"""Time zones to choose from."""

from zoneinfo import available_timezones

import pytest

from cohorts.programs import zones


@pytest.mark.parametrize("zone", ["Factory", "localtime", "posixrules", "GMT0", "EST5EDT", "Etc/GMT+5", "US/Eastern"])
def test_a_zone_that_names_no_city_is_not_known(zone):
    assert zone not in zones.known()


def test_every_zone_that_is_offered_is_known_to_the_clocks_and_none_is_missing():
    offered = [zone for zone, _words in zones.choices("en")]
    assert sorted(offered) == sorted(zones.known())
    assert zones.known() <= available_timezones()


def test_cities_and_utc_are_known():
    assert {"America/Toronto", "America/Argentina/Ushuaia", "Europe/Paris", "UTC"} <= zones.known()
