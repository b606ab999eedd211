"""`cohorts export PROGRAM/COHORT`."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.cli.exporting import export
from cohorts.core import clock
from cohorts.registrations import cancellations, decisions, offers, states, withdrawals
from tests.conftest import SECRET
from tests.factories.answers import answered, given
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.questions import options
from tests.factories.registrations import a_registration, read, register
from tests.registrations.workbooks import sheets


@pytest.fixture
def references(app):
    """The references of three people in ai/ottawa."""
    with app.app_context():
        an_institution()
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa")
        return [register(cohort).reference for _ in range(3)]


@pytest.fixture
def run(app):
    """Runs the command on the test's application."""
    return lambda path, *options: app.test_cli_runner().invoke(export, [path, *options])


@pytest.fixture
def environment(settings):
    """What a process of its own needs to use the test's database."""
    return {
        "COHORTS_ENVIRONMENT": "testing",
        "COHORTS_SECRET_KEY": SECRET,
        "COHORTS_DATABASE_URL": settings.database_url,
        "COHORTS_INSTANCE": settings.instance,
    }


def test_it_prints_a_header_and_a_line_for_each(run, references):
    result = run("ai/ottawa")
    header, *lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert header == "reference,state,name,email,organization,language,news,registered_at"
    assert [line.partition(",")[0] for line in lines] == references


def test_each_state_is_told_by_its_word(app, run):
    with app.app_context():
        an_institution()
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=9, admission="review")
        expected = dict(_one_in_each_state(cohort))
    lines = [line.split(",") for line in run("ai/ottawa").stdout.splitlines()[1:]]
    assert {reference: state for reference, state, *_rest in lines} == expected
    assert set(expected.values()) == set(states.STATES)


def _one_in_each_state(cohort):
    acts = {
        "pending": lambda _key: None,
        "offered": lambda key: _decide(cohort, "offer", key),
        "confirmed": lambda key: [_decide(cohort, "offer", key), offers.accept(key, by=applicant(key))],
        "declined": lambda key: [_decide(cohort, "offer", key), offers.decline(key, by=applicant(key))],
        "waitlisted": lambda key: _decide(cohort, "waitlist", key),
        "rejected": lambda key: _decide(cohort, "reject", key),
        "withdrawn": lambda key: withdrawals.withdraw(key, by=applicant(key)),
        "cancelled": lambda key: cancellations.cancel(key, by=COMMAND_LINE, reason="No room."),
    }
    with clock.standing_at(clock.now() - timedelta(days=10)):
        late = a_registration(cohort)
        _decide(cohort, "offer", late.id)
    offers.expire_due()
    yield late.reference, "expired"
    for state, act in acts.items():
        registration = a_registration(cohort)
        reference = registration.reference
        act(registration.id)
        yield reference, state


def _decide(cohort, act, key):
    decisions.decide(cohort, act, {key: read(key).revision}, by=COMMAND_LINE)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("ai/otawa", "The program 'ai' has no cohort 'otawa'; did you mean 'ottawa'?"),
        ("ai/zzz", "The program 'ai' has no cohort 'zzz'."),
        ("aii/ottawa", "There is no program 'aii'; did you mean 'ai'?"),
        ("zzz/ottawa", "There is no program 'zzz'."),
        ("ai/", "The program 'ai' has no cohort ''."),
        ("ottawa", "'ottawa' names no cohort: write PROGRAM/COHORT, such as ai/ottawa-2026."),
    ],
)
def test_what_is_not_there_is_one_line_and_a_failure(run, references, path, sentence):
    result = run(path)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {sentence}\n")


def test_who_reads_only_the_beginning_gets_no_traceback(references, environment):
    command = [sys.executable, "-m", "cohorts", "export", "ai/ottawa"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        said = process.stderr.read()
        process.wait()
    assert (process.returncode, said) == (1, b"")


def test_a_full_disk_is_one_line_and_a_failure(references, environment):
    command = [sys.executable, "-m", "cohorts", "export", "ai/ottawa"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (1, "Error: Cannot write all of it: No space left on device.\n")


def test_names_keep_their_letters_whatever_the_terminal_speaks(app, references, environment):
    with app.app_context():
        register(1, name="Zoë Łukasz 李")
    command = [sys.executable, "-m", "cohorts", "export", "ai/ottawa"]
    done = subprocess.run(command, env={**environment, "PYTHONIOENCODING": "ascii"}, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert ",Zoë Łukasz 李,".encode() in done.stdout


def test_it_has_a_column_for_each_question_and_what_is_sensitive_on_demand(app, references, run):
    with app.app_context():
        form = a_form(1, [written("city"), written("needs", is_sensitive=True),
                          written("topics", "choices", options=options("Health", "Law"))])  # fmt: skip
        answered(1, given(form, {"city": "Ottawa", "needs": "A ramp", "topics": ["law"]}))
    assert run("ai/ottawa").stdout.splitlines()[0].endswith(",registered_at,city,topics")
    assert run("ai/ottawa").stdout.splitlines()[-1].endswith(",Ottawa,Law")
    more = run("ai/ottawa", "--sensitive", "--choices", "columns").stdout.splitlines()
    assert more[0].endswith(",city,needs,topics.health,topics.law")
    assert more[-1].endswith(",Ottawa,A ramp,0,1")


def test_answers_are_in_the_language_that_is_asked_for(app, references, run):
    with app.app_context():
        answered(1, given(a_form(1, [written("sure", "yes_no")]), {"sure": "yes"}))
    assert run("ai/ottawa", "--language", "fr").stdout.splitlines()[-1].endswith(",Oui")


def test_a_workbook_is_written_for_a_file(references, environment, tmp_path):
    command = [sys.executable, "-m", "cohorts", "export", "ai/ottawa", "--format", "xlsx"]
    file = tmp_path / "ottawa.xlsx"
    with file.open("wb") as out:
        done = subprocess.run(command, env=environment, stdout=out, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [row[0] for row in sheets([file.read_bytes()])["Registrations"]] == ["reference", *references]
