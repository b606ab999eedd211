"""Messages that lack a language are counted, over all cohorts at once."""

import pytest

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.database import db
from cohorts.messages import gaps, templates
from cohorts.programs import owners
from cohorts.programs.models import Cohort
from tests.factories.programs import a_cohort, a_program

pytestmark = pytest.mark.usefixtures("context")


def save(owner, kind, *languages):
    for language in languages:
        templates.save(owner, kind, language, subject="Hello", body="Words", by=COMMAND_LINE)


def read(*ids):
    db.session.expire_all()
    return [db.session.get_one(Cohort, each) for each in ids]


def test_what_lacks_a_language_is_counted_for_each_cohort_in_one_statement(statements):
    program = a_program()
    one, other = (a_cohort(program_id=program, slug=slug) for slug in ("one", "other"))
    save(owners.program(program), "received", "en")
    save(owners.cohort(one), "received", "fr")
    save(owners.cohort(one), "withdrawn", "fr")
    save(owners.cohort(other), "declined", "en", "fr")
    cohorts = read(one, other)
    assert [each.program.languages for each in cohorts] == [["en", "fr"]] * 2
    with statements() as seen:
        assert gaps.counts(cohorts) == ({one: 1, other: 1}, {one: 1, other: 0}, {program: 1})
    assert len(seen) == 1


def test_where_nobody_wrote_anything_nothing_is_asked(statements):
    cohorts = read(a_cohort())
    assert cohorts[0].program
    with statements() as seen:
        assert gaps.counts(cohorts) == ({}, {}, {})
    assert not seen


def test_a_cohort_in_one_language_lacks_none():
    cohort = a_cohort(own_languages=["en"])
    save(owners.cohort(cohort), "received", "en")
    assert gaps.counts(read(cohort)).cohorts == {cohort: 0}
