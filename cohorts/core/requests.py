"""What a request may weigh: a body too large or with thousands of fields is refused at once."""

from io import BytesIO
from typing import IO, Any
from urllib.parse import parse_qsl

from flask import Request as FlaskRequest
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

MOST_FIELDS = 500


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
