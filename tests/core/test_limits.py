"""How often one address may do a thing."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from cohorts.core import clock, limits
from cohorts.core.database import db
from cohorts.core.limits import Attempts, TooMany


def hit(who="ana@example.ca"):
    limits.hit("find", who, limit=2, seconds=3600)


def test_one_try_too_many_is_refused_and_others_are_not_affected(context):
    hit()
    hit()
    with pytest.raises(TooMany):
        hit()
    hit("bo@example.ca")


def test_a_new_window_begins_when_the_old_one_has_ended(context):
    hit()
    hit()
    with time_machine.travel(clock.now() + timedelta(hours=1, seconds=1)):
        hit()
        hit()
        with pytest.raises(TooMany):
            hit()


def test_no_address_can_be_read_from_what_is_kept(context):
    hit()
    kept = db.session.scalars(select(Attempts.key)).all()
    assert len(kept) == 1
    assert "ana" not in kept[0]


def test_old_counts_are_dropped(context):
    hit()
    assert limits.forget() == 0
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        assert [limits.forget(), limits.forget()] == [1, 0]


def test_an_installation_may_switch_limits_off(app):
    app.config["RATELIMIT_ENABLED"] = False
    with app.app_context():
        for _ in range(5):
            hit()
        assert db.session.scalars(select(Attempts.key)).all() == []
