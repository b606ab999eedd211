from datetime import date, time

import pytest
from wtforms import FieldList, Form, FormField

from cohorts.programs.forms import SessionPart

ROW = {"id": 7, "day": date(2026, 11, 28), "starts": time(9), "ends": time(17), "title": {"en": "Learning"}}


class Asked(Form):
    sessions = FieldList(FormField(SessionPart), min_entries=1)


@pytest.fixture
def entry():
    return Asked(data={"sessions": [ROW]}).sessions[0]


def test_a_session_has_its_date_times_title_and_place(draw, entry):
    html = draw("session_row", "session_row(entry, 1)", entry=entry)
    assert "<legend>Session 1</legend>" in html
    assert 'type="hidden" name="sessions-0-id" value="7"' in html
    assert 'name="sessions-0-day" aria-required="true" type="date" value="2026-11-28"' in html
    assert 'type="time" value="09:00"' in html
    assert 'name="sessions-0-title-en"' in html
    assert 'name="remove_session" value="sessions-0"' in html


def test_the_only_session_cannot_be_removed(draw, entry):
    assert "Remove" not in draw("session_row", "session_row(entry, 1, removable=False)", entry=entry)
