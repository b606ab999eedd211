"""Numbers as people read them."""

from decimal import Decimal

NO_BREAK = "\u00a0"


def number(value: int, language: str) -> str:
    """`12,345` in English, `12 345` (no-break space) in French."""
    grouped = f"{value:,}"
    return grouped.replace(",", NO_BREAK) if language == "fr" else grouped


def decimal(value: float, language: str) -> str:
    """`1,250.5` in English, `1 250,5` (no-break space) in French; `12` where nothing stands behind the point."""
    whole, point, rest = f"{Decimal(repr(float(value))):f}".partition(".")
    minus, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    rest = rest.rstrip("0")
    behind = ("," if language == "fr" else ".") + rest if point and rest else ""
    return f"{minus}{number(int(digits), language)}{behind}"


def percent(part: int, whole: int, language: str) -> str:
    """`62%` in English, `62 %` (no-break space) in French; a dash where there is nothing to take a share of."""
    if not whole:
        return "–"
    return f"{round(100 * part / whole)}{NO_BREAK if language == 'fr' else ''}%"


def plain(value: float) -> str:
    """`1250.5`, `12`: as machines read it."""
    written = f"{Decimal(repr(float(value))):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
