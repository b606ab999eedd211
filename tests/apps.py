"""The application of a test: made once per process, since that costs more than most tests, and begun anew for each."""

from dataclasses import replace

from flask import Flask

from cohorts import create_app
from cohorts.core import engine
from cohorts.extensions import limiter
from cohorts.questions.asking import form_of
from cohorts.settings import Settings
from tests.engines import Engines

SQL = ("SQLALCHEMY_DATABASE_URI", "SQLALCHEMY_ENGINE_OPTIONS")


class Apps:
    """The applications of this process, one for all settings that differ in their database alone."""

    def __init__(self) -> None:
        self.made: dict[Settings, tuple[Flask, dict]] = {}
        self.engines = Engines()

    def on(self, settings: Settings) -> Flask:
        """One with these settings as if it were new: own engine, first configuration, nothing remembered."""
        alike = replace(settings, database_url="", instance="")
        if alike not in self.made:
            app = create_app(settings)
            self.made[alike] = app, dict(app.config)
        app, config = self.made[alike]
        app.config.clear()
        options = engine.options(settings.database, patient=False)
        app.config.update(config, **dict(zip(SQL, (settings.database, options), strict=True)))
        app.instance_path = str(settings.folder)
        app.extensions.pop("cohorts.forms", None)
        app.extensions.pop("cohorts.templates", None)
        # Forms are kept by their numbers, which begin anew with each database.
        form_of.cache_clear()
        limiter.reset()
        self.engines.use(app, settings.database)
        return app
