"""Components alone: the project's templates in a bare Flask application, in English."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask_babel import Babel
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from cohorts.core import assets, languages, numbers, when
from cohorts.core.paths import folder
from cohorts.core.text import words


class Answers(Form):
    """One field of each kind."""

    name = StringField("Full name")
    about = TextAreaField("About you")
    language = RadioField("Language", choices=[SelectChoice("en", "English"), SelectChoice("fr", "Français")])
    needs = SelectMultipleField("Needs", choices=[SelectChoice("step", "Step-free"), SelectChoice("sign", "Signs")])
    privacy = BooleanField("I agree")
    website = StringField("Website")
    key = HiddenField(default="once")

    @property
    def problems(self) -> Iterator[tuple[str, str]]:
        """As the forms of the site give them."""
        return iter([(field.id, error) for field in self for error in field.errors])


@pytest.fixture
def form() -> Answers:
    """An empty form."""
    return Answers()


@pytest.fixture
def bare() -> Flask:
    """An application that has templates and nothing else."""
    app = Flask("bare", static_folder=None, template_folder=str(folder("templates")))
    app.secret_key = "for flashes"
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app)
    assets.init(app)
    app.jinja_env.globals.update(
        when=when,
        number=lambda value: numbers.number(value, "en"),
        percent=lambda part, whole: numbers.percent(part, whole, "en"),
        text=lambda localized: words(localized, languages.current()),
    )
    return app


@pytest.fixture
def draw(bare: Flask) -> Callable[..., str]:
    """The HTML of a call of a component: `draw("tag", "tag('Open')")`, on one line."""

    def drawn(component: str, call: str, path: str = "/", **context: object) -> str:
        imports = f'{{% from "components/{component}.html" import {call.split("(")[0].split()[-1]} %}}'
        source = call if call.startswith("{%") else f"{{{{ {call} }}}}"
        with bare.test_request_context(path):
            html = bare.jinja_env.from_string(imports + source).render(context)
        return re.sub(r"[ \n]+", " ", html).strip()

    return drawn
