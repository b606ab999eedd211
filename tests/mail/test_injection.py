"""Nothing that people type becomes a header, a recipient or a command: the raw bytes at a real mail server are read."""

from collections.abc import Callable
from email import message_from_bytes, policy
from threading import Event

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cohorts.activity.actors import COMMAND_LINE
from cohorts.mail.assembly import Attachment
from cohorts.mail.connection import Connection
from cohorts.mail.delivery import deliver
from cohorts.mail.rendering import Outgoing, Recipient, Sender, render
from cohorts.mail.values import Lines
from cohorts.registrations import cancellations
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import a_registration
from tests.mail.conftest import point
from tests.mail.test_rendering import VALUES
from tests.servers.smtp import Mail, Mailbox, Server

EXPECTED = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version",
    "Content-Type",
}  # fmt: skip
ENDS = ("\r\n", "\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\0")
PIECES = [
    *ENDS, *(f"{end}Bcc: evil@example.org" for end in ENDS), "\r\n.\r\nMAIL FROM:<evil@example.org>",
    "\r\n\r\n<script>alert(1)</script>", "\n.\nRCPT TO:<evil@example.org>", "=?utf-8?q?=0D=0ABcc:_evil@example.org?=",
    "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5vcmc=?=", '"', "\\", "<evil@example.org>", ", evil@example.org", ";", "(",
    ":", ".", "..", "--=_a", "é", "名", "\u202e", "A" * 90,
]  # fmt: skip
hostile = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=5).map("".join)
by_chance = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def sent(bare) -> Callable[[Outgoing], Mail]:
    """Sends a message over one connection to a real server; what came out there, the only one since the last."""
    mailbox = Mailbox()
    server = Server(mailbox, enable_SMTPUTF8=True)
    server.start()
    point(bare, server.port)

    def send(message: Outgoing) -> Mail:
        mailbox.mails.clear()
        connection.hand_over("cohorts@example.org", message.address, message.body)
        (found,) = mailbox.wait()
        return found

    with Connection(bare.extensions["mail"]) as connection:
        yield send
    server.stop()


def letter(*, address: str = "ana@example.ca", said: str = "", **words: str) -> Outgoing:
    name, title = words.get("name", "Ana"), words.get("title", "AI")
    sender = Sender(
        words.get("institution", "Boreal"), (words.get("postal", "Ottawa"),),
        words.get("contact", "policy@boreal.example"), title, words.get("reply_to", ""),
    )  # fmt: skip
    values = {**VALUES, "name": name, "program": title, "cohort": title, "reason": Lines((said, ".", said))}
    file = Attachment(words.get("file", "dates.ics"), "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\n.\r\n")
    to = Recipient(name, address)
    return render("cancelled", "en", values, to=to, sender=sender, cause="cause", attachments=[file])


def broken(mail: Mail, message: Outgoing, expected: set[str]) -> list[str]:
    """A sentence for each thing that came out other than it was written."""
    head, _, _ = mail.content.partition(b"\r\n\r\n")
    found = message_from_bytes(mail.content, policy=policy.SMTP)
    # Readers of mail end lines where they should not, too.
    names = [line.partition(":")[0] for line in head.decode().splitlines() if not line.startswith((" ", "\t"))]
    problems = []
    if sorted(names) != sorted(expected) or sorted(found.keys()) != sorted(expected):
        problems.append(f"headers {names}")
    if mail.recipients != (message.address,) or len(found["To"].addresses) != 1:
        problems.append(f"recipients {mail.recipients}, {found['To']!r}")
    if found["To"].addresses[0].addr_spec != message.address or len(found["From"].addresses) != 1:
        problems.append(f"people {found['To']!r} {found['From']!r}")
    if mail.content != message.body or any(len(line) > 998 for line in mail.content.split(b"\r\n")):
        problems.append("other bytes")
    if b"\n" in mail.content.replace(b"\r\n", b"") or b"\r" in mail.content.replace(b"\r\n", b""):
        problems.append("a bare line end")
    parts = [part.get_content_type() for part in found.walk()]
    if parts != ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"]:
        problems.append(f"parts {parts}")
    elif found.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n") != message.text.rstrip("\n"):
        problems.append("other words")
    return problems


