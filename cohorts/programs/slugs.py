"""Slugs: a program's or cohort's word in an address."""

import re

FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 60
# These words have a page of their own at the same place.
RESERVED = frozenset({"new", "edit", "publication", "archive", "cohorts", "form", "templates"})


def is_well_formed(slug: str) -> bool:
    """Whether it is made of small letters, digits and single hyphens."""
    return len(slug) <= LONGEST and FORM.fullmatch(slug) is not None


def is_free(slug: str) -> bool:
    """Whether no page of ours has this word."""
    return slug not in RESERVED
