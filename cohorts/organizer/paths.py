"""Where to go on to: only to our own pages, whatever an address claims."""

from urllib.parse import urlsplit


def own_path(asked: str | None) -> str | None:
    """The path, where it is one of the organizers' pages; else None."""
    if not asked or not asked.startswith("/organizer/") or set(asked) & set("\\\r\n\t"):
        return None
    parts = urlsplit(asked)
    return None if parts.scheme or parts.netloc or parts.path.startswith("/organizer/sign-") else asked
