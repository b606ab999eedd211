"""The applicant's own page: reached by the link in the mail, and by nothing else."""

import re

import pytest
from icalendar import Calendar
from sqlalchemy import select, text

from cohorts.activity import queries as trail_of
from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.programs.models import Cohort
from cohorts.registrations import (
    addresses,
    history,
    links,
    offers,
    registrations,
    relocations,
    transfers,
    withdrawals,
)
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import a_person, a_registration, read, register
from tests.public.opening import path
from tests.public.test_registrations import state_of


@pytest.fixture
def ana(app, cohort):
    """The id of a registration, its reference, and the path of the link in its mail."""
    with app.app_context():
        made = a_registration(db.session.scalars(select(Cohort.id)).one(), name="Ana Roy", email="ana@example.ca")
        return made.id, made.reference, links.manage(made).removeprefix("http://localhost")


def kinds(app):
    with app.app_context():
        return list(db.session.scalars(select(Message.kind).order_by(Message.id)))


def test_the_link_leads_to_a_page_that_says_what_is_true(client, ana):
    _id, reference, link = ana
    response = client.get(link)
    assert response.location == f"/en/registrations/{reference}"
    page = client.get(response.location)
    assert state_of(page) == "confirmed"
    assert "Ana Roy" in page.get_data(as_text=True)


def test_who_has_a_seat_sees_the_next_session_all_sessions_and_what_to_do(client, ana):
    page = client.get(ana[2], follow_redirects=True).get_data(as_text=True)
    first = page.partition("Next: ")[2].partition("<")[0]
    assert first.endswith(", Bayview Yards")
    assert page.count('<dt class="num">') == 2
    assert "Put the sessions into your calendar." in page
    assert "Eastern Time" in page


def test_who_waits_is_told_that_we_write(app, client, cohort, ana):
    with app.app_context():
        cohort_id = db.session.scalars(select(Cohort.id)).one()
        waiting = [a_registration(cohort_id) for _ in range(2)][-1]
        link = links.manage(waiting).removeprefix("http://localhost")
    page = client.get(link, follow_redirects=True)
    assert state_of(page) == "waitlisted"
    assert "we write to you at once" in page.get_data(as_text=True)


def test_nothing_of_it_is_cached_or_passed_on(client, ana):
    for page in (client.get(ana[2]), client.get(f"/en/registrations/{ana[1]}")):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"


def test_without_the_link_there_is_no_such_page(client, ana):
    known, unknown = client.get(f"/en/registrations/{ana[1]}"), client.get("/en/registrations/OTT-222222")
    assert (known.status_code, known.get_data()) == (404, unknown.get_data())


@pytest.mark.parametrize("token", ["x", "eyJyIjoiT1RULTIyMjIyMiIsInYiOjF9.AAAA", "%00", "a" * 3000])
def test_a_wrong_token_is_a_plain_404(client, ana, token):
    assert client.get(f"/en/registrations/link/{token}").status_code == 404


def test_opening_the_link_changes_nothing(app, client, ana):
    with app.app_context():
        before = read(ana[0]).revision
    client.get(ana[2])
    with app.app_context():
        assert (read(ana[0]).state, read(ana[0]).revision) == ("confirmed", before)


def test_a_corrected_address_ends_what_the_old_link_opened(app, client, ana):
    client.get(ana[2])
    with app.app_context():
        addresses.correct(ana[0], by=applicant(ana[0]), email="ana@elsewhere.example")
    assert client.get(f"/en/registrations/{ana[1]}").status_code == 404
    assert client.get(ana[2]).status_code == 404


def test_withdrawing_asks_once_and_gives_the_seat_up(app, client, ana, fill):
    client.get(ana[2])
    address = f"/en/registrations/{ana[1]}/withdrawal"
    assert "Give up your seat?" in client.get(address).get_data(as_text=True)
    answers = fill(address)
    pages = [client.post(address, data=answers, follow_redirects=True) for _ in range(2)]
    assert [state_of(page) for page in pages] == ["withdrawn", "withdrawn"]
    assert kinds(app) == ["seat_confirmed", "withdrawn"]


