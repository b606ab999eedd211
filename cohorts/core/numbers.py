"""Numbers as people read them."""

NO_BREAK = "\u00a0"


def number(value: int, language: str) -> str:
    """`12,345` in English, `12 345` (no-break space) in French."""
    grouped = f"{value:,}"
    return grouped.replace(",", NO_BREAK) if language == "fr" else grouped
