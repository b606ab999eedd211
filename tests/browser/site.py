"""A whole site for the browser: web server and worker, the demo, a cohort for each journey, a mail server."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.servers.processes import Installation
from tests.servers.smtp import Mail, Mailbox, Server

LINK = re.compile(r"http://\S+/registrations/link/[^\s)>]+")
NEXT_YEAR = date.today().year + 1  # noqa: DTZ011 - any day of the coming year will do
ZONES = ("America/Toronto", "America/St_Johns", "Asia/Kathmandu", "Europe/Paris")
PROGRAM = """
[program]
slug = "clocks"
title = { en = "Clocks", fr = "Les horloges" }
languages = ["en", "fr"]
contact = "clocks@boreal.example"
"""
COHORT = """
[[cohort]]
slug = "SLUG"
title = { en = "TITLE", fr = "TITLE" }
timezone = "ZONE"
capacity = 2
registration_opens = 2020-01-01T09:00:00
status = "published"
venue = { name = "Bayview Yards", city = "Ottawa", country = "CA" }
SESSIONS
"""


class Site:
    """A running site; `mails` are those that its mail server was given."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.mailbox = Mailbox()
        self.smtp = Server(self.mailbox)
        self.installation = Installation(
            folder,
            COHORTS_MAIL_SERVER="127.0.0.1",
            COHORTS_MAIL_PORT=str(self.smtp._socket.getsockname()[1]),
            COHORTS_MAIL_USE_TLS="false",
            COHORTS_MAIL_SENDER="cohorts@boreal.example",
            COHORTS_RATELIMIT_ENABLED="false",
            **environment,
        )
        self.root = f"http://127.0.0.1:{self.installation.port}"

    def start(self) -> None:
        """Make the database, load the demo and the journeys, serve."""
        run = self.installation.run
        self.smtp.start()
        run("db", "upgrade")
        run("demo")
        file = self.installation.folder / "journeys.toml"
        file.write_text(PROGRAM + "".join(map(cohort, ZONES)), "utf-8")
        run("load", str(file))
        for language in ("en", "fr"):
            run("user", "create", "--email", f"{language}@boreal.example", "--language", language, "--admin")
        self.installation.start("serve")
        self.installation.wait_until(self.installation.is_healthy, "serving")

    def end(self) -> None:
        """Stop everything."""
        self.installation.end()
        self.smtp.stop()

    def sign_in_link(self, language: str = "en") -> str:
        """A one-time link of an organizer who reads this language."""
        return self.installation.run("user", "link", f"{language}@boreal.example").strip()

    def mails_to(self, address: str, count: int = 1) -> list[Mail]:
        """The mails to an address, as soon as there are `count`."""
        mails = self.mailbox.wait(0)
        while len(found := [mail for mail in mails if address in mail.recipients]) < count:
            mails = self.mailbox.wait(len(mails) + 1)
        return found


def cohort(zone: str) -> str:
    """A cohort of two seats as a load file says it."""
    sessions = "".join(
        f"[[cohort.session]]\nstarts = {at.isoformat()}\nends = {_end(at)}\n" for at in local_starts(zone)
    )
    said = {"SLUG": slug(zone), "TITLE": zone.rpartition("/")[2].replace("_", " "), "ZONE": zone, "SESSIONS": sessions}
    text = COHORT
    for word, value in said.items():
        text = text.replace(word, value)
    return text


def slug(zone: str) -> str:
    """The slug of the cohort in this zone."""
    return zone.rpartition("/")[2].replace("_", "-").lower()


def local_starts(zone: str) -> list[datetime]:
    """The session's days: the Saturday before the clocks change and that Sunday, where they do."""
    sunday = _sunday(date(NEXT_YEAR, *(3, 25) if zone.startswith("Europe") else (11, 1)))
    return [datetime.combine(day, time(9)) for day in (sunday - timedelta(days=1), sunday)]


def starts(zone: str) -> list[datetime]:
    """The instants at which the sessions start."""
    return [start.replace(tzinfo=ZoneInfo(zone)) for start in local_starts(zone)]


def own_link(mail: Mail) -> str:
    """The applicant's own link in a mail."""
    body = mail.message.get_body(("plain",))
    assert body is not None
    # Others lead further, such as to what the cohort asks once the seat is sure.
    return min(LINK.findall(body.get_content()), key=len)


def _end(start: datetime) -> str:
    return (start + timedelta(hours=3)).isoformat()


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
