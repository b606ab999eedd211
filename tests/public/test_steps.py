"""A form in steps: what was typed is kept on the way, nothing is lost, nobody walks in vain."""

import dataclasses

import pytest
from sqlalchemy import func, select

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.database import db
from cohorts.mail import queries as mails
from cohorts.mail.models import Message
from cohorts.programs.models import Cohort
from cohorts.questions import questions
from cohorts.registrations import drafts, said
from cohorts.registrations.models import Draft, Registration
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort, a_program
from tests.factories.questions import only_if, options
from tests.public.asking import Controls, send, text, title
from tests.public.test_registrations import state_of

SECTOR = written("sector", "choice", required=True, options=options("Public", "Private"))
PARTS = [
    written("work", "section", label="Your work"), SECTOR, *(written(f"w{n}") for n in range(6)),
    written("detail", "section", label="Private companies"),
    *(written(f"d{n}", required=n == 0, show_if=only_if("sector", "private")) for n in range(6)),
    written("why", "section", label="Motivation"), written("why_you", "long_text", required=True),
    *(written(f"y{n}") for n in range(5)),
]  # fmt: skip
PERSON = {"name": "Ana Roy", "email": "ana@example.ca"}


@pytest.fixture
def open_form(app, cohort):
    """A form in four steps, open admission: (address, names of the fields)."""
    return f"/en{cohort}/register", _form(app, "ottawa")


@pytest.fixture
def review_form(app, cohort):
    """The same where organizers choose."""
    with app.app_context():
        a_cohort(program_id=a_program(slug="policy"), slug="banff", admission="review")
    return "/en/programs/policy/banff/register", _form(app, "banff")


def _form(app, slug):
    with app.app_context():
        cohort_id = db.session.scalars(select(Cohort.id).where(Cohort.slug == slug)).one()
        return {question.key: question.name for question in a_form(cohort_id, PARTS).everything}


def count(app, model):
    with app.app_context():
        unsent = [Draft.form_version != drafts.SENT] if model is Draft else []
        return db.session.scalar(select(func.count()).select_from(model).where(*unsent))


def walk(client, address, names, sector="private", **typed):
    """Up to the last step, each filled in."""
    page = send(client, client.get(address), **{**PERSON, **typed})
    page = send(client, page, **{names["sector"]: sector})
    if sector == "private":
        page = send(client, page, **{names["d0"]: "Acme"})
    return page


def test_each_part_is_a_step_that_says_how_far_one_is(client, open_form):
    address, names = open_form
    page = client.get(address)
    assert "Step 1 of 3" in text(page) and "Your work" not in text(page)
    page = send(client, page, **PERSON)
    assert page.request.path == f"{address}/2" and "Step 2 of 3" in text(page)
    page = send(client, page, **{names["sector"]: "private"})
    assert page.request.path == f"{address}/3" and "Step 3 of 4" in text(page)


def test_the_last_step_registers_and_the_draft_goes(app, client, open_form):
    address, names = open_form
    page = walk(client, address, names)
    assert "Step 4 of 4" in text(page) and count(app, Draft) == 1
    done = send(client, page, privacy="yes", **{names["why_you"]: "So."})
    assert state_of(done) == "confirmed"
    assert (count(app, Draft), count(app, Registration)) == (0, 1)
    with app.app_context():
        made = db.session.scalars(select(Registration)).one()
        assert made.email == "ana@example.ca"
        assert {each.key for each in said.of(made.id)} == {"sector", "d0", "why_you"}
    assert 'value="Ana Roy"' not in text(client.get(address))


def test_a_step_that_asks_nothing_of_somebody_is_left_out(client, open_form):
    address, names = open_form
    page = walk(client, address, names, sector="public")
    assert page.request.path == f"{address}/4" and "Step 3 of 3" in text(page)
    assert client.get(f"{address}/3").location == f"{address}/4"
    assert send(client, page, back="yes").request.path == f"{address}/2"