def test_withdrawing_without_the_forms_token_changes_nothing(app, client, ana):
    client.get(ana[2])
    assert client.post(f"/en/registrations/{ana[1]}/withdrawal").status_code == 422
    with app.app_context():
        assert read(ana[0]).state == "confirmed"


def test_a_changed_name_is_saved_and_said(client, ana, fill):
    client.get(ana[2])
    address = f"/en/registrations/{ana[1]}/edit"
    page = client.post(address, data=fill(address, name="Zoé Côté", language="fr"), follow_redirects=True)
    text = page.get_data(as_text=True)
    assert "Zoé Côté" in text and "Your changes are saved." in text


def test_a_mistyped_address_is_corrected_from_the_result_page(app, client, cohort, fill):
    answers = fill(f"/en{cohort}/register", email="ana@exmaple.ca")
    result = client.post(f"/en{cohort}/register", data=answers).location
    address = result.replace("/result", "/address")
    page = client.post(address, data=fill(address, email="ana@example.ca"), follow_redirects=True)
    assert state_of(page) == "confirmed"
    assert "ana@example.ca" in page.get_data(as_text=True)
    assert kinds(app) == ["seat_confirmed", "seat_confirmed"]


def test_the_result_page_is_no_key_to_more(client, cohort, fill):
    answers = fill(f"/en{cohort}/register")
    result = client.post(f"/en{cohort}/register", data=answers).location
    own = result.removesuffix("/result")
    assert [client.get(own + page).status_code for page in ("", "/edit", "/withdrawal")] == [404, 404, 404]


def test_the_calendar_file_holds_each_session(client, ana):
    client.get(ana[2])
    response = client.get(f"/en/registrations/{ana[1]}/calendar.ics")
    events = Calendar.from_ical(response.get_data()).walk("VEVENT")
    assert (response.mimetype, len(events)) == ("text/calendar", 2)


def test_who_only_registered_an_address_cannot_take_it_from_its_owner_who_used_the_link(app, client, cohort, fill):
    answers = fill(f"/en{cohort}/register")
    address = client.post(f"/en{cohort}/register", data=answers).location.replace("/result", "/address")
    with app.app_context():
        made = db.session.scalars(select(Registration)).one()
        link = links.manage(made).removeprefix("http://localhost")
        registrations.edit(made.id, by=applicant(made.id), name="Ana Roy", organization="Health", language="en")
    page = client.post(address, data=fill(address, email="thief@example.org"))
    assert page.status_code == 409
    assert "This address has been confirmed." in page.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalars(select(Registration)).one().email == "ana@example.ca"
    client.get(link)
    assert client.post(address, data=fill(address, email="ana@new.example")).status_code == 302


def test_finding_ones_registrations_answers_the_same_for_a_known_and_an_unknown_address(app, client, ana, fill):
    answers = [
        client.post("/en/registrations/find", data=fill("/en/registrations/find", email=email))
        for email in ("ana@example.ca", "nobody@example.ca")
    ]
    assert len({(a.status_code, a.location) for a in answers}) == 1
    assert kinds(app) == ["seat_confirmed", "links_again"]


@pytest.mark.parametrize("email", ["ana@example.ca", "nobody@example.ca"])
def test_whoever_asks_twice_is_told_to_look_for_the_first_message(client, ana, fill, email):
    pages = [
        client.post("/en/registrations/find", data=fill("/en/registrations/find", email=email), follow_redirects=True)
        for _ in range(2)
    ]
    assert "once a minute at most" in pages[1].text and pages[0].data == pages[1].data


def test_the_link_is_mailed_again_only_a_few_times_an_hour(client, ana, fill):
    codes = [
        client.post("/en/registrations/find", data=fill("/en/registrations/find", email="ana@example.ca")).status_code
        for _ in range(6)
    ]
    assert codes == [302] * 5 + [429]


def test_french_pages_are_french(client, ana):
    client.get(ana[2])
    page = client.get(f"/fr/registrations/{ana[1]}").get_data(as_text=True)
    assert 'lang="fr-CA"' in page and "Votre place est confirmée" in page


def test_every_page_carries_the_policy(client, cohort):
    for address in ("/en/", f"/en{cohort}", f"/en{cohort}/register", "/en/nowhere", "/healthz"):
        headers = client.get(address).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_process_lives_and_can_serve(client):
    assert [client.get(address).status_code for address in ("/healthz", "/readyz")] == [200, 200]


