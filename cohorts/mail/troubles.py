"""What went wrong on the way to the mail server, in a sentence for people: its own answers stay as they are."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

# Looked for in what the net, the encryption or Python said, in their order.
_KNOWN: tuple[tuple[re.Pattern[str], Any], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"connection refused|\[Errno (?:111|61|10061)\]",
         _l("The mail server cannot be reached (connection refused).")),
        (r"name or service not known|nodename nor servname|name resolution|no address associated|getaddrinfo",
         _l("The mail server cannot be found: nothing has its name.")),
        (r"network is unreachable|no route to host|host is (?:down|unreachable)",
         _l("The mail server cannot be reached (no way there through the network).")),
        (r"timed out|timeout", _l("The mail server does not answer in time.")),
        (r"certificate", _l("The mail server’s certificate cannot be trusted, so nothing is sent to it.")),
        (r"STARTTLS extension not supported|wrong_version_number|\bSSL\b|\bTLS\b",
         _l("No encrypted connection to the mail server can be made.")),
        (r"unexpectedly closed|reset by peer|broken pipe|not connected|run connect|aborted",
         _l("The mail server broke the connection off.")),
    )
)  # fmt: skip
OF_THE_SYSTEM = re.compile(r"\[Errno -?\d+\]")
OF_THE_SERVER = re.compile(r"[2-5]\d\d\b")


def sentence(answer: str | None) -> str:
    """What an answer means, where it is none of the server's own; empty where there is nothing to say."""
    if not answer or OF_THE_SERVER.match(answer):
        return ""
    found = next((words for pattern, words in _KNOWN if pattern.search(answer)), None)
    if found is not None:
        return str(found)
    return str(gettext("The mail server cannot be reached.")) if OF_THE_SYSTEM.match(answer) else ""