def test_a_step_with_a_mistake_is_shown_again_with_only_its_own_mistakes(app, client, open_form):
    address, names = open_form
    page = send(client, client.get(address), **PERSON)
    page = send(client, page, **{names["w0"]: "Still here"})
    assert page.status_code == 422 and page.request.path == f"{address}/2"
    assert "There is a problem" in text(page) and 'value="Still here"' in text(page)
    assert "privacy notice" not in text(page).split("<form")[1]
    assert send(client, page, **{names["sector"]: "public"}).request.path == f"{address}/4"


def test_a_step_back_loses_nothing_of_a_half_written_page(client, open_form):
    address, names = open_form
    page = walk(client, address, names)
    page = send(client, page, **{names["why_you"]: "Half a sen"}, back="yes")
    assert page.request.path == f"{address}/3" and 'value="Acme"' in text(page)
    assert "problem" not in text(page)
    page = send(client, page)
    assert "Half a sen" in text(page)


def test_the_language_link_keeps_what_stands_on_the_page_and_before_it(client, open_form):
    address, names = open_form
    page = walk(client, address, names)
    french = address.replace("/en/", "/fr/")
    page = send(client, page, _at=f"{french}/4", **{names["why_you"]: "Parce que"}, switch_language="fr")
    assert page.status_code == 200 and 'lang="fr-CA"' in text(page) and "Parce que" in text(page)
    assert state_of(send(client, page, privacy="yes")) == "confirmed"


def test_a_lost_session_loses_nothing(app, client, open_form):
    address, names = open_form
    page = walk(client, address, names)
    stranger = app.test_client()
    again = send(stranger, page, privacy="yes", **{names["why_you"]: "So."})
    assert again.status_code == 422 and "send it again" in text(again) and "So." in text(again)
    assert state_of(send(stranger, again)) == "confirmed"


def test_nobody_sees_the_draft_of_somebody_else(app, client, open_form):
    address, names = open_form
    walk(client, address, names)
    stranger = app.test_client()
    assert "Ana Roy" not in text(stranger.get(address))
    assert stranger.get(f"{address}/3").location == address
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_forms_of_several_cohorts_stand_side_by_side(client, open_form, review_form):
    walk(client, *open_form)
    walk(client, *review_form, name="Ana at Banff")
    assert 'value="Ana Roy"' in text(client.get(open_form[0]))
    assert 'value="Ana at Banff"' in text(client.get(review_form[0]))


def test_two_windows_of_one_form_are_two_drafts(app, client, open_form):
    address, names = open_form
    one, two = client.get(address), client.get(address)
    one, two = send(client, one, **PERSON), send(client, two, name="Bea Roy", email="bea@example.ca")
    for page in (one, two):
        page = send(client, page, **{names["sector"]: "public"})
        assert state_of(send(client, page, privacy="yes", **{names["why_you"]: "So."})) == "confirmed"
    assert (count(app, Draft), count(app, Registration)) == (0, 2)


def test_going_back_after_registering_and_sending_again_is_one_registration(app, client, open_form):
    address, names = open_form
    page = walk(client, address, names)
    first = send(client, page, privacy="yes", **{names["why_you"]: "So."}, follow=False)
    second = send(client, page, privacy="yes", **{names["why_you"]: "So."}, follow=False)
    assert count(app, Registration) == 1
    assert first.location.endswith("/result")
    assert second.location == first.location
    assert count(app, Draft) == 0


def test_a_jump_to_the_end_leads_back_to_what_is_missing(app, client, open_form):
    address, names = open_form
    send(client, client.get(address), **PERSON)
    page = client.get(f"{address}/4")
    page = send(client, page, privacy="yes", **{names["why_you"]: "So."})
    assert page.request.path == f"{address}/2" and "There is a problem" in text(page)
    assert count(app, Registration) == 0


def test_an_address_that_was_probably_meant_otherwise_is_asked_about_on_its_own_step(client, open_form):
    address, _ = open_form
    page = send(client, client.get(address), name="Ana Roy", email="ana@gmial.com")
    assert page.status_code == 422 and "ana@gmail.com" in text(page)
    assert send(client, page).request.path == f"{address}/2"


