"""Chromium for the browser tests: `python -m tests.chromium` finds one, installs one, or says what to do."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SETTING = "COHORTS_TEST_CHROMIUM"
DEBIAN = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
HELP = f"""No Chromium for the browser tests. Install one, then run `make test` again:
  Debian or Ubuntu:  sudo apt-get install chromium
  elsewhere:         .venv/bin/playwright install chromium
or name one with {SETTING}=/path/to/chromium."""


def find() -> Path | None:
    """The first Chromium that starts: the one that is set, Debian's, Playwright's own."""
    return next((path for path in _candidates() if _starts(path)), None)


def main() -> None:
    """Find a Chromium or install one; exit 1 with words when that cannot be done."""
    if find() is None:
        print("Installing Chromium for the browser tests", flush=True)
        _install()
    if find() is None:
        sys.exit(HELP)


def _candidates() -> Iterator[Path]:
    if chosen := os.environ.get(SETTING):
        yield Path(chosen)
        return
    yield from map(Path, DEBIAN)
    yield _of_playwright()


def _of_playwright() -> Path:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _starts(path: Path) -> bool:
    if not path.exists():
        return False
    return subprocess.run([path, "--version"], capture_output=True).returncode == 0


def _install() -> None:
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], env=quiet, stdout=subprocess.DEVNULL)
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


if __name__ == "__main__":
    main()
