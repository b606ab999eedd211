"""Who may do what: every address, every method, every kind of visitor, what exists and what does not."""

import pytest
from sqlalchemy import select

from cohorts.accounts import permissions, users
from cohorts.accounts.models import SignIn
from cohorts.activity.actors import COMMAND_LINE
from cohorts.broadcasts import schedules
from cohorts.core.database import Base, db
from cohorts.mail.models import Message
from cohorts.registrations import queries
from tests.factories.broadcasts import a_draft
from tests.factories.files import a_file_of
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort, a_program
from tests.factories.registrations import a_registration
from tests.organizer.desk import ADDRESS, signed_in

CANARY = "Canary"
ENDS = {
    "program": "no-such",
    "cohort": "no-such",
    "reference": "NOP-222222",
    "message_id": 987654,
    "sign_in_id": 987654,
    "question_id": 987654,
    "key": "nothing",
    "schedule_id": 987654,
    "broadcast_id": 987654,
    "token": "nothing",
    "kind": "nothing",
}
# The registration here has a seat: no offer to take back, nothing to bring back.
LEADS_BACK = {"retraction", "reinstatement", "broadcast_stop"}
OPEN = {"sign_in", "sign_in_sent", "enter", "language"}


@pytest.fixture
def existing(app, desk):
    """What each part of an address may be, so that there is something at it."""
    with app.app_context():
        title = {"en": f"{CANARY} cohort"}
        program = a_program(slug="canary", title={"en": f"{CANARY} program"})
        cohort = a_cohort(program_id=program, slug="canary-1", title=title)
        reference = a_registration(cohort, name=f"{CANARY} Roy").reference
        question = asked_in(a_form(cohort, [written("cv", "file")]), "cv")
        token = a_file_of(queries.by_reference(reference), question)
        return {
            "program": "canary", "cohort": "canary-1", "reference": reference,
            "message_id": db.session.scalars(select(Message.id)).first(),
            "schedule_id": schedules.add(cohort, kind="reminder", amount=2, unit="hours", by=COMMAND_LINE),
            "broadcast_id": a_draft(cohort),
            "sign_in_id": db.session.scalars(select(SignIn.id)).first(),
            "token": token, "key": "cv", "question_id": question.id,
            "kind": "received",
        }  # fmt: skip


def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("organizer.")]


def requests(app, values):
    """Every (endpoint, method, path) with these values in its path."""
    adapter = app.url_map.bind("localhost")
    for rule in rules(app):
        path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
        for method in sorted(rule.methods & {"GET", "POST"}):
            yield rule.endpoint.partition(".")[2], method, path


def everything(app):
    """All rows of all tables, except the counts that limits keep."""
    with app.app_context():
        return {
            table.name: sorted(map(repr, db.session.execute(table.select())))
            for table in Base.metadata.sorted_tables
            if table.name != "attempts"
        }


def test_every_page_states_its_permission_and_every_permission_has_a_page(app):
    assert {rule.endpoint.partition(".")[2] for rule in rules(app)} == set(permissions.POLICY)


def test_nobody_who_is_not_signed_in_sees_or_changes_anything(app, existing, stranger):
    before = everything(app)
    for endpoint, method, path in requests(app, existing):
        response = stranger.client.open(path, method=method)
        assert CANARY not in response.text, (method, path)
        if endpoint not in OPEN:
            assert response.status_code == 302, (method, path)
            assert response.location.startswith("/organizer/sign-in"), (method, path)
    assert everything(app) == before


def test_to_a_stranger_what_exists_and_what_does_not_answer_alike(app, existing, stranger):
    missing = {**existing, **ENDS}
    for there, nowhere in zip(requests(app, existing), requests(app, missing), strict=True):
        if there[0] not in OPEN:
            one, other = (stranger.client.open(path, method=method) for _endpoint, method, path in (there, nowhere))
            assert one.status == other.status
            assert one.data.replace(there[2].encode(), b"") == other.data.replace(nowhere[2].encode(), b"")


def test_an_organizer_whose_access_ended_is_a_stranger(app, existing, desk):
    with app.app_context():
        users.end(ADDRESS, by=COMMAND_LINE)
    for endpoint, method, path in requests(app, existing):
        response = desk.client.open(path, method=method)
        assert CANARY not in response.text, (method, path)
        if endpoint not in OPEN:
            assert response.location.startswith("/organizer/sign-in"), (method, path)


def test_to_an_organizer_every_page_of_what_exists_answers(app, existing, desk):
    for endpoint, method, path in requests(app, existing):
        if method == "GET" and endpoint not in ("enter", "decisions"):
            answer = desk.get(path)
            # What cannot be done to this registration, or draft, as it stands leads back to it.
            if endpoint in LEADS_BACK:
                assert answer.location == path.rpartition("/")[0], path
            else:
                assert answer.status_code == 200, path
        elif endpoint == "decisions" and method == "GET":
            # Its people stand in its query: without any it leads back to the list.
            assert desk.get(path).location == path.replace("decisions", "registrations")


def test_what_is_missing_answers_like_an_address_that_never_was(app, existing, desk):
    nowhere = desk.get("/organizer/no/such/page")
    assert nowhere.status_code == 404
    for endpoint, method, path in requests(app, {**existing, **ENDS}):
        # A link to sign in says why it does not work.
        if endpoint != "enter" and any(str(word) in path for word in ENDS.values()):
            response = desk.client.open(path, method=method)
            assert (response.status_code, response.data) == (404, nowhere.data), (method, path)


def test_an_account_without_a_role_finds_nothing(app, existing):
    other = signed_in(app, "other@boreal.example")
    with app.app_context():
        user = users.with_address("other@boreal.example")
        user.is_admin = False
        db.session.commit()
    nowhere = other.get("/organizer/no/such/page")
    for endpoint, method, path in requests(app, existing):
        if permissions.POLICY[endpoint] in permissions.ADMINISTRATOR - {permissions.ANYBODY, permissions.SIGNED_IN}:
            response = other.client.open(path, method=method)
            assert (response.status_code, response.data) == (404, nowhere.data), (method, path)


def test_no_button_works_without_the_key_of_its_page(app, existing, desk):
    before = everything(app)
    for _endpoint, method, path in requests(app, existing):
        if method == "POST":
            desk.client.post(
                path, data={"title-en": "Changed", "reason": "Changed", "language": "fr", "status": "draft"}
            )
    assert everything(app) == before


def test_a_body_that_is_too_large_is_refused_kindly_at_every_address(app, desk, existing):
    body = {"label-en": "x" * 3_000_000}
    posts = [(endpoint, path) for endpoint, method, path in requests(app, existing) if method == "POST"]
    answers = {(endpoint, path): desk.client.post(path, data=body) for endpoint, path in posts}
    # These have nothing to read: what is asked for is not there, or a type is yet to be chosen.
    others = {endpoint for (endpoint, _), answer in answers.items() if answer.status_code in (200, 302)}
    assert others == {"decisions", "new_question"}
    refused = [answer for (endpoint, _), answer in answers.items() if endpoint not in others]
    assert {(answer.status_code, "too much for one form" in answer.text) for answer in refused} == {(413, True)}
    assert desk.client.post("/organizer/programs/canary/form/new?type=choice", data=body).status_code == 413
