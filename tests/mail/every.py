"""Every kind of mail, each written by the verb that writes it; their parts and links."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape

import pytest
from sqlalchemy import select

from cohorts.accounts import sign_in, users
from cohorts.activity.actors import COMMAND_LINE
from cohorts.broadcasts import notices, scheduled, schedules, telling
from cohorts.core import clock, tokens
from cohorts.core.database import db
from cohorts.core.paths import folder
from cohorts.mail.models import Message
from cohorts.programs.details import SessionDetails
from cohorts.programs.models import Cohort
from cohorts.registrations import answer_copies, completions, drafts, finding
from cohorts.registrations.errors import AlreadyRegistered
from tests.factories.answers import answered
from tests.factories.broadcasts import a_draft, sent
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort, details
from tests.factories.registrations import register
from tests.registrations.day import everything

# The command line sends `test` itself; a broadcast has no words of its own.
KINDS = {path.name.split(".")[0] for path in (folder("templates") / "mail").glob("*.md")} - {"footer", "test"}
ALL = KINDS | {"broadcast"}
AS_IT_IS = ("id", "starts_at", "ends_at", "title", "place")
LINK = re.compile(r"(?:https?|webcal)://[^\s<>()\"']+")
HREF = re.compile(r'href="((?:https?|webcal):[^"]+)"')


def write_all(language: str) -> dict[str, Message]:
    """The first mail of each kind, in this language."""
    everything(language=language)
    _to_many(language)
    _write_to_the_line(language)
    _about_answers(language)
    user = f"rene.{language}@boreal.example"
    users.create(by=COMMAND_LINE, email=user, name="René", language=language, is_admin=True)
    sign_in.request_link(user, ip="192.0.2.7")
    db.session.expire_all()
    query = select(Message).where(Message.language == language).order_by(Message.id.desc())
    return {message.kind: message for message in db.session.scalars(query)}


def parsed(message: Message) -> EmailMessage:
    """Its bytes, read."""
    assert message.body is not None
    return message_from_bytes(message.body, policy=policy.default)


def part(message: Message, subtype: str) -> str:
    """One of its two parts."""
    found = parsed(message).get_body((subtype,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


def links(message: Message) -> set[str]:
    """All addresses in it that lead to us."""
    found = {*LINK.findall(part(message, "plain")), *map(unescape, HREF.findall(part(message, "html")))}
    found |= set(LINK.findall(str(parsed(message).get("List-Unsubscribe", ""))))
    return {link for link in found if link.split("://")[1].startswith("localhost")}


def _to_many(language: str) -> None:
    cohort = a_cohort(capacity=9)
    person = answered(cohort, {}, language=language)
    for kind, amount in (("reminder", 3), ("thanks", 1)):
        schedules.add(cohort, kind=kind, amount=amount, unit="days", by=COMMAND_LINE)
    _change_the_venue(cohort)
    for moment in _moments(person.cohort.starts_at):
        with clock.standing_at(moment):
            schedules.fire_due()
            while scheduled.write_some() or telling.begin_due() or telling.write_some():
                pass


def _write_to_the_line(language: str) -> None:
    # Who waits is written to only as long as they like, and told how to get no more.
    cohort = a_cohort(capacity=1)
    for _ in range(2):
        answered(cohort, {}, language=language)
    words = {"en": "Hi {name}.\n\n[Your place]({manage_link})", "fr": "Bonjour {name}.\n\n[Votre place]({manage_link})"}
    sent(a_draft(cohort, "waitlisted", body=words))


def _moments(starts: datetime) -> Iterator[datetime]:
    yield clock.now() + timedelta(hours=1)
    yield starts - timedelta(days=3)
    yield starts + timedelta(days=3)


def _change_the_venue(cohort_id: int) -> None:
    cohort = db.session.get_one(Cohort, cohort_id)
    said = replace(details(slug=cohort.slug), venue_name={"en": "City Hall", "fr": "Hôtel de ville"})
    notices.edit(
        cohort_id, by=COMMAND_LINE, tell=True, details=said, capacity=9,
        sessions=[SessionDetails(**{name: getattr(each, name) for name in AS_IT_IS}) for each in cohort.sessions],
    )  # fmt: skip


def _about_answers(language: str) -> None:
    cohort = a_cohort(capacity=9)
    form = a_form(cohort, [written("why")])
    person = answered(cohort, {"why": "To learn\n*more*"}, language=language)
    answer_copies.send(person.id)
    a_form(cohort, [written("why"), written("role", required=True)])
    completions.ask(person.id, by=COMMAND_LINE, key=tokens.one_time())
    finding.send_links(person.email)
    with pytest.raises(AlreadyRegistered):
        register(cohort, email=person.email)
    key = tokens.one_time()
    typed = [("key", key), ("name", "Ana"), (asked_in(form, "why").name, "Because")]
    drafts.keep(cohort, key, typed, form_version=form.version, language=language, sender="192.0.2.7")
    drafts.mail(cohort, key, address=f"draft.{language}@example.ca", language=language)
