"""Ready-made forms to begin with, written as the questions of a load file: config/forms."""

import tomllib
from functools import lru_cache

from cohorts.core.errors import Missing
from cohorts.core.paths import folder
from cohorts.core.text import Localized
from cohorts.loading import checks, questions
from cohorts.loading.problems import Problems
from cohorts.loading.tables import Table
from cohorts.questions.wordings import WrittenQuestion

PLAIN = "en"


def names() -> tuple[str, ...]:
    """The forms, as organizers are offered them."""
    return tuple(sorted(path.stem for path in (folder("config") / "forms").glob("*.toml")))


def title_of(name: str) -> Localized:
    """How one is called; raises Missing."""
    return _read(name)[0]


def questions_of(name: str) -> list[WrittenQuestion]:
    """What one asks, ready to `copies.replace`; raises Missing."""
    return list(_read(name)[1])


@lru_cache
def _read(name: str) -> tuple[Localized, tuple[WrittenQuestion, ...]]:
    # Looked for among the names: a name from a request is never a path.
    if name not in names():
        raise Missing
    path = folder("config") / "forms" / f"{name}.toml"
    problems = Problems(path.name)
    whole = Table(tomllib.loads(path.read_text("utf-8")), "", problems)
    title = whole.take("title", checks.localized(checks.line, PLAIN, required=True), {}, required=True)
    cohort = whole.table("cohort", required=True)
    asked = questions.all_of(cohort.tables("question", required=True), PLAIN) if cohort else []
    whole.end()
    problems.raise_if_any()
    return title, tuple(asked)
