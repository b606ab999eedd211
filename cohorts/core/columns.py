"""Column types of our own."""

import zlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, DateTime, LargeBinary, TypeDecorator
from sqlalchemy.engine import Dialect


class Instant(TypeDecorator[datetime]):
    """A moment: aware datetimes in, aware datetimes in UTC out, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a datetime without a zone (ValueError), store the rest as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give UTC back, whatever zone the connection speaks."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class LocalizedText(TypeDecorator[dict[str, str]]):
    """A text by language: `{"en": "…", "fr": "…"}`."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: dict[str, str] | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Store only the languages that have words."""
        return None if value is None else {k: v for k, v in value.items() if v}


class Compressed(TypeDecorator[Any]):
    """Bytes, or a text, that take up less room in the database."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, *, text: bool = False) -> None:
        """`text`: whether it is one."""
        super().__init__()
        self.text = text

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Fast rather than small: it is done while others wait."""
        if value is None:
            return None
        return zlib.compress(value.encode() if self.text else value, 1)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """What it was."""
        if value is None:
            return None
        plain = zlib.decompress(value)
        return plain.decode() if self.text else plain


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """The column holds one of these words; the constraint is called after it."""
    return CheckConstraint("{} IN ({})".format(column, ", ".join(f"'{value}'" for value in values)), name=column)
