"""What all organizers' pages have in common, and those that stand alone: overview, institution, activity, language."""

import pytest
from sqlalchemy import event

from cohorts.core.database import db
from cohorts.programs import institution
from cohorts.programs.details import SessionDetails
from tests.factories.programs import a_cohort, a_program, an_institution, at
from tests.factories.registrations import a_registration
from tests.organizer.desk import signed_in


def test_an_empty_installation_says_what_to_do_first(app):
    text = signed_in(app).text("/organizer/")
    assert "Welcome to Cohorts" in text
    assert text.index("/organizer/institution") < text.index("/organizer/programs/new")
    assert "cohorts load FILE.toml" in text


def test_the_institution_is_set_up_on_an_empty_installation(app):
    desk = signed_in(app)
    response = desk.send(
        "/organizer/institution",
        **{"name-en": "Boreal Institute", "contact": "a@boreal.example", "privacy_notice-en": "We keep **little**."},
    )
    assert response.location == "/organizer/institution"
    with app.app_context():
        found = institution.current()
        assert (found.name, found.privacy_notice.version) == ({"en": "Boreal Institute"}, 1)
        assert "<strong>little</strong>" in found.privacy_notice.html["en"]
    assert "The institution has its name and contact." in desk.text("/organizer/")


def test_another_wording_of_the_privacy_notice_is_a_new_version(app, desk):
    desk.send("/organizer/institution", **{"privacy_notice-en": "Another wording."})
    desk.send("/organizer/institution", contact="b@boreal.example")
    with app.app_context():
        assert institution.current().privacy_notice.version == 2


def test_what_somebody_else_saved_about_the_institution_is_shown(app, desk):
    mine = {**desk.fields("/organizer/institution"), "website": "https://mine.example"}
    signed_in(app, "other@boreal.example").send("/organizer/institution", website="https://theirs.example")
    response = desk.client.post("/organizer/institution", data=mine)
    assert response.status_code == 409
    assert "<dt>Website</dt><dd>https://theirs.example</dd>" in response.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name-en": "", "name-fr": ""}, "Write the name in at least one language"),
        ({"contact": ""}, "Enter an address that people can write to"),
        ({"website": "boreal.example"}, "Start the link with https://"),
        ({"privacy_notice-en": "", "privacy_notice-fr": ""}, "Write the privacy notice in at least one language"),
    ],
)
def test_mistakes_about_the_institution_are_said_beside_the_field(desk, changes, sentence):
    response = desk.send("/organizer/institution", **changes)
    assert response.status_code == 422
    assert sentence in response.text


def test_the_overview_has_cohorts_that_are_not_over_the_next_first(app, desk):
    with app.app_context():
        program = a_program()
        a_cohort(program_id=program, title={"en": "Whitehorse"}, status="draft")
        a_cohort(program_id=program, title={"en": "Halifax"}, sessions=_on("2090-01-01"))
        a_cohort(program_id=program, title={"en": "Long gone"}, sessions=_on("2020-01-01"))
    text = desk.text("/organizer/")
    assert text.index("Whitehorse") < text.index("Halifax")
    assert "Long gone" not in text
    assert "Whitehorse: still a draft" in text


def _on(day):
    return [SessionDetails(starts_at=at(f"{day} 14:00"), ends_at=at(f"{day} 22:00"))]


def test_a_missing_privacy_notice_is_next(app):
    with app.app_context():
        an_institution(privacy_notice={})
        a_program()
    assert "There is no privacy notice yet" in signed_in(app).text("/organizer/")


def test_the_log_says_who_did_what_in_words(app, desk):
    with app.app_context():
        a_cohort(program_id=a_program(slug="ai", title={"en": "AI"}), slug="ottawa", capacity=2)
    desk.send("/organizer/programs/ai/ottawa/edit", **{"capacity": "5", "title-en": "Ottawa again"})
    text = desk.text("/organizer/activity")
    assert 'The program <a href="/organizer/programs/ai">AI</a> was created' in text
    assert "Number of seats: 5 instead of 2" in text
    assert text.count("René Cardinal") > 2
    assert "Command line" in text


