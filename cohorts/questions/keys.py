"""Keys of questions, made from labels or other keys."""

import re
from collections.abc import Collection

from cohorts.core.text import fold
from cohorts.questions import rules

LONGEST = 40


def free(wanted: str, taken: Collection[str]) -> str:
    """A key that is none of these and no column of an export, made from this label or key."""
    used = {*taken, *rules.RESERVED}
    plain = re.sub(r"[^a-z0-9]+", "_", fold(wanted)).strip("_")[:LONGEST].strip("_")
    stem = plain if plain[:1].isalpha() else f"q_{plain}".rstrip("_")
    root = re.sub("_[0-9]+$", "", stem)
    numbered = (stem if n == 1 else f"{root}_{n}" for n in range(1, len(used) + 3))
    return next(key for key in numbered if key not in used)
