"""Sessions of a file are matched with those present: by start and title, by start, then by order."""

from datetime import UTC, datetime

import pytest

from cohorts.loading.matching import matched
from cohorts.programs.details import SessionDetails


def sessions(said: str) -> list[SessionDetails]:
    """`1@9learn 2@13brief`: id, hour, title; no id for those of a file."""
    return [_session(*each.split("@")) for each in said.split()]


def _session(key: str, rest: str) -> SessionDetails:
    hour, title = int(rest.rstrip("abcdefghijklmnopqrstuvwxyz")), rest.lstrip("0123456789")
    starts, ends = (datetime(2031, 11, 28, each, tzinfo=UTC) for each in (hour, hour + 1))
    return SessionDetails(id=int(key) if key else None, starts_at=starts, ends_at=ends, title={"en": title})


@pytest.mark.parametrize(
    ("present", "wanted", "ids"),
    [
        pytest.param("1@9learn 2@13brief", "@9learn @13brief", [1, 2], id="the same"),
        pytest.param("1@9learn 2@13brief", "@13brief @9learn", [2, 1], id="in another order"),
        pytest.param("1@9learn 2@13brief", "@9learn @11lab @13brief", [1, None, 2], id="one more between"),
        pytest.param("1@9learn 2@13brief", "@13brief", [2], id="the first gone"),
        pytest.param("1@9learn 2@13brief", "@10learn @13brief", [1, 2], id="the first moved"),
        pytest.param("1@9learn 2@13brief", "@10learn @14brief", [1, 2], id="both moved"),
        pytest.param("1@9learn 2@9lab", "@9lab @9learn", [2, 1], id="two rooms at the same time"),
        pytest.param("1@9learn 2@9lab", "@9lab @9other", [2, 1], id="one of two rooms renamed"),
        pytest.param("", "@9learn", [None], id="all new"),
    ],
)
def test_a_session_stays_itself(present: str, wanted: str, ids: list[int | None]) -> None:
    assert [session.id for session in matched(sessions(wanted), sessions(present))] == ids
