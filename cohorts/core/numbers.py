"""Numbers as people read them."""

NO_BREAK = "\u00a0"


def number(value: int, language: str) -> str:
    """`12,345` in English, `12 345` (no-break space) in French."""
    grouped = f"{value:,}"
    return grouped.replace(",", NO_BREAK) if language == "fr" else grouped


def percent(value: int, language: str) -> str:
    """`62%` in English, `62 %` (no-break space) in French."""
    return f"{value}{NO_BREAK}%" if language == "fr" else f"{value}%"
