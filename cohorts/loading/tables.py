"""A TOML table that is read key by key, and knows in the end which keys nobody asked for."""

from collections.abc import Callable
from typing import Any

from cohorts.core.text import did_you_mean
from cohorts.loading.checks import Wrong, kind
from cohorts.loading.problems import Problems


class Table:
    """One table, and its place in the file."""

    def __init__(self, values: dict[str, Any], place: str, problems: Problems) -> None:
        """`place` is its key, empty for the whole file."""
        self.values, self.place, self.problems = values, place, problems
        self.asked: set[str] = set()
        self.wrong: set[str] = set()
        self.missing: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def take(self, key: str, check: Callable[[Any], Any], default: Any = None, *, required: bool = False) -> Any:
        """The value as its check gives it; the default where it is missing, or wrong, which is noted."""
        self.asked.add(key)
        if key not in self.values:
            self.missing += [key] if required else []
            return default
        try:
            return check(self.values[key])
        except Wrong as wrong:
            self.note(f"{key}.{wrong.within}" if wrong.within else key, str(wrong))
            return default

    def table(self, key: str, *, required: bool = False) -> "Table | None":
        """The table under this key."""
        place = self.where(key)
        found: Table | None = self.take(key, lambda value: self._inner(key, place, value), required=required)
        return found

    def tables(self, key: str, *, required: bool = False) -> list["Table"]:
        """The tables under this key, numbered from 1."""
        found: list[Table] = self.take(key, lambda value: self._numbered(key, value), [], required=required)
        return found

    def end(self) -> None:
        """Note what is missing, and what nobody asked for; a slip of the finger is told once."""
        for key in [each for each in self.values if each not in self.asked]:
            near = did_you_mean(key, self.asked - self.values.keys()) or did_you_mean(key, self.asked)
            self.note(key, "unknown key" + (f"; did you mean {near!r}?" if near else ""))
            self.missing = [each for each in self.missing if each != near]
        for key in self.missing:
            self.note(key, "is missing")

    def note(self, key: str, sentence: str) -> None:
        """Note a problem of one of its keys."""
        self.wrong.add(key.partition(".")[0])
        self.problems.note(self.where(key), sentence)

    def where(self, key: str) -> str:
        """The whole path of one of its keys."""
        return f"{self.place}.{key}" if self.place else key

    def _inner(self, key: str, place: str, value: Any) -> "Table":
        if not isinstance(value, dict):
            how = f"; write [{key}], once" if isinstance(value, list) else ""
            raise Wrong(f"must be a table, not {kind(value)}{how}")
        return Table(value, place, self.problems)

    def _numbered(self, key: str, value: Any) -> list["Table"]:
        if not isinstance(value, list):
            how = f"; write [[{key}]]" if isinstance(value, dict) else ""
            raise Wrong(f"must be a list of tables, not {kind(value)}{how}")
        return [self._inner(key, f"{self.where(key)}[{number}]", each) for number, each in enumerate(value, 1)]
