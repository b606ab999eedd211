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
COHORT = """
[institution]
name = "Institute"
address = "1 Main Street, Ottawa"
contact = "hello@example.org"
website = "https://example.org"
privacy_notice = "We keep what you tell us until the cohort is over."

[program]
slug = "ai"
title = { en = "Understanding AI", fr = "Comprendre l’IA" }
summary = "Two days for people who write policy."
description = "What a model is."
languages = ["en", "fr"]
contact = "hello@example.org"

[[cohort]]
slug = "ottawa"
title = "Ottawa"
summary = "Two days in Ottawa."
description = "Bring a question."
timezone = "America/Toronto"
venue = { name = "Bayview Yards", street = "7 Bayview Station Road", city = "Ottawa", region = "Ontario", country = "CA" }
capacity = 2
registration_opens = 2020-01-01T09:00:00
registration_closes = 2099-11-01T17:00:00
status = "published"

[[cohort.session]]
title = "Day one"
starts = 2099-11-28T09:00:00
ends = 2099-11-28T17:00:00
"""


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
    (tmp_path / "ai.toml").write_text(COHORT, "utf-8")
    site.run("db", "upgrade")
    assert "created" in site.run("load", "ai.toml")
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
