"""What a request may weigh: a body too large or with thousands of fields is refused at once."""

from io import BytesIO
from typing import IO, Any

from flask import Request as FlaskRequest
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

MOST_FIELDS = 500


class _Parser(FormDataParser):
    """Werkzeug's parser counts the parts of a multipart body only; this counts fields of the other kind."""

    def _parse_urlencoded(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Any:
        body = stream.read()
        if body.count(b"&") >= MOST_FIELDS:
            raise RequestEntityTooLarge
        return super()._parse_urlencoded(BytesIO(body), mimetype, len(body), options)


class Request(FlaskRequest):
    """Flask's request with a limit on the number of fields."""

    form_data_parser_class = _Parser
    max_form_parts = MOST_FIELDS
