"""Filling in forms as a browser without JavaScript does it: every control of the page, with what is typed on top."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart


class Controls(HTMLParser):
    """The controls of the form `answers`: what the browser would send, and where to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.action, self.is_inside, self.area, self.select = "", False, "", ""
        self.is_multipart = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form" and said.get("id") == "answers":
            self.is_inside, self.action = True, said.get("action") or ""
            self.is_multipart = said.get("enctype") == "multipart/form-data"
        name = said.get("name") or ""
        if not self.is_inside or (not name and tag != "option"):
            return
        if tag == "input" and (said.get("type") not in ("checkbox", "radio", "file") or "checked" in said):
            self.sent.append((name, said.get("value") or ""))
        elif tag == "textarea":
            self.area = name
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in said:
            self.sent.append((self.select, said.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent.append((self.area, data.removeprefix("\n")))
            self.area = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        self.area = "" if tag == "textarea" else self.area


def text(page: TestResponse) -> str:
    """The page as text."""
    return unescape(page.get_data(as_text=True))


def send(client: FlaskClient, page: TestResponse, follow: bool = True, **typed: Any) -> TestResponse:
    """Send the form of a page with what is typed; None leaves a control out, a list sends several values.

    `_at` is another address to send it to, as the language link does.
    """
    controls = Controls(page.get_data(as_text=True))
    address = typed.pop("_at", controls.action or page.request.path)
    typed = {name.replace("__", "-"): value for name, value in typed.items()}
    data = MultiDict([pair for pair in controls.sent if pair[0] not in typed])
    for name, value in typed.items():
        for each in value if isinstance(value, list) else [value]:
            if each is not None:
                data.add(name, each)
    body = multipart(data) if controls.is_multipart else {"data": data}
    return client.post(address, follow_redirects=follow, **body)


def multipart(data: MultiDict) -> dict[str, Any]:
    """The body of a form with files: made here, since the client would leave a file of its own open."""
    pairs = data.items(multi=True)
    files = [(name, FileStorage(*value) if isinstance(value, tuple) else value) for name, value in pairs]
    boundary, body = encode_multipart(MultiDict(files))
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def title(page: TestResponse) -> str:
    """The heading of a page."""
    found = re.search(r"<h1>(.*?)</h1>", text(page), re.DOTALL)
    return found[1].strip() if found else ""
