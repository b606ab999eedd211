"""`cohorts export PROGRAM/COHORT`."""

import subprocess
import sys
from pathlib import Path

import pytest

from cohorts.cli.exporting import export
from tests.conftest import SECRET
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import register


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
    return lambda path: app.test_cli_runner().invoke(export, [path])


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
    assert header == "reference,state,name,email,organization,language,registered_at"
    assert [line.partition(",")[0] for line in lines] == references


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
