"""What a cohort's sessions span."""

import pytest

from cohorts.programs import sessions
from cohorts.programs.details import SessionDetails
from cohorts.programs.errors import UnlikelyYear
from tests.factories.programs import at


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("9999-12-31 14:00", "9999-12-31 22:00"),
        ("2026-11-28 14:00", "2101-01-01 14:00"),
        ("1999-12-31 14:00", "2026-11-28 14:00"),
    ],
)
def test_sessions_in_a_year_that_nobody_means_are_refused(starts, ends):
    with pytest.raises(UnlikelyYear):
        sessions.span([SessionDetails(starts_at=at(starts), ends_at=at(ends))])