@by_chance
@given(name=hostile, title=hostile, institution=hostile, postal=hostile, file=hostile, said=hostile)
@example(
    "Ana\r\nBcc: evil@example.org", "AI\nBcc: x", "Boreal\rBcc: x", "1\r\n.\r\nQUIT", 'a"\r\nX: y', "\r\n.\r\nQUIT"
)
def test_no_words_of_people_change_who_gets_what(sent, name, title, institution, postal, file, said):
    message = letter(name=name, title=title, institution=institution, postal=postal, file=file, said=said)
    assert broken(sent(message), message, EXPECTED | {"Reply-To"}) == []


@by_chance
@given(reply_to=hostile, contact=hostile, before=st.booleans())
@example(reply_to="program@boreal.example\r\nBcc: evil@example.org", contact="", before=False)
@example(reply_to="", contact="policy@boreal.example\u2028Bcc: evil@example.org", before=False)
def test_whom_one_answers_to_is_one_address_or_nobody(sent, reply_to, contact, before):
    whom = [f"a@example.org{text}" if before else text for text in (reply_to, contact)]
    message = letter(reply_to=whom[0], contact=whom[1])
    mail = sent(message)
    answers = message_from_bytes(mail.content, policy=policy.SMTP)["Reply-To"]
    assert broken(mail, message, EXPECTED | ({"Reply-To"} if answers else set())) == []
    if answers:
        # Letters of other alphabets are written as they are, others in the form of the domain name system.
        assert len(answers.addresses) == 1
        assert answers.addresses[0].addr_spec.rpartition("@")[0] == (whom[0] or whom[1]).rpartition("@")[0]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    "address", ["ana@example.ca{}RCPT TO:<evil@example.org>", "ana{}@example.ca", "{}ana@example.ca"]
)
def test_an_address_that_would_be_a_command_is_written_to_nobody(sent, address, end):
    with pytest.raises(ValueError, match="address"):
        letter(address=address.format(end))
    message = letter()
    with pytest.raises(ValueError, match="address"):
        sent(Outgoing(**{**vars(message), "address": address.format(end)}))
    assert broken(sent(message), message, EXPECTED | {"Reply-To"}) == []


@pytest.mark.parametrize(
    "address", ["ana@example.ca, bo@example.ca", "<bo@example.ca>", "ana @example.ca", '"a b"@c.ca', "@", "a@"]
)
def test_one_address_is_one_address(address, bare):
    with pytest.raises(ValueError, match="address"):
        letter(address=address)


@pytest.mark.parametrize(
    "header", [("X-A\r\nBcc", "x"), ("List-Unsubscribe", "<https://a>\r\nBcc: evil@example.org"), ("A", "b\nc")]
)
def test_headers_beside_the_usual_are_one_line_each(header, bare):
    to, sender = Recipient("Ana", "ana@example.ca"), Sender("Boreal", (), "a@example.org")
    with pytest.raises(ValueError, match="not a header"):
        render("test", "en", {"site": "x"}, to=to, sender=sender, cause="c", headers=[header])


def test_what_applicants_and_organizers_type_arrives_as_words(app, context, serve):
    mailbox = Mailbox()
    serve(app, mailbox, options={"enable_SMTPUTF8": True})
    bad = "Ana\r\nBcc: evil@example.org\r\n\r\n.\r\n"
    an_institution(name={"en": f"Boreal {bad}"}, address=f"7 Road{bad}", contact="policy@boreal.example")
    cohort = a_cohort(program_id=a_program(title={"en": f"AI {bad}"}), title={"en": f"Ottawa {bad}"})
    person = a_registration(cohort, name=bad, email="ana@example.ca")
    cancellations.cancel(person.id, by=COMMAND_LINE, reason=f"Sorry{bad}", key=None)
    assert deliver(Event()) == 2
    for mail in mailbox.mails:
        found = mail.message
        assert set(found.keys()) == EXPECTED | {"Reply-To"}
        assert (mail.recipients, len(found["To"].addresses)) == (("ana@example.ca",), 1)
        assert "evil@example.org" not in str(found["To"].addresses[0].addr_spec)
