"""Cohorts: registration for programs that run in cohorts."""

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from cohorts import settings as settings_module
from cohorts.core.paths import folder
from cohorts.core.requests import Request
from cohorts.settings import Settings


def create_app(settings: Settings | None = None, *, patient: bool = False) -> Flask:
    """The application; `patient` for the worker and the command line, which wait longer for the database."""
    settings = settings or settings_module.load()
    settings.folder.mkdir(parents=True, exist_ok=True)
    app = Flask(
        __name__,
        static_folder=None,
        template_folder=str(folder("templates")),
        instance_path=str(settings.folder),
    )
    app.request_class = Request
    app.config.update(_configuration(settings, patient=patient))
    _bind(app, settings)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _bind(app: Flask, settings: Settings) -> None:
    # Here and not above: these modules import the models, which `settings` and `paths` must not need.
    from cohorts import extensions, pages, urls
    from cohorts.core import assets, engine

    extensions.init(app, settings)
    engine.init(app)
    assets.init(app)
    pages.init(app)
    urls.init(app)


def _configuration(settings: Settings, *, patient: bool) -> dict[str, Any]:
    from cohorts.core import engine

    keys = settings.secret_keys or [""]
    return {
        "ENVIRONMENT": settings.environment,
        "BASE_URL": settings.base_url,
        "PATIENCE": 30.0 if patient else 5.0,
        "SECRET_KEY": keys[0],
        "SECRET_KEY_FALLBACKS": keys[1:],
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": engine.options(settings.database, patient=patient),
        "MAX_CONTENT_LENGTH": settings.max_body,
        "MAX_FORM_MEMORY_SIZE": settings.max_body,
        "MAX_UPLOAD": settings.max_upload,
        "UPLOADS_PER_FORM": settings.uploads_per_form,
        "UPLOADS_PER_SENDER": settings.uploads_per_sender,
        "UPLOADS_UNCLAIMED": settings.uploads_unclaimed,
        "CLAMD": settings.clamd,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.https else "session",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # A cookie is set when it changes, never with a style sheet that others keep.
        "SESSION_REFRESH_EACH_REQUEST": False,
        "HTTPS": settings.https,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_ENABLED": settings.ratelimit_enabled,
        "MAIL_SERVER": settings.mail_server,
        "MAIL_PORT": settings.mail_port,
        "MAIL_USERNAME": settings.mail_username or None,
        "MAIL_PASSWORD": settings.mail_password or None,
        "MAIL_USE_TLS": settings.mail_use_tls,
        "MAIL_USE_SSL": settings.mail_use_ssl,
        "MAIL_DEFAULT_SENDER": settings.mail_sender,
        "MAIL_PER_MINUTE": settings.mail_per_minute,
    }
