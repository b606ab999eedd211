"""An organizer's browser without JavaScript: opens pages, fills in their forms, presses their buttons."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cohorts.accounts import sign_in, users
from cohorts.activity.actors import COMMAND_LINE

ADDRESS = "rene@boreal.example"


class Forms(HTMLParser):
    """The POST forms of a page: where each goes and what it carries when nothing is changed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, object]]] = []
        self.fields: dict[str, object] | None = None
        self.select = self.area = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.fields = {} if said.get("method") == "post" else None
            if self.fields is not None:
                self.found.append((said.get("action") or "", self.fields))
        elif self.fields is not None:
            self._control(tag, said)

    def _control(self, tag, said):
        name = said.get("name")
        if tag == "input" and said.get("type") in ("checkbox", "radio"):
            if "checked" in said:
                self.fields.setdefault(name, []).append(said["value"])
        elif tag == "input" and name:
            self.fields[name] = said.get("value") or ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in said:
            self.fields[self.select] = said["value"]
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.fields[self.area] = self.fields[self.area].removeprefix("\n")
            self.area = ""
        elif tag == "form":
            self.fields = None


class Desk:
    """A browser in which an organizer is, or is not, signed in."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def text(self, path: str) -> str:
        response = self.client.get(path)
        assert response.status_code == 200, response.status
        return response.text

    def fields(self, path: str, action: str = "") -> dict[str, object]:
        """What the form that goes to `action` (its own page: "") carries."""
        return next(fields for goes_to, fields in Forms(self.text(path)).found if goes_to == action)

    def send(self, path: str, **changes: object) -> TestResponse:
        """Fill in the form of a page and send it."""
        return self.client.post(path, data={**self.fields(path), **changes})

    def press(self, page: str, action: str, **values: object) -> TestResponse:
        """Press a button of a page that acts at once."""
        return self.client.post(action, data={**self.fields(page, action), **values})


def link_of(app: Flask, email: str = ADDRESS, name: str = "René Cardinal") -> str:
    """The path of a fresh sign-in link of an organizer, made if need be."""
    with app.app_context():
        if users.with_address(email) is None:
            users.create(by=COMMAND_LINE, email=email, name=name, is_admin=True)
        return urlsplit(sign_in.make_link(email)).path


def signed_in(app: Flask, email: str = ADDRESS) -> Desk:
    """A new browser in which this organizer has signed in."""
    desk = Desk(app.test_client())
    response = desk.send(link_of(app, email))
    assert response.status_code == 302, response.status
    return desk