def test_a_name_that_looks_like_html_stays_a_name(app, desk):
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa")
        reference = a_registration(cohort, name="<b>%(thing)s</b>").reference
    for path in ("activity", "programs/ai/ottawa", f"registrations/{reference}", "programs/ai/ottawa/registrations"):
        text = desk.text(f"/organizer/{path}")
        assert "&lt;b&gt;%(thing)s&lt;/b&gt;" in text
        assert "<b>" not in text


def test_an_organizer_chooses_the_language_of_the_pages_and_keeps_it(app, desk):
    response = desk.press("/organizer/outbox", "/organizer/language", language="fr", back="/organizer/outbox?")
    assert response.location == "/organizer/outbox"
    assert '<html lang="fr-CA">' in desk.text("/organizer/outbox")
    assert '<html lang="fr-CA">' in signed_in(app).text("/organizer/")


def test_a_visitor_chooses_the_language_of_the_sign_in_page(stranger):
    response = stranger.press("/organizer/sign-in", "/organizer/language", language="fr", back="/organizer/sign-in?")
    assert response.location == "/organizer/sign-in"
    assert '<html lang="fr-CA">' in stranger.text("/organizer/sign-in")


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "", "/en/"])
def test_choosing_a_language_leads_to_our_own_pages_only(desk, back):
    assert desk.press("/organizer/", "/organizer/language", language="fr", back=back).location == "/organizer/"


def test_an_unknown_language_changes_nothing(desk):
    desk.press("/organizer/", "/organizer/language", language="tlh", back="/organizer/")
    assert '<html lang="en-CA">' in desk.text("/organizer/")


def test_pages_are_neither_kept_nor_told_about(desk):
    response = desk.get("/organizer/")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_a_form_that_waited_too_long_comes_back_filled(desk):
    fields = {**desk.fields("/organizer/programs/new"), "title-en": "Still here", "csrf_token": "old"}
    response = desk.client.post("/organizer/programs/new", data=fields)
    assert response.status_code == 422
    assert "Everything is still here: send it again." in response.text
    assert 'value="Still here"' in response.text


def test_a_style_sheet_sets_no_cookie(desk):
    page = desk.text("/organizer/")
    sheet = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "Set-Cookie" not in desk.get(sheet).headers


def test_the_statements_of_a_page_do_not_grow_with_its_rows(app, desk):
    def statements(path):
        seen = []
        with app.app_context():
            engine = db.engine

        def note(*said):
            seen.append(said[2])

        event.listen(engine, "before_cursor_execute", note)
        desk.text(path)
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=3)
        for _number in range(4):
            a_registration(cohort)
    paths = (
        "",
        "programs",
        "programs/ai",
        "programs/ai/ottawa",
        "programs/ai/ottawa/registrations",
        "programs/ai/ottawa/waitlist",
        "outbox",
        "activity",
    )
    before = [statements(f"/organizer/{path}") for path in paths]
    with app.app_context():
        for _number in range(20):
            a_registration(cohort)
        a_cohort(program_id=a_program())
    after = [statements(f"/organizer/{path}") for path in paths]
    # Two of them on every page are for what keeps messages from going out.
    assert all(now <= then <= 16 for now, then in zip(after, before, strict=True))


def test_a_missing_postal_address_is_next(app):
    with app.app_context():
        an_institution(address="")
        a_program()
    assert "Messages say no postal address" in signed_in(app).text("/organizer/")


def test_a_draft_says_before_it_is_published_what_its_messages_lack_about_who_sends_them(app):
    with app.app_context():
        an_institution(address="")
        program = a_program(slug="ai")
        a_cohort(program_id=program, slug="draft", status="draft")
        a_cohort(program_id=program, slug="open")
    desk = signed_in(app)
    assert "Messages say no postal address" in desk.text("/organizer/programs/ai/draft")
    assert "Messages say no postal address" not in desk.text("/organizer/programs/ai/open")


def test_an_institution_without_a_name_is_next(app):
    with app.app_context():
        a_cohort(program_id=a_program(slug="ai"), slug="draft", status="draft")
    desk = signed_in(app)
    for path in ("/organizer/", "/organizer/programs/ai/draft"):
        assert "do not say yet who you are" in desk.text(path)


def test_nothing_is_missing_of_an_institution_that_says_all(app):
    with app.app_context():
        an_institution()
        a_program()
    text = signed_in(app).text("/organizer/")
    assert "postal address" not in text
    assert "no privacy notice" not in text
