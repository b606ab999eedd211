"""The mails about a registration, as the verbs write them, on both databases."""

import re
from datetime import UTC, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
import time_machine
from icalendar import Calendar

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail import queries
from cohorts.mail.models import Message
from cohorts.programs.details import SessionDetails
from cohorts.programs.models import Cohort
from cohorts.registrations import (
    addresses,
    calendars,
    cancellations,
    decisions,
    finding,
    links,
    offers,
    reinstatements,
    relocations,
    withdrawals,
)
from cohorts.registrations.errors import AlreadyRegistered
from cohorts.registrations.models import Registration
from tests.factories.answers import answered
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort, a_program, an_institution, at
from tests.factories.registrations import a_registration, read, register
from tests.registrations.day import NOTE, everything

ONLINE = {"venue_name": {}, "venue_street": {}, "venue_city": {}, "venue_link": "https://meet.example.org/room"}


@pytest.fixture(autouse=True)
def institution(context):
    """An application context with an institution."""
    an_institution()


def mails() -> list[Message]:
    db.session.expire_all()
    return db.session.query(Message).order_by(Message.id).all()


def parsed(message: Message) -> EmailMessage:
    return message_from_bytes(message.body, policy=policy.default)


def text(message: Message) -> str:
    return queries.preview(message).text


def calendar_of(message: Message) -> Calendar:
    (file,) = parsed(message).iter_attachments()
    return Calendar.from_ical(file.get_content())


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "You have a seat: AI for Policy Professionals, Ottawa"),
        ("fr", "Votre place est confirmée\u00a0: L’IA pour les politiques publiques, Ottawa"),
    ],
)
def test_a_confirmation_comes_in_the_applicants_language(language, title):
    a_registration(a_cohort(), language=language)
    (message,) = mails()
    assert (message.kind, message.language, message.title) == ("seat_confirmed", language, title)
    assert parsed(message)["reply-to"] == "program@boreal.example"


def test_its_link_opens_the_registration():
    registration = a_registration(a_cohort())
    link = queries.preview(mails()[0]).link
    assert links.opened(urlsplit(link).path.rsplit("/", 1)[1]).id == registration.id


def test_its_calendar_has_every_session_at_the_right_instant():
    starts = at("2027-03-13 14:00")
    sessions = [
        SessionDetails(starts_at=starts, ends_at=starts + timedelta(hours=8), title={"en": "How models learn"}),
        SessionDetails(starts_at=starts + timedelta(days=1), ends_at=starts + timedelta(days=1, hours=8)),
    ]
    a_registration(a_cohort(sessions=sessions))
    events = calendar_of(mails()[0]).events
    assert [event.start.astimezone(UTC) for event in events] == [starts, starts + timedelta(days=1)]
    assert len({str(event["uid"]) for event in events}) == 2
    assert str(events[0]["summary"]) == "AI for Policy Professionals, Ottawa · How models learn"
    assert str(events[0]["location"]) == "Bayview Yards, 7 Bayview Station Road, Ottawa, Canada"


def test_a_waiting_person_learns_the_position_and_that_nothing_is_to_do():
    cohort = a_cohort(capacity=1)
    a_registration(cohort)
    a_registration(cohort)
    a_registration(cohort, language="fr")
    _, english, french = mails()
    assert english.title.startswith("You are on the waiting list, no. 1")
    assert "no.\u00a01 on the waiting list" in text(english)
    assert "au rang\u00a02 de la liste d’attente" in text(french)
    assert queries.shown(english).attachments == []


def test_a_withdrawal_tells_both_who_goes_and_who_comes():
    cohort = a_cohort(capacity=1)
    first, second = a_registration(cohort), a_registration(cohort)
    withdrawals.withdraw(first.id, by=applicant(first.id))
    gone, come = mails()[2:]
    assert (gone.kind, gone.address) == ("withdrawn", first.email)
    assert (come.kind, come.address) == ("seat_now_yours", second.email)
    assert queries.shown(come).attachments == [f"{second.reference}.ics"]