def test_a_failure_behind_a_link_logs_no_key(app, client, ana, caplog):
    with app.app_context():
        db.session.execute(text("ALTER TABLE registrations RENAME TO gone"))
        db.session.commit()
    assert client.get(ana[2]).status_code == 500
    logged = caplog.text
    with app.app_context():
        db.session.execute(text("ALTER TABLE gone RENAME TO registrations"))
        db.session.commit()
    assert "Traceback" in logged
    assert ana[2].rpartition("/")[2] not in logged and ana[1] not in logged


def test_an_ended_registration_offers_nothing_to_change(app, client, ana):
    client.get(ana[2])
    with app.app_context():
        withdrawals.withdraw(ana[0], by=applicant(ana[0]))
    for page in ("edit", "withdrawal", "address"):
        assert client.get(f"/en/registrations/{ana[1]}/{page}").location == f"/en/registrations/{ana[1]}"


def test_correcting_to_a_known_address_sends_its_owner_their_link(app, client, cohort, ana, fill):
    answers = fill(f"/en{cohort}/register", email="bo@exmaple.ca")
    address = client.post(f"/en{cohort}/register", data=answers).location.replace("/result", "/address")
    page = client.post(address, data=fill(address, email="ana@example.ca"))
    assert page.location == "/en/registrations/mailbox"
    assert kinds(app) == ["seat_confirmed", "seat_confirmed", "already_registered"]


def test_where_addresses_are_proved_a_correction_says_nothing_of_who_is_known(app):
    with app.app_context():
        an_institution()
        cohort_id = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=9, verify_email=True)
        register(cohort_id, email="known@example.ca")
        askers = [(found.reference, path(found)) for found in (a_registration(cohort_id) for _ in range(2))]
    answers = []
    for (reference, link), email in zip(askers, ("known@example.ca", "new@example.ca"), strict=True):
        client = app.test_client()
        client.get(link)
        address = f"/en/registrations/{reference}/address"
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', client.get(address).text))
        sent = client.post(address, data={**hidden, "email": email})
        after = client.get(f"/en/registrations/{reference}")
        with client.session_transaction() as session:
            kept = {name: value for name, value in session.items() if name != "csrf_token"}
        answers.append((sent.status_code, sent.location, sent.data, client.get(sent.location).data, after.data, kept))
    assert answers[0] == answers[1]
    assert answers[0][1] == "/en/programs/ai/ottawa/mailbox"


@pytest.mark.parametrize("verifies", [True, False])
def test_who_corrects_the_address_of_a_proved_seat_is_told_that_it_waits_for_the_new_one(app, client, verifies):
    with app.app_context():
        an_institution()
        found = a_registration(a_cohort(capacity=9, verify_email=verifies))
        if verifies:
            offers.accept(found.id, by=applicant(found.id))
        link, address = path(found), f"/en/registrations/{found.reference}/address"
    client.get(link)
    assert ("held for you until you confirm the new address" in client.get(address).text) == verifies


def test_who_was_moved_reads_where_to(app, client, ana):
    key, _reference, link = ana
    with app.app_context():
        program = read(key).cohort.program_id
        there = a_cohort(program_id=program, slug="toronto", title={"en": "Toronto"})
        relocations.move(key, to=there, by=COMMAND_LINE, key="once")
    page = client.get(link, follow_redirects=True)
    assert state_of(page) == "moved"
    assert "You were moved to Toronto" in page.text and "/en/programs/ai/toronto" in page.text
    assert "cancelled by the organizers" not in page.text


def test_who_takes_a_registration_over_reads_nothing_of_what_was_before(app, ana):
    with app.test_request_context():
        found = read(ana[0])
        transfers.propose(found.id, by=COMMAND_LINE, name="Bo", email="bo@example.ca", language="en")
        asked = transfers.open_for(found)
        transfers.agree(
            asked.id,
            asked.version,
            by=applicant(found.id),
            person=a_person(),
            privacy_notice_id=found.privacy_notice_id,
        )
        told = history.sentences(trail_of.of(("registration", found.id)))
    assert [sentence for _at, sentence in told] == ["You took this registration over"]