def test_a_robot_is_doubted_at_the_first_step_and_gets_no_further_without(app, client, open_form):
    address, names = open_form
    page = send(client, client.get(address), **PERSON, website="https://spam.example")
    assert page.status_code == 422 and "a person sent this" in text(page)
    send(client, page, website="https://spam.example", back="yes")
    page = send(client, client.get(f"{address}/2"), **{names["sector"]: "public"})
    page = send(client, page, privacy="yes", **{names["why_you"]: "So."})
    assert page.request.path == address and count(app, Registration) == 0


def test_where_organizers_choose_the_answers_are_checked_before_they_are_sent(app, client, review_form):
    address, names = review_form
    page = walk(client, address, names)
    assert "Check your answers" in text(page) and "privacy notice" not in text(page).split("<form")[1]
    page = send(client, page, **{names["why_you"]: "First line\nSecond line"})
    assert page.request.path == f"{address}/check" and title(page) == "Check your answers"
    shown = text(page)
    assert all(words in shown for words in ("Ana Roy", "Private", "Acme", "Second line", "About w0"))
    assert f'href="{address}/2#{names["sector"]}-0">Change<span class="vh"> About sector' in shown
    assert count(app, Registration) == 0
    assert send(client, page).status_code == 422
    assert state_of(send(client, page, privacy="yes")) == "pending"
    assert (count(app, Draft), count(app, Registration)) == (0, 1)


def test_a_change_leads_back_to_the_check_once_nothing_new_is_asked(client, review_form):
    address, names = review_form
    page = walk(client, address, names, sector="public")
    send(client, page, **{names["why_you"]: "So."})
    changed = send(client, client.get(address), name="Ana Maria Roy")
    assert changed.request.path == f"{address}/check" and "Ana Maria Roy" in text(changed)
    changed = send(client, client.get(f"{address}/2"), **{names["sector"]: "private"})
    assert changed.request.path == f"{address}/3" and "There is a problem" in text(changed)
    changed = send(client, changed, **{names["d0"]: "Acme"})
    assert changed.request.path == f"{address}/check" and "Acme" in text(changed)


def test_nobody_comes_to_the_check_past_what_is_missing(client, review_form):
    address, _ = review_form
    send(client, client.get(address), **PERSON)
    assert client.get(f"{address}/check").location == f"{address}/2?look=1"
    assert "There is a problem" in text(client.get(f"{address}/2?look=1"))


def test_a_short_form_is_checked_too_where_organizers_choose(app, client, cohort):
    with app.app_context():
        cohort_id = a_cohort(program_id=a_program(slug="policy"), slug="banff", admission="review")
        a_form(cohort_id, [SECTOR])
    address = "/en/programs/policy/banff/register"
    page = client.get(address)
    assert "Step " not in text(page)
    name = next(name for name in text(page).split('name="') if name.startswith("q-")).split('"')[0]
    page = send(client, page, **PERSON, **{name: "public"})
    assert page.request.path == f"{address}/check"
    assert state_of(send(client, page, privacy="yes")) == "pending"


def test_a_form_that_changes_on_the_way_asks_for_what_is_new(app, client, review_form):
    address, names = review_form
    page = walk(client, address, names, sector="public")
    page = send(client, page, **{names["why_you"]: "So."})
    with app.app_context():
        cohort_id = db.session.scalars(select(Cohort.id).where(Cohort.slug == "banff")).one()
        new = a_form(cohort_id, [*PARTS, written("late", required=True)])
    again = send(client, page, privacy="yes")
    assert again.request.path == f"{address}/4" and "There is a problem" in text(again) and "So." in text(again)
    late = next(question.name for question in new.everything if question.key == "late")
    page = send(client, again, **{late: "Here"})
    assert page.request.path == f"{address}/check"
    assert state_of(send(client, page, privacy="yes")) == "pending"


