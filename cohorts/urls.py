"""The one table of blueprints, prefixes and audiences."""

from flask import Flask

from cohorts.organizer import blueprint as organizer
from cohorts.public import blueprint as public
from cohorts.public import site

TABLE = (
    # blueprint, prefix, audience
    (site, "", "everybody"),
    (public, "/<any(en, fr):language>", "visitors and applicants"),
    (organizer, "/organizer", "organizers"),
)


def init(app: Flask) -> None:
    """Register every blueprint under its prefix."""
    for blueprint, prefix, _audience in TABLE:
        app.register_blueprint(blueprint, url_prefix=prefix or None)
