"""The one table of blueprints, prefixes and audiences."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from cohorts.organizer import blueprint as organizer
from cohorts.public import blueprint as public
from cohorts.public import site

TABLE = (
    # blueprint, prefix, audience
    (site, "", "everybody"),
    (public, "/<any(en, fr):language>", "visitors and applicants"),
    (organizer, "/organizer", "organizers"),
)


class RowNumber(IntegerConverter):
    """The number of a row; what no database can hold is at no address."""

    regex = r"\d{1,10}"

    def __init__(self, url_map: Map) -> None:
        """Up to what a column of whole numbers holds."""
        super().__init__(url_map, max=2**31 - 1)


def init(app: Flask) -> None:
    """Register every blueprint under its prefix."""
    app.url_map.converters["int"] = RowNumber
    for blueprint, prefix, _audience in TABLE:
        app.register_blueprint(blueprint, url_prefix=prefix or None)