def test_registration_that_closes_on_the_way_is_said_and_nothing_sent(app, client, open_form):
    address, names = open_form
    page = walk(client, address, names)
    with app.app_context():
        found = db.session.scalars(select(Cohort).where(Cohort.slug == "ottawa")).one()
        found.closed_to_newcomers = True
        db.session.commit()
    page = send(client, page, privacy="yes", **{names["why_you"]: "So."})
    assert page.status_code == 409 and "Nothing was sent" in text(page) and "So." in text(page)


SAVED = 'name="save"'


def test_save_and_go_on_later_mails_a_link_that_another_browser_goes_on_with(app, client, open_form):
    address, names = open_form
    page = walk(client, address, names)
    page = send(client, page, **{names["why_you"]: "Half a sen"}, save="yes")
    assert page.request.path == f"{address}/save" and 'value="ana@example.ca"' in text(page)
    page = send(client, page)
    assert title(page) == "Check your inbox"
    with app.app_context():
        message = db.session.scalars(select(Message)).one()
        assert (message.kind, message.address) == ("draft_saved", "ana@example.ca")
        link = mails.preview(message).link
        assert "/en/registrations/draft/…" in mails.shown(message).text
        assert "Ana Roy" not in mails.preview(message).text
    other = app.test_client()
    path = link.removeprefix("http://localhost")
    page = other.get(path)
    assert title(page) == "Go on where you stopped" and "Half a sen" not in text(page)
    assert "Half a sen" in text(client.get(f"{address}/4"))
    page = send(other, page)
    assert page.request.path == f"{address}/4" and "Half a sen" in text(page)
    assert other.get(path).location == f"{address}/4"
    assert client.get(f"{address}/4").location == address and "Half" not in text(client.get(address))
    assert state_of(send(other, page, privacy="yes")) == "confirmed"
    gone = other.get(path)
    assert gone.status_code == 410 and "What you saved is not here any more" in text(gone)


def test_a_short_form_can_be_saved_too(app, client, cohort):
    with app.app_context():
        a_form(db.session.scalars(select(Cohort.id)).one(), [SECTOR])
    address = f"/en{cohort}/register"
    page = send(client, client.get(address), name="Ana Roy", save="yes")
    assert page.request.path == f"{address}/save" and count(app, Draft) == 1
    page = client.get(address)
    assert 'value="Ana Roy"' in text(page)
    sector = next(name for name in text(page).split('name="') if name.startswith("q-")).split('"')[0]
    done = send(client, page, email="ana@example.ca", privacy="yes", **{sector: "public"})
    assert state_of(done) == "confirmed" and count(app, Draft) == 0


def test_whether_an_address_is_known_is_answered_alike(app, client, open_form):
    address, names = open_form
    page = walk(client, address, names)
    send(client, page, privacy="yes", **{names["why_you"]: "So."})
    answers = []
    for email in ("ana@example.ca", "nobody@example.ca"):
        other = app.test_client()
        page = send(other, other.get(address), name="X", save="yes")
        page = send(other, page, email=email)
        answers.append((page.status_code, page.request.path, page.get_data()))
    assert answers[0] == answers[1]


def test_nobody_is_flooded_with_links(client, open_form):
    address, _ = open_form
    page = send(client, client.get(address), name="X", save="yes")
    statuses = [send(client, client.get(f"{address}/save"), email="ana@example.ca").status_code for _ in range(6)]
    assert page.status_code == 200 and statuses == [200] * 5 + [429]


def test_a_link_that_is_none_opens_nothing(client, open_form):
    assert client.get("/en/registrations/draft/x").status_code == 404


def test_a_step_takes_only_its_own_fields(app, client, open_form):
    address, names = open_form
    page = send(client, client.get(address), **PERSON)
    send(client, page, **{names["sector"]: "public"}, name="Mallory", state="confirmed", checked="yes", privacy="yes")
    with app.app_context():
        kept = dict(db.session.scalars(select(Draft.values)).one())
    assert kept["name"] == "Ana Roy"
    assert not {"state", "checked", "privacy", "csrf_token"} & set(kept)


