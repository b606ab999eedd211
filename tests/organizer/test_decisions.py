"""Organizers decide on applications, and run the waiting list."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.activity.models import Activity
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.registrations import queries, transfers
from cohorts.registrations.models import Transfer
from tests.factories.programs import a_cohort, a_program, at, two_days
from tests.factories.registrations import a_person, a_registration

DESK = "/organizer/programs/ai/ottawa"
WAITLIST = f"{DESK}/waitlist"


@pytest.fixture
def ottawa(app, desk):
    """A cohort of two seats whose organizers select; its id."""
    with app.app_context():
        return a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=2, admission="review")


@pytest.fixture
def full(app, desk):
    """A cohort of one seat that is taken; its id."""
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1)
        a_registration(cohort)
        return cohort


def people(app, cohort, *names, **changes):
    """Those who register under these names, in this order, as (reference, the choice of a page)."""
    with app.app_context():
        made = [a_registration(cohort, name=name, **changes) for name in names]
        return [(each.reference, f"{each.id}:{each.revision}") for each in made]


def state(app, reference):
    with app.app_context():
        return queries.by_reference(reference).state


def page(act: str, *choices: str) -> str:
    """The page that asks about a decision on those who are chosen."""
    return f"{DESK}/decisions?act={act}" + "".join(f"&registration={choice}" for choice in choices)


def test_many_are_offered_seats_at_once_with_a_note(app, desk, ottawa):
    (ana, first), (bo, second) = people(app, ottawa, "Ana Roy", "Bo Tremblay")
    asked = desk.text(page("offer", first, second))
    assert "Offer a seat to 2 people?" in asked and "Ana Roy" in asked and "Bo Tremblay" in asked
    assert desk.send(page("offer", first, second), note="Bring a laptop.").status_code == 302
    assert (state(app, ana), state(app, bo)) == ("offered", "offered")
    with app.app_context():
        bodies = [each.body for each in db.session.query(Message).filter_by(kind="offer_made")]
    assert len(bodies) == 2 and all(b"Bring a laptop." in body for body in bodies)


def test_nothing_is_decided_by_looking(app, desk, ottawa):
    ((ana, choice),) = people(app, ottawa, "Ana Roy")
    desk.text(page("offer", choice))
    assert state(app, ana) == "pending"


def test_more_offers_than_free_seats_change_nothing_and_keep_the_note(app, desk, ottawa):
    made = people(app, ottawa, "Ana Roy", "Bo Tremblay", "Cy Fortin")
    response = desk.send(page("offer", *(choice for _, choice in made)), note="Welcome.")
    assert response.status_code == 409
    assert "3 offers are more than the free seats: 2. Nothing was changed." in response.text
    assert "Welcome." in response.text
    assert {state(app, reference) for reference, _ in made} == {"pending"}


def test_who_changed_since_the_page_was_shown_is_named(app, desk, ottawa):
    ((ana, choice),) = people(app, ottawa, "Ana Roy")
    assert desk.send(page("waitlist", choice)).status_code == 302
    response = desk.send(page("reject", choice))
    assert response.status_code == 409
    assert "Ana Roy (ana" in response.text
    assert ") changed after this page was shown: now on the waiting list." in response.text
    assert state(app, ana) == "waitlisted"


def test_who_is_not_selected_is_told(app, desk, ottawa):
    ((ana, choice),) = people(app, ottawa, "Ana Roy")
    desk.send(page("reject", choice))
    assert state(app, ana) == "rejected"
    with app.app_context():
        assert db.session.query(Message).filter_by(kind="not_selected").count() == 1


def test_passing_others_in_line_needs_a_reason(app, desk, ottawa):
    made = people(app, ottawa, "Ana Roy", "Bo Tremblay")
    desk.send(page("waitlist", *(choice for _, choice in made)))
    with app.app_context():
        bo = queries.by_reference(made[1][0])
        late = f"{bo.id}:{bo.revision}"
    response = desk.send(page("offer", late))
    assert response.status_code == 422 and "Others wait longer." in response.text
    assert desk.send(page("offer", late), reason="She replaces a speaker.").status_code == 302
    assert state(app, made[1][0]) == "offered"
    assert "She replaces a speaker." in desk.text(f"/organizer/registrations/{made[1][0]}")


@pytest.mark.parametrize("query", ["act=offer", "act=offer&registration=x", "act=erase&registration=1:0"])
def test_a_decision_on_nobody_or_of_no_kind_leads_back_to_the_list(desk, ottawa, query):
    assert desk.get(f"{DESK}/decisions?{query}").location == f"{DESK}/registrations"
    assert "Choose at least one person first." in desk.text(f"{DESK}/registrations")


def test_somebody_of_another_cohort_is_not_decided_on(app, desk, ottawa):
    with app.app_context():
        other = a_cohort(admission="review", program_id=a_program(slug="policy"))
    ((ana, choice),) = people(app, other, "Ana Roy")
    assert desk.get(page("offer", choice)).status_code == 404
    assert state(app, ana) == "pending"


def test_applications_are_chosen_in_the_list(app, desk, ottawa):
    ((_, choice),) = people(app, ottawa, "Ana Roy")
    for query in ("", "?state=pending"):
        assert f'name="registration" value="{choice}"' in desk.text(f"{DESK}/registrations{query}")
    assert "1 application waits for a decision" in desk.text(DESK)


def test_about_whom_there_is_nothing_to_decide_is_left_out_and_the_page_says_so(app, desk, full):
    ((_, choice),) = people(app, full, "Ana Roy")
    text = desk.text(f"{DESK}/registrations")
    choices = re.findall(r'type="checkbox" name="registration" value="([0-9:]+)"', text)
    assert len(choices) == 2 and choice in choices and 'value="waitlist"' not in text
    location = desk.get(page("reject", *choices)).location
    asked = desk.text(location)
    assert "1 person whom you chose is left out" in asked and "Do not select Ana Roy?" in asked


def test_who_waits_already_cannot_be_put_on_the_waiting_list_and_the_page_says_so(app, desk, ottawa):
    (ana, first), (bo, second) = people(app, ottawa, "Ana Roy", "Bo Tremblay")
    desk.send(page("waitlist", first))
    with app.app_context():
        waits = queries.by_reference(ana)
        again = f"{waits.id}:{waits.revision}"
    response = desk.client.post(page("waitlist", again, second), data=desk.fields(page("waitlist", second)))
    assert response.status_code == 409
    assert "That is not possible for Ana Roy: now on the waiting list. Nothing was changed." in response.text
    assert (state(app, ana), state(app, bo)) == ("waitlisted", "pending")


def test_the_question_says_how_many_seats_are_free_and_until_when_they_would_be_held(app, desk, ottawa):
    ((ana, choice),) = people(app, ottawa, "Ana Roy")
    asked = desk.text(page("offer", choice))
    assert "2 seats are free. An offer made now holds one until" in asked
    desk.send(page("offer", choice))
    ends = re.search(r'class="muted">(until [^<]+)<', desk.text(f"/organizer/registrations/{ana}"))
    assert ends is not None and ends[1] in asked


def test_offers_that_run_are_next_with_the_end_of_the_first(app, desk, ottawa):
    made = people(app, ottawa, "Ana Roy", "Bo Tremblay")
    desk.send(page("offer", made[0][1]))
    assert "1 offer runs; it ends" in desk.text(DESK)
    desk.send(page("offer", made[1][1]))
    assert "2 offers run; the next ends" in desk.text(DESK)
    assert ": 2 offers run; the next ends" in desk.text("/organizer/")


def test_the_line_is_shown_in_its_order(app, desk, full):
    people(app, full, "Ana Roy", "Bo Tremblay")
    text = desk.text(WAITLIST)
    assert text.index("Ana Roy") < text.index("Bo Tremblay")
    assert "The first in line gets a seat that comes free, at once" in text


def test_where_addresses_are_proved_the_line_says_which_are_not(app, desk):
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1, verify_email=True)
        a_registration(cohort)
    people(app, cohort, "Ana Roy")
    text = desk.text(WAITLIST)
    assert "<small>not confirmed yet</small>" in text
    assert "Who has not confirmed their address yet is offered the seat instead" in text


def test_fifty_of_the_line_stand_on_a_page(app, desk, full):
    people(app, full, *(f"Ana Roy {number}" for number in range(51)))
    assert desk.text(WAITLIST).count('<th scope="row">') == 50
    text = desk.text(f"{WAITLIST}?page=2")
    assert text.count('<th scope="row">') == 1
    assert '<td class="num" data-label="No.">51</td>' in text


def test_after_the_last_offer_the_waiting_list_offers_nothing(app, desk):
    with app.app_context():
        past = at("2020-01-01 12:00")
        cohort = a_cohort(
            program_id=a_program(slug="ai"), slug="ottawa", capacity=2, admission="review", last_offer_at=past
        )
    ((_, choice),) = people(app, cohort, "Ana Roy")
    desk.send(page("waitlist", choice))
    text = desk.text(WAITLIST)
    assert "Nobody who waits is offered a seat now" in text
    assert "The last offer was possible until Jan\N{NO-BREAK SPACE}1" in text
    assert f'<a href="{DESK}/edit#last_offer_at">Set a later last offer</a>' in text
    assert "Offer a seat" not in text and "automatically" not in text


def test_the_waiting_list_says_how_many_may_wait_and_names_addresses_only_where_they_are_proved(app, desk):
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1, waitlist_limit=3)
        a_registration(cohort)
    people(app, cohort, "Ana Roy")
    text = desk.text(WAITLIST)
    assert "1 of at most 3 people wait." in text and "not confirmed yet" not in text


def test_a_line_of_what_is_over_expects_nobody(app, desk):
    with app.app_context():
        start = clock.now() - timedelta(days=9)
        a_cohort(program_id=a_program(slug="ai"), slug="ottawa", sessions=two_days(start))
    text = desk.text(WAITLIST)
    assert "Nobody joins it any more." in text and "Whoever joins" not in text and "Set a later" not in text


def test_the_next_in_line_are_offered_seats(app, desk, ottawa):
    made = people(app, ottawa, "Ana Roy", "Bo Tremblay", "Cy Fortin")
    desk.send(page("waitlist", *(choice for _, choice in made)))
    action = f"{WAITLIST}/offers"
    assert "Seats stay free while people wait: you decide who is offered one." in desk.text(WAITLIST)
    refused = desk.press(WAITLIST, action, count="3")
    assert "3 offers are more than the free seats: 2." in refused.text
    assert desk.press(WAITLIST, action, count="2").location == WAITLIST
    assert [state(app, reference) for reference, _ in made] == ["offered", "offered", "waitlisted"]


def test_the_line_of_a_reviewed_cohort_is_served_once_it_is_switched_on(app, desk, ottawa):
    made = people(app, ottawa, "Ana Roy", "Bo Tremblay", "Cy Fortin")
    desk.send(page("waitlist", *(choice for _, choice in made)))
    desk.press(WAITLIST, f"{WAITLIST}/service", serve="yes")
    assert [state(app, reference) for reference, _ in made] == ["confirmed", "confirmed", "waitlisted"]


def test_moving_to_the_end_lets_the_others_move_up(app, desk, full):
    (ana, _), (bo, _) = people(app, full, "Ana Roy", "Bo Tremblay")
    desk.press(WAITLIST, f"/organizer/registrations/{ana}/end-of-line")
    with app.app_context():
        assert [queries.position(queries.by_reference(each)) for each in (ana, bo)] == [2, 1]


def test_two_are_moved_to_the_end_from_the_same_page(app, desk, full):
    (ana, _), (bo, _), (cy, _) = people(app, full, "Ana Roy", "Bo Tremblay", "Cy Fortin")
    fields = desk.fields(WAITLIST, f"/organizer/registrations/{ana}/end-of-line")
    for reference in (ana, ana, bo, ana):
        desk.client.post(f"/organizer/registrations/{reference}/end-of-line", data=fields)
    with app.app_context():
        assert [queries.position(queries.by_reference(each)) for each in (cy, ana, bo)] == [1, 2, 3]
        assert moves_to_the_end(ana) == 1


def moves_to_the_end(reference):
    """How often somebody was moved to the end, by the trail."""
    subject = queries.by_reference(reference).id
    return db.session.query(Activity).filter_by(act="move_to_end", subject_id=subject).count()


def test_an_offer_is_taken_back_with_a_reason(app, desk, ottawa):
    ((ana, choice),) = people(app, ottawa, "Ana Roy")
    desk.send(page("offer", choice))
    assert "until" in desk.text(f"/organizer/registrations/{ana}")
    desk.send(f"/organizer/registrations/{ana}/retraction", reason="A mistake of ours.")
    assert state(app, ana) == "waitlisted"


def test_a_registration_is_brought_back(app, desk, full):
    ((ana, _),) = people(app, full, "Ana Roy")
    desk.send(f"/organizer/registrations/{ana}/cancellation", reason="A mistake.")
    asked = desk.text(f"/organizer/registrations/{ana}/reinstatement")
    assert "joins the end of the waiting list, as no. 1." in asked
    desk.send(f"/organizer/registrations/{ana}/reinstatement")
    assert state(app, ana) == "waitlisted"
    assert "State: on the waiting list" in desk.text(f"/organizer/registrations/{ana}")


def test_a_registration_is_handed_over_or_stays(app, desk, full):
    ((ana, _),) = people(app, full, "Ana Roy")
    path = f"/organizer/registrations/{ana}"
    desk.send(f"{path}/transfer", name="Bo Tremblay", email="bo@example.ca", language=["fr"])
    text = desk.text(path)
    assert "Bo Tremblay is invited to take it over" in text
    assert "Email address: bo@example.ca</p>" in text
    desk.press(path, f"{path}/transfer/end")
    assert "is invited to take it over" not in desk.text(path)


def test_a_transfer_to_a_name_that_leads_somewhere_is_refused_at_the_name(app, desk, full):
    ((ana, _),) = people(app, full, "Ana Roy")
    path = f"/organizer/registrations/{ana}/transfer"
    response = desk.send(path, name="https://evil.example win", email="bo@example.ca", language=["fr"])
    assert response.status_code == 422
    assert '<a href="#name">Enter a name, without a web address' in response.text


def test_a_transfer_to_somebody_who_is_registered_is_refused_at_the_address(app, desk, full):
    ((ana, _),) = people(app, full, "Ana Roy")
    people(app, full, "Bo Tremblay", email="bo@example.ca")
    path = f"/organizer/registrations/{ana}/transfer"
    response = desk.send(path, name="Bo", email="bo@example.ca", language=["fr"])
    assert response.status_code == 409
    assert '<a href="#email">This address already has an active registration in the cohort.' in response.text


def test_a_registration_moves_to_another_cohort(app, desk, full):
    ((ana, _),) = people(app, full, "Ana Roy")
    with app.app_context():
        ottawa = queries.cohort_of(full)
        other = a_cohort(program_id=ottawa.program_id, title={"en": "Montréal"}, sessions=two_days())
    path = f"/organizer/registrations/{ana}/move"
    assert "Montréal" in desk.text(path)
    response = desk.send(path, to=[str(other)])
    assert state(app, ana) == "cancelled"
    moved = response.location.rpartition("/")[2]
    with app.app_context():
        found = queries.by_reference(moved)
        assert (found.cohort_id, found.state) == (other, "confirmed")
    assert re.search("came from another cohort</p>.*Former cohort: <a [^>]+>", desk.text(response.location), re.DOTALL)
    assert re.search(
        "was moved to another cohort</p>.*New cohort: <a [^>]+>Montréal",
        desk.text(path.removesuffix("/move")),
        re.DOTALL,
    )


def test_an_invitation_that_has_ended_is_not_shown_as_open(app, desk, full):
    ((ana, _),) = people(app, full, "Ana Roy")
    path = f"/organizer/registrations/{ana}"
    desk.send(f"{path}/transfer", name="Bo Tremblay", email="bo@example.ca", language=["fr"])
    with app.app_context():
        db.session.execute(update(Transfer).values(ends_at=at("2020-01-01 12:00")))
        db.session.commit()
    assert "is invited to take it over" not in desk.text(path)


def test_moving_nowhere_is_said_at_the_choice(app, desk, full):
    ((ana, _),) = people(app, full, "Ana Roy")
    with app.app_context():
        a_cohort(program_id=queries.cohort_of(full).program_id)
    response = desk.send(f"/organizer/registrations/{ana}/move")
    assert response.status_code == 422 and "Choose a cohort" in response.text
    assert state(app, ana) == "waitlisted"


def test_what_happened_before_a_handover_keeps_the_name_of_who_had_it_then(app, desk, ottawa):
    ((ana, _),) = people(app, ottawa, "Ana Roy")
    with app.app_context():
        found = queries.by_reference(ana)
        transfers.propose(found.id, by=COMMAND_LINE, name="Bo", email="bo@example.ca", language="en")
        open_ = transfers.open_for(found)
        transfers.agree(
            open_.id, open_.version, by=applicant(found.id), person=a_person(name="Bo Tremblay"),
            privacy_notice_id=found.privacy_notice_id,
        )  # fmt: skip
    text = desk.text(f"/organizer/registrations/{ana}")
    assert ">Bo Tremblay</a> took over the registration" in text
    assert "Name: Bo Tremblay instead of Ana Roy" in text
    assert ">Ana Roy</a> applied" in text and ">Bo Tremblay</a> applied" not in text


def test_the_activity_says_what_was_decided(app, desk, ottawa):
    ((_, choice),) = people(app, ottawa, "Ana Roy")
    desk.send(page("reject", choice))
    assert "The organizers chose who is not selected for" in desk.text(DESK)


def test_who_is_decided_on_alone_is_named(app, desk, ottawa):
    ((_, choice),) = people(app, ottawa, "Ana Roy")
    for act, title in (("offer", "Offer a seat to"), ("waitlist", "Put"), ("reject", "Do not select")):
        assert f"{title} Ana Roy" in desk.text(page(act, choice))


def test_a_decision_on_who_changed_meanwhile_can_be_looked_at_again(app, desk, ottawa):
    (ana, first), (bo, second) = people(app, ottawa, "Ana Roy", "Bo Tremblay")
    mine = desk.fields(page("waitlist", first, second))
    desk.send(page("waitlist", first))
    response = desk.client.post(page("waitlist", first, second), data=mine)
    assert response.status_code == 409
    again = re.search('href="([^"]+)">Look again</a>', response.text)[1].replace("&amp;", "&")
    assert "Put Bo Tremblay on the waiting list?" in desk.text(again)
    desk.send(again)
    assert (state(app, ana), state(app, bo)) == ("waitlisted", "waitlisted")


def test_where_no_seat_is_free_no_button_promises_one(app, desk):
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=0, admission="review")
    ((_, choice),) = people(app, cohort, "Ana Roy")
    text = desk.text(page("offer", choice))
    assert "No seat is free, so none can be offered now." in text and "Offer the seat<" not in text


def test_more_chosen_than_seats_are_free_is_said_before_it_is_sent(app, desk, ottawa):
    made = people(app, ottawa, "Ana Roy", "Bo Tremblay", "Cy Fortin")
    text = desk.text(page("offer", *(choice for _, choice in made)))
    assert "3 people are chosen, and the free seats are 2. Choose fewer." in text and "Offer the seats" not in text


def test_a_note_to_readers_of_both_languages_is_to_be_written_for_both(app, desk, ottawa):
    ((_, first),) = people(app, ottawa, "Ana Roy")
    ((_, second),) = people(app, ottawa, "Bo Tremblay", language="fr")
    assert "English is read by 1 of them, French by 1" in desk.text(page("reject", first, second))
    assert "is read by" not in desk.text(page("reject", first))


def test_a_reason_is_asked_only_where_others_wait_longer(app, desk, ottawa):
    made = people(app, ottawa, "Ana Roy", "Bo Tremblay")
    desk.send(page("waitlist", *(choice for _, choice in made)))
    with app.app_context():
        first, second = (f"{each.id}:{each.revision}" for each in (queries.by_reference(r) for r, _ in made))
    assert "Why out of turn" not in desk.text(page("offer", first))
    text = desk.text(page("offer", second))
    assert "Why out of turn" in text and "Why out of turn <" not in text


def test_all_that_match_are_chosen_at_once(app, desk, ottawa):
    people(app, ottawa, "Ana Roy", "Bo Tremblay", "Cy Roy")
    location = desk.get(f"{DESK}/decisions?act=reject&all=yes&state=pending&search=roy").location
    assert "Do not select 2 people?" in desk.text(location)


def test_too_many_at_once_are_refused_and_none_is_left_out_unseen(app, desk, ottawa):
    choices = [f"{number}:0" for number in range(1, 202)]
    assert desk.get(page("reject", *choices)).location == f"{DESK}/registrations"
    assert "201 people are chosen, and at most 200 are decided on at once." in desk.text(f"{DESK}/registrations")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("retraction", "That is not possible for Ana Roy: now waiting for a decision."),
        ("reinstatement", "That is not possible for Ana Roy: now waiting for a decision."),
    ],
)
def test_what_cannot_be_done_is_not_asked_about(app, desk, ottawa, path, sentence):
    ((ana, _),) = people(app, ottawa, "Ana Roy")
    home = f"/organizer/registrations/{ana}"
    assert desk.get(f"{home}/{path}").location == home
    assert sentence in desk.text(home)


def test_what_has_ended_is_neither_handed_over_nor_moved(app, desk, full):
    ((ana, _),) = people(app, full, "Ana Roy")
    home = f"/organizer/registrations/{ana}"
    desk.send(f"{home}/cancellation", reason="A mistake.")
    for path in ("transfer", "move"):
        assert desk.get(f"{home}/{path}").location == home


def test_cohorts_to_move_to_say_what_would_follow_the_next_first(app, desk, full):
    ((ana, _),) = people(app, full, "Ana Roy")
    with app.app_context():
        program, start = queries.cohort_of(full).program_id, clock.now() + timedelta(days=60)
        a_cohort(program_id=program, title={"en": "Later"}, sessions=two_days(start), admission="review")
        a_cohort(program_id=program, title={"en": "Sooner"})
    text = desk.text(f"/organizer/registrations/{ana}/move")
    assert text.index("Sooner") < text.index("Later")
    assert ": a seat at once" in text and ": to review" in text


def test_a_list_longer_than_its_page_offers_all_that_match(app, desk, ottawa):
    people(app, ottawa, *(f"Ana Roy {number}" for number in range(51)))
    assert "All 51 that match" in desk.text(f"{DESK}/registrations?state=pending&search=roy")
    assert "that match</span>" not in desk.text(f"{DESK}/registrations?page=2&search=50")
    location = desk.get(f"{DESK}/decisions?state=pending&search=roy&all=yes&act=waitlist").location
    assert "Put 51 people on the waiting list?" in desk.text(location)
