"""The page with everybody's answers, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from cohorts.accounts import permissions
from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core.database import db
from cohorts.core.tokens import one_time
from cohorts.programs import institution
from cohorts.programs import queries as programs
from cohorts.questions import queries, questions
from cohorts.questions.asking import Given
from cohorts.questions.fields import Value
from cohorts.registrations import registrations
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort
from tests.factories.questions import only_if, options
from tests.factories.registrations import a_person


def people(cohort_id: int, *answers: dict[str, Value]) -> None:
    owner, form = institution.current(), queries.of_cohort(cohort_id)
    assert owner is not None
    for said in answers:
        asked = [asked_in(form, key) for key in said]
        registrations.register(
            a_person(), by=applicant(), cohort_id=cohort_id, privacy_notice_id=owner.privacy_notice_id,
            one_time_key=one_time(), given=[Given(each, each.version_id, (said[each.key],)) for each in asked],
        )  # fmt: skip


def page(cohort_id: int) -> str:
    cohort = programs.cohorts_by_id({cohort_id})[cohort_id]
    return f"/organizer/programs/{cohort.program.slug}/{cohort.slug}/answers"


@pytest.fixture
def path(app, desk) -> str:
    """The page of a cohort that asks two questions; three people answered one, two the other."""
    with app.app_context():
        cohort_id = a_cohort(capacity=10)
        asked = [written("sector", "choice", options=options("Public", "Private")), written("years", "number")]
        a_form(cohort_id, asked)
        public, private = Value("public"), Value("private")
        people(cohort_id, {"sector": public}, {"sector": public, "years": Value(number=2)},
               {"sector": private, "years": Value(number=8.5)}, {})  # fmt: skip
        return page(cohort_id)


def test_choices_are_a_table_with_bars(desk, path):
    html = desk.text(path)
    assert "3 of 4 people answered (75%)" in html
    assert '<th scope="row">Public</th><td class="number">2</td><td class="number muted">67%</td>' in html


def test_numbers_say_how_they_spread(desk, path):
    html = desk.text(path)
    assert "2 of 4 people answered (50%)" in html
    assert '<dt class="muted">Median</dt><dd>5.25</dd>' in html


def test_a_deleted_question_is_told_while_it_has_answers(app, desk, path):
    with app.app_context():
        form = queries.of_cohort(programs.cohort_with_seats(*path.split("/")[3:5])[0].id)
        questions.archive(asked_in(form, "years").id, by=COMMAND_LINE)
    assert '<span class="tag">Deleted</span>' in desk.text(path)


def test_a_cohort_that_asks_nothing_says_so(app, desk):
    with app.app_context():
        path = page(a_cohort())
    assert "No questions of your own" in desk.text(path)


def test_each_question_costs_a_few_statements_however_many_answered(app, desk, path):
    with app.app_context():
        cohort_id = programs.cohort_with_seats(*path.split("/")[3:5])[0].id
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda _c, _u, text, *_: statements.append(text))
    desk.text(path)
    before, _ = len(statements), statements.clear()
    with app.app_context():
        people(cohort_id, *({"sector": Value("public"), "years": Value(number=n)} for n in range(20)))
    statements.clear()
    desk.text(path)
    assert len(statements) <= before


def test_an_option_that_is_no_longer_offered_keeps_its_words_and_its_count(app, desk, path):
    with app.app_context():
        sector = asked_in(queries.of_cohort(programs.cohort_with_seats(*path.split("/")[3:5])[0].id), "sector")
        fewer = replace(sector.wording, options=options("Private", "Academic"))
        questions.edit(sector.id, by=COMMAND_LINE, wording=fewer)
    assert '<th scope="row">Public (no longer offered)</th><td class="number">2</td>' in desk.text(path)


def test_a_question_that_not_everybody_is_asked_claims_no_share_of_all(app, desk, path):
    with app.app_context():
        years = asked_in(queries.of_cohort(programs.cohort_with_seats(*path.split("/")[3:5])[0].id), "years")
        some = replace(years.wording, show_if=only_if("sector", "public"))
        questions.edit(years.id, by=COMMAND_LINE, wording=some)
    assert "2 people answered; not everybody is asked" in desk.text(path)


def test_sensitive_answers_are_summed_up_for_who_may_see_them_alone(app, desk, path, monkeypatch):
    with app.app_context():
        years = asked_in(queries.of_cohort(programs.cohort_with_seats(*path.split("/")[3:5])[0].id), "years")
        questions.edit(years.id, by=COMMAND_LINE, wording=years.wording, is_sensitive=True)
    assert "About years" in desk.text(path)
    monkeypatch.setattr(permissions, "ADMINISTRATOR", permissions.ADMINISTRATOR - {permissions.SENSITIVE})
    assert "About years" not in desk.text(path)
