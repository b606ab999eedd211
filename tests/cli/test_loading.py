"""`cohorts load FILE.toml`."""

from pathlib import Path

import pytest

from cohorts.cli.loading import load
from tests.loading.files import GOOD, changed


@pytest.fixture
def run(app, tmp_path):
    """Runs the command on the test's application, with a file of this content."""

    def run(content: str | bytes):
        path = tmp_path / "file.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return app.test_cli_runner().invoke(load, [str(path)])

    return run


def test_it_prints_a_line_for_each_thing(run):
    assert run(GOOD).output.splitlines() == [
        "institution: created",
        "program ai-policy: created",
        "cohort ai-policy/ottawa: created",
        "cohort ai-policy/online: created",
    ]
    again = run(GOOD)
    assert (again.exit_code, {line.split(": ")[1] for line in again.output.splitlines()}) == (0, {"unchanged"})


def test_mistakes_go_to_the_error_stream_one_a_line(run, tmp_path):
    told = run(changed("capacity = 5", 'capacity = "5"', changed("capacity = 30", "capactiy = 30")))
    file = tmp_path / "file.toml"
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.splitlines() == [
        f"{file}: cohort[1].capactiy: unknown key; did you mean 'capacity'?",
        f"{file}: cohort[2].capacity: must be a whole number, not a string",
    ]


def test_a_file_written_on_windows_loads(run):
    assert run(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()).exit_code == 0
    assert "changed" not in {line.split(": ")[1] for line in run(GOOD).output.splitlines()}


def test_a_file_that_is_not_utf_8_is_told_with_its_line(run):
    told = run("\n\ntitle = 'é'".encode("latin-1"))
    assert told.exit_code == 1
    assert told.stderr.endswith("file.toml, line 3: is not UTF-8\n")


def test_a_missing_file_is_told(app, tmp_path: Path):
    told = app.test_cli_runner().invoke(load, [str(tmp_path / "none.toml")])
    assert (told.exit_code, told.stderr) == (1, f"Error: {tmp_path / 'none.toml'}: No such file or directory\n")