def test_a_form_without_javascript_has_all_its_buttons(client, open_form):
    page = client.get(open_form[0])
    assert Controls(text(page)).action == open_form[0]
    assert SAVED in text(page) and 'name="back"' not in text(page)


def test_too_much_for_a_draft_is_said_on_the_page_which_keeps_it(app, client, open_form):
    address, names = open_form
    page = send(client, client.get(address), **PERSON)
    page = send(client, page, **{names["w0"]: "x" * 500_000})
    assert page.status_code == 413 and "too much for one form" in text(page) and "x" * 500_000 in text(page)
    assert send(client, page, **{names["w0"]: "x", names["sector"]: "public"}).request.path == f"{address}/4"


def test_a_place_that_nobody_needs_any_more_leads_on(app, client, open_form):
    address, names = open_form
    page = walk(client, address, names)
    page = send(client, client.get(f"{address}/3"), back="yes")
    stale = client.get(f"{address}/3")
    send(client, page, **{names["sector"]: "public"})
    assert send(app.test_client(), stale).status_code == 422
    assert send(client, stale).request.path == f"{address}/4"


def test_the_address_that_was_meant_is_taken_by_its_button(app, client, open_form):
    address, _ = open_form
    page = send(client, client.get(address), name="Ana Roy", email="ana@gmial.com")
    page = send(client, page, email=["ana@gmail.com", "ana@gmial.com"])
    assert page.request.path == f"{address}/2"
    assert 'value="ana@gmail.com"' in text(client.get(address))


def test_a_question_that_is_not_translated_says_its_language_when_it_is_checked(client, review_form):
    address, names = review_form
    page = walk(client, address, names, sector="public")
    send(client, page, **{names["why_you"]: "So."})
    french = text(client.get(f"{address.replace('/en/', '/fr/')}/check"))
    assert '<dt><span lang="en-CA">About sector</span></dt>' in french


def test_where_addresses_are_proved_a_known_one_is_answered_like_a_new_one(app, client, cohort):
    with app.app_context():
        a_cohort(program_id=a_program(slug="proof"), slug="oslo", verify_email=True, capacity=9)
    names, address = _form(app, "oslo"), "/en/programs/proof/oslo/register"
    answers = []
    for email in ("ana@example.ca", "ana@example.ca", "new@example.ca"):
        visitor = app.test_client()
        page = walk(visitor, address, names, sector="public", email=email)
        done = send(visitor, page, privacy="yes", **{names["why_you"]: "So."})
        after = visitor.get(address)
        kept = 'value="Ana Roy"' in text(after), after.headers["Cache-Control"]
        answers.append((done.request.path, done.get_data(), kept))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][2] == (False, "no-cache")


def unanswered(client, page, **typed):
    """Send a page whose answer is lost: the browser stays as it was."""
    held = client.get_cookie("session").value
    send(client, page, follow=False, **typed)
    client.set_cookie("session", held)


def test_a_lost_answer_is_found_by_sending_again_or_by_going_back(app, client, open_form):
    address, names = open_form
    page = walk(client, address, names)
    unanswered(client, page, privacy="yes", **{names["why_you"]: "So."})
    held = client.get_cookie("session").value
    again = send(client, page, privacy="yes", **{names["why_you"]: "So."})
    assert state_of(again) == "confirmed" and count(app, Draft) == 0
    client.set_cookie("session", held)
    assert state_of(client.get(f"{address}/4", follow_redirects=True)) == "confirmed"
    client.set_cookie("session", held)
    assert state_of(client.get(address, follow_redirects=True)) == "confirmed"
    assert "Step 1 of" in text(client.get(address)) and count(app, Registration) == 1


