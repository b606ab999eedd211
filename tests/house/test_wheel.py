"""The wheel, installed in a bare environment away from the checkout, does the main job."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.processes import Installation
from tests.servers.smtp import Server
from tests.servers.visitor import Visitor

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).parent / "uv"
COHORT = Path(__file__).parent / "wheel.toml"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare environment with the wheel and its pins."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    run(sys.executable, "-m", "venv", "--without-pip", "bare", cwd=folder)
    into = [str(UV), "pip", "install", "--quiet", "--python", str(folder / "bare")]
    run(*into, "--require-hashes", "-r", str(ROOT / "config" / "requirements.txt"), cwd=folder)
    run(*into, "--no-deps", *map(str, folder.glob("*.whl")), cwd=folder)
    return folder / "bare"


def test_the_installed_wheel_registers_a_person_and_sends_the_confirmation(
    bare: Path, tmp_path: Path, smtp: Server
) -> None:
    site = Installation(
        tmp_path,
        [str(bare / "bin" / "cohorts")],
        cwd=tmp_path,
        COHORTS_ENVIRONMENT="production",
        COHORTS_SECRET_KEY="QpL9v7mJ2sXw4ZrT8yBn1KdHf6GcVe3u-wheel",
        COHORTS_MAIL_SERVER="127.0.0.1",
        COHORTS_MAIL_PORT=str(smtp.port),
        COHORTS_MAIL_USE_TLS="false",
        COHORTS_MAIL_SENDER="cohorts@example.org",
    )
    site.run("db", "upgrade")
    assert "created" in site.run("load", str(COHORT))
    site.start("serve")
    try:
        site.wait_until(site.is_healthy, "serving")
        result = register(Visitor(site.port))
        [mail] = smtp.handler.wait(1)
    finally:
        site.end()
    assert 'data-state="confirmed"' in result
    assert mail.recipients == ("amelie@example.org",)
    assert [part.get_content_type() for part in mail.message.iter_attachments()] == ["text/calendar"]


def register(visitor: Visitor) -> str:
    address = "/en/programs/ai/ottawa/register"
    person = {"name": "Amélie Tremblay", "email": "amelie@example.org", "organization": "", "language": "fr"}
    sent = visitor.post(address, {**visitor.get(address).hidden, **person, "privacy": "y"})
    page = visitor.get(sent.headers["Location"])
    visitor.close()
    return page.text


def run(*command: str, cwd: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
