"""Messages: one source, two parts, and values that stay values."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from cohorts.core.paths import folder
from cohorts.core.text import clean_line
from cohorts.mail import templates
from cohorts.mail.assembly import Attachment
from cohorts.mail.rendering import Recipient, render
from cohorts.mail.templates import BadTemplate
from cohorts.mail.values import Lines, Links
from tests.mail.conftest import SENDER

KINDS = sorted({path.name.split(".")[0] for path in (folder("templates") / "mail").glob("*.md")} - {"footer"})
LINK = "https://cohorts.example.org/en/registrations/link/abc"
VALUES = {
    "name": "Ana Roy",
    "program": "AI for Policy",
    "cohort": "Ottawa",
    "dates": Markup("December 1, 2026"),
    "sessions": Lines(("Saturday", "Sunday")),
    "zone": "Eastern Time",
    "venue": Lines(("Bayview Yards", "Ottawa")),
    "calendar_link": "https://cohorts.example.org/en/registrations/calendar/abc",
    "calendar_file": "OTT-7K3M9Q.ics",
    "online_link": "https://meet.example.org/room",
    "manage_link": LINK,
    "cohort_link": "https://cohorts.example.org/en/programs/ai/ottawa",
    "program_link": "https://cohorts.example.org/en/programs/ai",
    "sign_in_link": "https://cohorts.example.org/organizer/sign-in/abc",
    "links": Links((("Ottawa", LINK), ("Montréal", LINK))),
    "reference": "OTT-7K3M9Q",
    "position": "3",
    "reason": Lines(("The hall burned down.",)),
    "state": "You have a seat",
    "site": "cohorts.example.org",
    "minutes": "10",
    "note": Lines(("Bring a laptop.",)),
    "offer_deadline": Markup("Friday, November 6, 5 p.m."),
    "deadline": Markup("Friday, November 6, 5 p.m."),
    "outcome": "You have a seat.",
    "old_cohort": "Montréal",
    "old_dates": Markup("December 8, 2026"),
    "invitation_link": "https://cohorts.example.org/en/registrations/invitation/abc",
    "draft_link": "https://cohorts.example.org/en/registrations/draft/abc",
    "until": Markup("Friday, November 20, 5 p.m."),
    "again": "If you would like to come after all, you can register again.",
    "answers": Lines(("Sector: Public",)),
    "questions": Lines(("• Sector",)),
    "complete_link": LINK,
    "more_until": "",
    "answers_taken": "3",
    "answers_given": "5",
    "more_link": "",
    "changes": Lines(("Place: Bayview Yards → City Hall",)),
    "closes": Markup("Friday, November 6, 5 p.m."),
}
HOSTILE = [
    "[Click](https://evil.example)",
    "<b>Bold</b><script>alert(1)</script>",
    "https://evil.example",
    "{manage_link}",
    "Ana\r\nBcc: all@example.org",
    "Roy, Ana <x@example.org>",
    '"; DROP',
    "=?utf-8?q?fake?=",
    "名前 Ælfrīc Żółć",
    "A" * 2000,
]


def message(name: str = "Ana Roy", *, kind: str = "seat_confirmed", language: str = "en", **changes):
    to = Recipient(name, changes.pop("address", "ana@example.ca"))
    values = {**VALUES, "name": name, **changes.pop("values", {})}
    return render(kind, language, values, to=to, sender=SENDER, cause="cause", **changes)


def parsed(body: bytes):
    return message_from_bytes(body, policy=policy.SMTP)


def parts(body: bytes) -> tuple[str, str]:
    found = parsed(body)
    return tuple(found.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_of_a_message_name_the_same_values(kind, bare):
    assert templates.compiled(kind, "en").names == templates.compiled(kind, "fr").names


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_message_is_complete_in_both_parts(kind, language, bare):
    made = message(kind=kind, language=language)
    text, html = parts(made.body)
    assert "{" not in made.title + text + html
    assert templates.MARK not in made.title + text + html
    assert f'<html lang="{language}-CA">' in html
    assert "policy@boreal.example" in text and "Boreal Institute" in text and "Bayview Station Road" in text
    assert len(html) < 15_000


@pytest.mark.parametrize("path", sorted((folder("templates") / "mail").glob("*.fr.md")), ids=lambda path: path.name)
def test_french_has_its_spaces_and_apostrophes(path: Path):
    words = re.sub(r"https?:|mailto:", "", path.read_text("utf-8"))
    assert re.findall(r"(?<!\u00a0)[:]|[\u00a0 ][;!?]|'", words) == []


@pytest.mark.parametrize("path", sorted((folder("templates") / "mail").glob("*.md")), ids=lambda path: path.name)
def test_messages_do_not_plead_or_shout(path: Path):
    assert re.findall(r"\bplease\b|s’il vous plaît|!", path.read_text("utf-8"), re.IGNORECASE) == []


def test_html_holds_no_images_styles_or_scripts_of_elsewhere(bare):
    _, html = parts(message().body)
    assert re.findall(r"<img|<script|<style|<link|url\(|@import", html) == []


def test_text_and_html_lead_to_the_same_place(bare):
    text, html = parts(message().body)
    assert f"See or change your registration\n{LINK}\n" in text
    assert f'href="{LINK}"' in html
    assert html.count('class="button"') == 1


def test_a_block_without_its_value_is_left_out(bare):
    text, html = parts(message(values={"online_link": "", "venue": Lines(())}).body)
    assert "The link to the sessions" not in text + html
    assert "Where" not in text + html


def test_several_lines_stay_lines(bare):
    text, html = parts(message().body)
    assert "Saturday\nSunday" in text
    assert "Saturday<br>Sunday" in html


def test_raised_letters_are_letters_in_the_text_part(bare):
    text, html = parts(message(values={"dates": Markup("le 1<sup>er</sup> décembre")}).body)
    assert "le 1er décembre" in text
    assert re.search(r"le 1<sup[^>]*>er</sup> décembre", html)


def test_a_missing_value_is_an_error_that_names_it(bare):
    with pytest.raises(BadTemplate, match="sessions"):
        render("seat_confirmed", "en", {"name": "x"} | {k: v for k, v in VALUES.items() if k != "sessions"},
               to=Recipient("", "a@example.ca"), sender=SENDER, cause="x")  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_a_name(name, bare):
    made = message(name)
    text, html = parts(made.body)
    seen = clean_line(name)
    assert seen in text
    hrefs = re.findall(r'href="([^"]*)"', html)
    assert hrefs == [VALUES["online_link"], VALUES["calendar_link"], LINK, "mailto:policy@boreal.example"]
    assert "<b>" not in html and "<script" not in html
    assert parsed(made.body)["bcc"] is None


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=300))
def test_any_name_gives_a_message_that_parses(name, bare):
    made, plain = message(name), parts(message("Ana").body)[1]
    found = parsed(made.body)
    raw_head, _, _ = made.body.partition(b"\r\n\r\n")
    names = re.findall(rb"^([A-Za-z-]+): ", raw_head, re.MULTILINE)
    assert names == [
        b"From", b"To", b"Reply-To", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted", b"Content-Language",
        b"MIME-Version", b"Content-Type",
    ]  # fmt: skip
    assert [address.addr_spec for address in found["to"].addresses] == ["ana@example.ca"]
    assert b"\n" not in made.body.replace(b"\r\n", b"")
    assert max(len(line) for line in made.body.split(b"\r\n")) <= 998
    text, html = parts(made.body)
    seen = clean_line(name)
    assert f"{seen}, your seat" in text
    assert re.findall(r"<[a-z/][^>]*>", html) == re.findall(r"<[a-z/][^>]*>", plain)


def test_headers_say_who_sends_and_whom_to_answer(bare):
    found = parsed(message().body)
    assert found["from"].addresses[0].display_name == "Boreal Institute"
    assert found["from"].addresses[0].addr_spec == "cohorts@example.org"
    assert found["reply-to"] == "policy@boreal.example"
    assert found["auto-submitted"] == "auto-generated"
    assert found["date"].datetime.tzinfo is not None
    assert found["message-id"].endswith("@cohorts.example.org>")


@pytest.mark.parametrize(("name", "pieces"), [
    ("Ana de la Roca y Castelló " * 20, {"Ana", "de", "la", "Roca", "y", "Castelló"}), ("A" * 500, {"A" * 193}),
])  # fmt: skip
def test_a_value_that_is_longer_than_a_subject_is_cut_at_the_end_of_a_word(name, pieces, bare):
    words = templates.compile("Hello {name}\nHello {name}", "en")
    made = message(name, template=words)
    assert made.title == parsed(made.body)["Subject"]
    assert 100 < len(made.title) <= 200
    assert made.title.endswith("…") and not made.title.endswith(" …")
    assert set(made.title.removesuffix("…").removeprefix("Hello ").split()) == pieces
    assert message("Ana Roy", template=words).title == "Hello Ana Roy"


def test_the_same_cause_has_the_same_message_id(bare):
    assert message("Ana").message_id == message("Bea").message_id


def test_names_beyond_ascii_arrive_as_they_are(bare):
    found = parsed(message("Zoé Ąbć, directrice").body)
    assert found["to"].addresses[0].display_name == "Zoé Ąbć, directrice"


def test_a_domain_beyond_ascii_is_written_in_idna_form(bare):
    found = parsed(message(address="ana@école.example").body)
    assert found["to"].addresses[0].addr_spec == "ana@xn--cole-9oa.example"


def test_an_address_beyond_ascii_stays_as_it_is(bare):
    assert 'To: "Ana Roy" <zoé@example.ca>\r\n'.encode() in message(address="zoé@example.ca").body


@pytest.mark.parametrize(
    "address", ["a@b@example.ca", "a b@example.ca", "a@example.ca\r\nBcc: x@example.ca", "a", "<a@b>"]
)
def test_what_is_no_address_is_refused(address, bare):
    with pytest.raises(ValueError, match="not an address"):
        message(address=address)


def test_an_attachment_cannot_bring_headers_along(bare):
    file = Attachment('a.ics"\r\nBcc: x@example.org\r\n\r\nboo', "text/calendar", b"BEGIN:VCALENDAR\r\n")
    found = parsed(message(attachments=[file]).body)
    names = [part.get_filename() for part in found.iter_attachments()]
    assert names == ["a.ics-Bcc-x-example.org-boo"]
    assert all(part["bcc"] is None for part in found.walk())


def test_an_attachment_arrives_byte_for_byte(bare):
    content = bytes(range(256)) * 20
    found = parsed(message(attachments=[Attachment("a.bin", "application/octet-stream", content)]).body)
    assert [part.get_content() for part in found.iter_attachments()] == [content]


def test_a_contact_that_is_no_address_is_shown_and_not_answered_to(bare):
    sender = replace(SENDER, contact="https://boreal.example/contact")
    made = render("test", "en", VALUES, to=Recipient("", "ana@example.ca"), sender=sender, cause="x")
    assert parsed(made.body)["reply-to"] is None
    assert "https://boreal.example/contact" in parts(made.body)[0]