def test_where_addresses_are_proved_a_repeat_is_answered_alike_too(app, client, cohort):
    with app.app_context():
        a_cohort(program_id=a_program(slug="proof"), slug="oslo", verify_email=True, capacity=9)
    names, address = _form(app, "oslo"), "/en/programs/proof/oslo/register"
    answers = []
    for email in ("ana@example.ca", "ana@example.ca", "new@example.ca"):
        visitor = app.test_client()
        page = walk(visitor, address, names, sector="public", email=email)
        unanswered(visitor, page, privacy="yes", **{names["why_you"]: "So."})
        back = visitor.get(f"{address}/4")
        done = send(visitor, page, privacy="yes", **{names["why_you"]: "So."})
        answers.append((back.location, done.request.path, done.get_data()))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == "/en/programs/proof/oslo/mailbox"


def test_the_key_of_a_form_opens_nothing_of_somebody_who_took_it_over(app, client, open_form):
    address, names = open_form
    page = walk(client, address, names)
    send(client, page, privacy="yes", **{names["why_you"]: "So."})
    with app.app_context():
        found = db.session.scalars(select(Registration)).one()
        found.email = found.email_key = "bea@example.ca"
        db.session.commit()
    again = send(client, page, follow=False, privacy="yes", **{names["why_you"]: "So."})
    assert again.location == "/en/registrations/mailbox"


def test_only_who_saved_is_told_that_a_link_is_on_its_way(client, open_form):
    address, _ = open_form
    assert client.get(f"{address}/saved").location == address
    page = send(client, client.get(address), name="X", save="yes")
    assert client.get(f"{address}/saved").location == address
    assert title(send(client, page, email="ana@example.ca")) == "Check your inbox"
    assert title(client.get(f"{address}/saved")) == "Check your inbox"


@pytest.mark.parametrize("has_steps", [False, True])
def test_a_number_stays_the_same_number_when_the_language_changes(app, client, cohort, has_steps):
    parts = [written("years", "number"), *(PARTS if has_steps else ())]
    with app.app_context():
        asked = a_form(db.session.scalars(select(Cohort.id)).one(), parts).everything
    name = next(question.name for question in asked if question.key == "years")
    english, french = (f"/{language}{cohort}/register" for language in ("en", "fr"))
    page = client.get(french)
    page = send(client, page, _at=english, switch_language="en", **PERSON, **{name: "2,500"})
    assert f'name="{name}"' in text(page) and 'value="2.5"' in text(page)
    page = send(client, page, _at=french, switch_language="fr")
    assert 'value="2,5"' in text(page)
    if has_steps:
        send(client, page, _at=french, **{name: "3,500"})
        assert 'value="3.5"' in text(client.get(english))


def test_nothing_is_kept_of_what_comes_from_no_page_of_ours(app, client, open_form):
    address, names = open_form
    bare = {"key": "k" * 22, "name": "Ana Roy", "save": "yes", names["w0"]: "x"}
    assert client.post(address, data=bare).status_code == 422
    switched = client.post(f"{address}/2", data={**bare, "switch_language": "fr"})
    assert switched.status_code == 200 and "problem" not in text(switched)
    assert count(app, Draft) == 0


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_an_option_that_went_while_somebody_wrote_is_named(app, client, cohort, kind):
    question = written("sector", kind, required=True, options=options("Public", "Private", "Other"))
    with app.app_context():
        asked = a_form(db.session.scalars(select(Cohort.id)).one(), [question]).everything[0]
    page = client.get(f"/en{cohort}/register")
    with app.app_context():
        fewer = dataclasses.replace(asked.wording, options=options("Public", "Other"))
        questions.edit(asked.id, by=COMMAND_LINE, wording=fewer)
    page = send(client, page, **PERSON, privacy="yes", **{asked.name: "private"})
    assert page.status_code == 422 and "The form changed while you wrote: “Private” is no longer offered." in text(page)
    page = send(client, page, **{asked.name: "martian"})
    assert page.status_code == 422 and "The form changed" not in text(page)
    assert state_of(send(client, page, **{asked.name: "public"})) == "confirmed"
