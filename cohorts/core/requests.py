"""What a request may weigh: a body too large or with thousands of fields is refused, in words that arrive."""

import time
from io import BytesIO
from typing import IO, Any
from urllib.parse import parse_qsl

from flask import Request as FlaskRequest
from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

MOST_FIELDS = 500
# What is read and thrown away of a body that is refused, and for how long.
MOST_THROWN, SECONDS_THROWING, AT_ONCE = 200_000_000, 20.0, 65_536


def allow(more_bytes: int) -> None:
    """Let this request's body be larger by so many bytes of files; call it before its form is read."""
    request.max_content_length = current_app.config["MAX_CONTENT_LENGTH"] + more_bytes


class _Parser(FormDataParser):
    """Werkzeug's parser lets any number of fields through, and bytes that are no text."""

    def _parse_urlencoded(self, stream: IO[bytes], *_: Any) -> Any:
        body = stream.read(self.max_form_memory_size or -1)
        if body.count(b"&") >= MOST_FIELDS or stream.read(1):
            raise RequestEntityTooLarge
        items = parse_qsl(body.decode("ascii", "replace"), keep_blank_values=True, errors="replace")
        return BytesIO(), self.cls(items), self.cls()


class Request(FlaskRequest):
    """Flask's request with a limit on the number of fields."""

    form_data_parser_class = _Parser
    max_form_parts = MOST_FIELDS

    def _load_form_data(self) -> None:
        try:
            super()._load_form_data()
        except RequestEntityTooLarge:
            _throw_away(self.environ)
            raise


def _throw_away(environ: dict[str, Any]) -> None:
    # A browser that is still sending when its connection ends shows an error of its own, not our page.
    if not environ.get("wsgi.input_terminated"):
        return
    give_up, left = time.monotonic() + SECONDS_THROWING, MOST_THROWN
    while left > 0 and time.monotonic() < give_up and (data := environ["wsgi.input"].read(AT_ONCE)):
        left -= len(data)
