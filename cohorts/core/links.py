"""Whole addresses for mails and calendars: from the base URL, never from what a request claims."""

from typing import Any

from flask import current_app


def absolute(endpoint: str, **values: Any) -> str:
    """The address of an endpoint under COHORTS_BASE_URL; works outside a request too."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return str(current_app.config["BASE_URL"]).rstrip("/") + path


def webcal(address: str) -> str:
    """An address as calendars take it: they subscribe to it, where they would fetch a file once."""
    return "webcal://" + address.partition("://")[2]
