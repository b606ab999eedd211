"""Extensions: made once, bound in create_app."""

from functools import cached_property

from flask import Flask
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate

from cohorts.core import languages
from cohorts.core.catalogue import Catalogue
from cohorts.core.database import db
from cohorts.core.paths import folder
from cohorts.mail.connection import Mail
from cohorts.settings import Settings


class Words(Babel):  # type: ignore[misc]
    """Flask-Babel with our catalogue."""

    @cached_property
    def domain_instance(self) -> Catalogue:
        """The one domain of words."""
        return Catalogue()


mail = Mail()
babel = Words()
migrate = Migrate()
login = LoginManager()
limiter = Limiter(get_remote_address, strategy="moving-window", storage_uri="memory://")


def init(app: Flask, settings: Settings) -> None:
    """Bind all extensions to this app."""
    db.init_app(app)
    mail.init_app(app)
    babel.init_app(app, locale_selector=lambda: languages.LOCALES[languages.current()])
    migrate.init_app(app, db, directory=str(folder("migrations")), render_as_batch=True, compare_type=True)
    # Templates get `signed_in` where it matters: who is signed in is looked up on organizers' pages only.
    login.init_app(app, add_context_processor=False)
    app.config["RATELIMIT_ENABLED"] = settings.ratelimit_enabled
    limiter.init_app(app)
