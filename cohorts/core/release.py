"""Which release this is: pages and assets are new when it is."""

import hashlib
from pathlib import Path

from cohorts.core.paths import PACKAGE, folder

VERSION = "0.1.0"


def _newest_change() -> str:
    # In a checkout the version stays while files change, so their times count too.
    files: list[Path] = [*PACKAGE.rglob("*.*"), *folder("templates").rglob("*.html")]
    times = "".join(str(path.stat().st_mtime_ns) for path in sorted(files) if path.suffix != ".pyc")
    return hashlib.sha256(times.encode()).hexdigest()[:8]


NAME = f"{VERSION}-{_newest_change()}"