def test_a_cancellation_gives_its_reason_in_lines():
    registration = a_registration(a_cohort())
    cancellations.cancel(registration.id, by=COMMAND_LINE, reason="You asked us to.\n<b>Sorry</b>", key=None)
    message = mails()[-1]
    assert message.kind == "cancelled"
    assert "Their reason: You asked us to.\n<b>Sorry</b>" in text(message)
    assert "You asked us to.<br>&lt;b&gt;Sorry&lt;/b&gt;" in queries.shown(message).html


def test_a_cancellation_without_a_reason_names_none():
    registration = a_registration(a_cohort())
    cancellations.cancel(registration.id, by=COMMAND_LINE, reason="", key=None)
    assert "reason" not in text(mails()[-1])


def test_the_link_of_an_online_cohort_goes_to_confirmed_people_only():
    cohort = a_cohort(capacity=1, **ONLINE)
    confirmed, waiting = a_registration(cohort), a_registration(cohort)
    has_seat, waits = mails()
    assert "https://meet.example.org/room" in text(has_seat)
    assert str(calendar_of(has_seat).events[0]["description"]) == "https://meet.example.org/room"
    assert "meet.example.org" not in waits.body.decode() + text(waits)
    assert b"meet.example.org" not in calendars.file(read(waiting.id))
    assert b"meet.example.org" in calendars.file(read(confirmed.id))


def test_a_corrected_address_gets_the_mail_of_the_present_state_with_a_new_link():
    registration = a_registration(a_cohort(), email="ana@gmial.com")
    addresses.correct(registration.id, by=applicant(registration.id), email="ana@gmail.com")
    before, after = mails()
    assert (before.kind, after.kind) == ("seat_confirmed", "seat_confirmed")
    assert after.address == "ana@gmail.com"
    assert queries.preview(before).link != queries.preview(after).link


def test_links_again_has_a_button_for_one_registration():
    registration = a_registration(a_cohort())
    finding.send_links(registration.email)
    message = mails()[-1]
    assert message.kind == "links_again"
    assert "You have a seat · AI for Policy Professionals, Ottawa" in text(message)
    assert queries.shown(message).html.count('class="button"') == 1


def test_who_registers_once_more_is_not_told_that_they_asked_for_a_link():
    registration = a_registration(a_cohort(), email="ana@example.ca")
    with pytest.raises(AlreadyRegistered):
        register(registration.cohort_id, email="ana@example.ca")
    message = mails()[-1]
    assert message.kind == "already_registered"
    assert "registered with this address once more" in text(message) and "asked" not in text(message)
    assert "You have a seat · AI for Policy Professionals, Ottawa" in text(message)
    link = queries.preview(message).link
    assert links.opened(urlsplit(link).path.rsplit("/", 1)[1]).id == registration.id


def test_links_again_lists_several_registrations_in_one_mail():
    program = a_program()
    for _ in range(2):
        a_registration(a_cohort(program_id=program), email="ana@example.ca")
    finding.send_links("ana@example.ca")
    found = re.findall(r"/registrations/link/(\S+)", text(mails()[-1]))
    assert {links.opened(token).id for token in found} == {row.id for row in db.session.query(Registration)}
    assert [message.kind for message in mails()].count("links_again") == 1


def test_asking_twice_in_a_minute_writes_one_mail():
    registration = a_registration(a_cohort())
    with time_machine.travel(clock.now(), tick=False):
        finding.send_links(registration.email)
        finding.send_links(registration.email)
    assert [message.kind for message in mails()] == ["seat_confirmed", "links_again"]


def test_what_a_calendar_knows_grows_with_every_change():
    registration = a_registration(a_cohort())
    before = calendar_of(mails()[0]).events[0]
    addresses.correct(registration.id, by=applicant(registration.id), email="new@example.ca")
    after = calendar_of(mails()[1]).events[0]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]


