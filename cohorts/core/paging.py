"""One page of a long list."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from cohorts.core.database import db

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """The items of a page, and where it stands in the whole."""

    items: list[T]
    number: int
    size: int
    total: int

    @property
    def first(self) -> int:
        """The place of its first item, from 1; 0 where there is none."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The place of its last item."""
        return (self.number - 1) * self.size + len(self.items)

    @property
    def previous(self) -> int | None:
        """The number of the page before, if any."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, if any."""
        return self.number + 1 if self.last < self.total else None


def paged(query: Select[Any], number: int, size: int = 50) -> Page[Any]:
    """That page of the rows that a select of one entity finds; a page beyond the end is empty."""
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = max(1, min(number, 1_000_000))
    items = list(db.session.scalars(query.limit(size).offset((number - 1) * size)))
    return Page(items, number, size, total)
