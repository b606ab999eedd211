"""Who asked not to be written to: by program, once, and nobody can read who."""

import pytest
from sqlalchemy import select

from cohorts.activity.models import Activity, ActivityValue
from cohorts.core.database import db
from cohorts.messages import suppressions
from cohorts.messages.models import Suppression
from tests.factories.programs import a_program

ANA = "ana@example.ca"

pytestmark = pytest.mark.usefixtures("context")


def acts():
    return list(db.session.scalars(select(Activity.act).where(Activity.act.in_(["leave", "come_back"]))))


def test_who_left_one_program_still_hears_of_another():
    one, other = a_program(), a_program()
    suppressions.leave(one, ANA)
    assert suppressions.has_left(one, ANA)
    assert not suppressions.has_left(other, ANA)


def test_leaving_twice_is_leaving_once():
    program = a_program()
    assert [suppressions.leave(program, ANA) for _ in range(2)] == [True, False]
    assert acts() == ["leave"]
    assert len(db.session.scalars(select(Suppression)).all()) == 1


def test_coming_back_twice_is_coming_back_once():
    program = a_program()
    suppressions.leave(program, ANA)
    assert [suppressions.come_back(program, ANA) for _ in range(2)] == [True, False]
    assert acts() == ["leave", "come_back"]
    assert not suppressions.has_left(program, ANA)


@pytest.mark.parametrize("typed", ["Ana@EXAMPLE.ca", "ANA@example.ca"])
def test_an_address_is_the_same_however_it_is_typed(typed):
    program = a_program()
    suppressions.leave(program, typed)
    assert suppressions.has_left(program, ANA)


def test_an_address_of_another_alphabet_is_the_same_in_both_its_forms():
    program = a_program()
    suppressions.leave(program, "ana@québec.example")
    assert suppressions.has_left(program, "ana@xn--qubec-csa.example")


def test_neither_the_row_nor_the_trail_holds_the_address():
    suppressions.leave(a_program(), ANA)
    row = db.session.scalars(select(Suppression)).one()
    assert "ana" not in row.address_hash
    assert "example" not in row.address_hash
    assert not [value for value in db.session.scalars(select(ActivityValue)) if "example.ca" in str(value.new)]


def test_many_are_looked_up_at_once(monkeypatch):
    monkeypatch.setattr(suppressions, "AT_ONCE", 3)
    program = a_program()
    people = [f"p{number}@example.ca" for number in range(10)]
    for address in people[::2]:
        suppressions.leave(program, address)
    hashes = {address: suppressions.hashed(address) for address in people}
    assert suppressions.left(program, hashes.values()) == {hashes[address] for address in people[::2]}
    assert suppressions.left(program, []) == set()


def test_a_new_secret_key_forgets_nobody_while_the_old_one_stays(app):
    program = a_program()
    suppressions.leave(program, ANA)
    app.config["SECRET_KEY_FALLBACKS"] = [app.config["SECRET_KEY"]]
    app.config["SECRET_KEY"] = "another-key-that-is-long-enough-0123456789"
    assert suppressions.has_left(program, ANA)