def test_a_mail_about_a_seat_is_not_sent_after_the_cohort():
    registration = a_registration(a_cohort())
    assert mails()[0].not_after == registration.cohort.ends_at


# Kind: its title in English and in French, and until when it is worth sending.
OFFER, COHORT, ALWAYS = "as long as the offer runs", "until the cohort is over", "always"
KINDS = {
    "offer_made": ("A seat is held for you", "Une place vous est réservée", OFFER),
    "offer_reminder": ("Your seat is held until", "Votre place vous attend encore", OFFER),
    "verify_address": ("Confirm your address to take", "Confirmez votre adresse pour prendre", OFFER),
    "transfer_invitation": ("Take over a registration", "Reprenez une inscription", OFFER),
    "seat_confirmed": ("You have a seat", "Votre place est confirmée", COHORT),
    "seat_now_yours": ("A seat is now yours", "Une place est maintenant à vous", COHORT),
    "waitlisted": ("You are on the waiting list", "Vous êtes sur la liste d’attente", COHORT),
    "moved_to_end": ("You were moved to the end", "Vous êtes maintenant à la fin", COHORT),
    "received": ("We have your application", "Nous avons reçu votre candidature", COHORT),
    "moved": ("You are now registered for Ottawa", "Votre inscription est maintenant dans Ottawa", COHORT),
    "reinstated": ("Your registration is active again", "Votre inscription est rétablie", COHORT),
    "offer_expired": ("Your offer has ended", "Votre offre a pris fin", ALWAYS),
    "declined": ("You gave up the seat", "Vous avez renoncé à la place", ALWAYS),
    "offer_retracted": ("Your offer was taken back", "Votre offre a été retirée", ALWAYS),
    "not_selected": ("Your application to", "Votre candidature à", ALWAYS),
    "handed_over": ("Your registration was handed over", "Votre inscription a été cédée", ALWAYS),
    "withdrawn": ("You have withdrawn", "Votre désistement est enregistré", ALWAYS),
    "cancelled": ("Your registration is cancelled", "Votre inscription est annulée", ALWAYS),
    "cohort_cancelled": ("Cancelled: ", "Annulation\u00a0: ", ALWAYS),
}
WITH_CALENDAR = {"seat_confirmed", "seat_now_yours", "moved", "cohort_cancelled"}
WITHOUT_KEY = {"transfer_invitation", "handed_over", "declined", "offer_expired", "not_selected", "withdrawn"}
WITH_NOTE = {"offer_made", "not_selected", "offer_retracted", "cancelled", "cohort_cancelled"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_kind_of_mail_says_its_words_in_the_language_of_its_reader(language):
    everything(language=language)
    first = {message.kind: message for message in reversed(mails())}
    assert set(first) == set(KINDS)
    ends = {cohort.ends_at for cohort in db.session.query(Cohort)}
    for kind, (english, french, worth) in KINDS.items():
        message = first[kind]
        assert message.language == language
        assert message.title.startswith(english if language == "en" else french), message.title
        assert bool(queries.shown(message).attachments) == (kind in WITH_CALENDAR), kind
        assert not re.search(r"[{}]|Waiting|no\. None", text(message)), kind
        dies = {ALWAYS: message.not_after is None, COHORT: message.not_after in ends}
        assert dies.get(worth, message.not_after is not None and message.not_after < min(ends)), kind
        if kind in WITH_NOTE:
            assert NOTE in text(message), kind
        if kind in WITHOUT_KEY:
            assert "/registrations/link/" not in message.body.decode(), kind


@pytest.mark.parametrize(
    ("admission", "sentence"),
    [("open", "you can register again while registration is open"), ("review", "you can apply again while")],
)
def test_who_may_come_back_learns_how(admission, sentence):
    registration = a_registration(a_cohort(admission=admission))
    withdrawals.withdraw(registration.id, by=applicant(registration.id))
    assert sentence in text(mails()[-1])


def test_whose_offer_is_taken_back_learns_the_place_in_line_once_the_seat_has_gone_on():
    cohort = a_cohort(capacity=1, on_free_seat="offer")
    first, second, _third = (a_registration(cohort) for _ in range(3))
    withdrawals.withdraw(first.id, by=applicant(first.id))
    offers.retract(second.id, by=COMMAND_LINE)
    retracted = next(message for message in mails() if message.kind == "offer_retracted")
    assert "You are now no. 1 on the waiting list" in text(retracted).replace("\u00a0", " ")


def test_without_a_note_no_mail_has_a_line_for_it():
    cohort = a_cohort(admission="review")
    for act in ("offer", "waitlist", "reject"):
        chosen = a_registration(cohort)
        decisions.decide(cohort, act, {chosen.id: chosen.revision}, by=COMMAND_LINE)
        assert "note from the organizers" not in text(mails()[-1])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_who_is_brought_back_to_a_seat_gets_its_calendar_and_its_link(language):
    registration = a_registration(a_cohort(**ONLINE), language=language)
    withdrawals.withdraw(registration.id, by=applicant(registration.id))
    reinstatements.reinstate(registration.id, by=COMMAND_LINE)
    message = mails()[-1]
    assert queries.shown(message).attachments == [f"{registration.reference}.ics"]
    assert "https://meet.example.org/room" in text(message)
    assert {"en": "You have a seat.", "fr": "Vous avez une place."}[language] in text(message)


@pytest.mark.parametrize(
    ("there", "sentence"),
    [
        ({"capacity": 0}, "you are no. 1 on the waiting list"),
        ({"admission": "review"}, "The organizers have not decided yet."),
        ({"verify_email": True}, "A seat is held for you until"),
    ],
)
def test_who_is_moved_without_a_seat_learns_how_they_stand_and_loses_the_old_sessions(there, sentence):
    program = a_program()
    registration = a_registration(a_cohort(program_id=program))
    relocations.move(
        registration.id, to=a_cohort(program_id=program, **{**ONLINE, **there}), by=COMMAND_LINE, key="once"
    )
    message = mails()[-1]
    assert sentence in text(message).replace("\u00a0", " ")
    assert "meet.example.org" not in message.body.decode() + text(message)
    assert queries.shown(message).attachments == [f"{registration.reference}.ics"]
    assert {str(each["status"]) for each in calendar_of(message).events} == {"CANCELLED"}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "came along, with their files: 1 of 2."), ("fr", "ont été reprises, fichiers compris : 1 sur 2.")],
)
def test_who_is_moved_learns_how_many_answers_came_along(language, sentence):
    program = a_program()
    here, there = a_cohort(program_id=program), a_cohort(program_id=program)
    a_form(here, [written("why"), written("role")])
    a_form(there, [written("why"), written("team")])
    registration = answered(here, {"why": "x", "role": "y"}, language=language)
    relocations.move(registration.id, to=there, by=COMMAND_LINE, key="once")
    assert sentence in text(mails()[-1]).replace("\u00a0", " ").replace("\u202f", " ")


def test_who_is_moved_without_an_answer_reads_nothing_about_answers():
    program = a_program()
    registration = a_registration(a_cohort(program_id=program))
    relocations.move(registration.id, to=a_cohort(program_id=program), by=COMMAND_LINE, key="once")
    assert "came along" not in text(mails()[-1])


def test_an_offer_says_until_when_in_the_time_of_the_cohort():
    cohort = a_cohort(capacity=1, on_free_seat="offer", offer_hours=24)
    first, _second = a_registration(cohort), a_registration(cohort, language="fr")
    with clock.standing_at(at("2026-11-05 14:30")):
        withdrawals.withdraw(first.id, by=applicant(first.id))
    assert "le vendredi 6 novembre à 9 h 30" in text(mails()[-1]).replace("\u00a0", " ")
