"""The engine of a test: statements are compiled once per process, since that costs more than running them."""

from typing import Any

from flask import Flask
from sqlalchemy import Engine, create_engine, event, make_url

from cohorts.core import engine
from cohorts.core.database import db

# All statements of the site, in every form that tests give them.
STATEMENTS = 5_000


class Engines:
    """The engines of this process, one for each kind of database."""

    def __init__(self) -> None:
        self.made: dict[str, Engine] = {}
        self.file = ""

    def use(self, app: Flask, url: str) -> None:
        """Give the app an engine as if it were new: no connections, no listeners of other tests."""
        address = make_url(url)
        kind = address.drivername if address.drivername.startswith("sqlite") else url
        self.file = address.database or ""
        with app.app_context():
            db.engine.dispose()
            if kind not in self.made:
                db.engines[None] = self.made[kind] = self._make(url)
                engine.init(app)
                self._change(self.made[kind])
            self.made[kind].dispose()
            # It has the pool and the compiled statements of the first, and listeners of its own.
            db.engines[None] = self.made[kind].execution_options()
            db.engine.url = address

    def _make(self, url: str) -> Engine:
        return create_engine(url, **engine.options(url, patient=False), query_cache_size=STATEMENTS)

    def _change(self, made: Engine) -> None:
        """Let SQLite open the file of the test, and wait for no disk: like our PostgreSQL, it outlives no run."""
        if made.dialect.name == "sqlite":
            event.listen(made.dialect, "do_connect", self._open)
            event.listen(made, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))

    def _open(self, _dialect: object, _record: object, arguments: list[Any], _options: object) -> None:
        arguments[0] = self.file
