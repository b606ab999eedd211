"""Programs: made, changed, published, archived by organizers."""

import pytest

from cohorts.activity.actors import COMMAND_LINE
from cohorts.programs import programs, queries
from tests.factories.programs import a_cohort, a_program
from tests.organizer.desk import signed_in

NEW = {
    "title-en": "AI for Policy", "title-fr": "L’IA pour les politiques", "summary-en": "Two days.", "summary-fr": "",
    "description-en": "# For **you**", "description-fr": "", "slug": "ai-policy", "languages": ["en", "fr"],
    "contact": "program@boreal.example",
}  # fmt: skip


def read(app, slug):
    with app.app_context():
        return queries.program(slug)


def test_a_new_program_is_a_draft_that_only_organizers_see(app, desk):
    response = desk.send("/organizer/programs/new", **NEW)
    assert response.location == "/organizer/programs/ai-policy"
    program = read(app, "ai-policy")
    assert (program.status, program.title["fr"]) == ("draft", "L’IA pour les politiques")
    assert "<h2>For <strong>you</strong></h2>" in program.description_html["en"]
    assert desk.get("/en/programs/ai-policy").status_code == 404


def test_a_form_sent_twice_makes_one_program(app, desk):
    fields = {**desk.fields("/organizer/programs/new"), **NEW}
    for _press in range(2):
        assert desk.client.post("/organizer/programs/new", data=fields).location == "/organizer/programs/ai-policy"
    with app.app_context():
        assert len(queries.all_programs()) == 1


def test_a_program_is_published_and_goes_back_to_draft(app, desk):
    desk.send("/organizer/programs/new", **NEW)
    page, button = "/organizer/programs/ai-policy", "/organizer/programs/ai-policy/publication"
    desk.press(page, button, status="published")
    assert read(app, "ai-policy").status == "published"
    assert desk.get("/en/programs/ai-policy").status_code == 200
    desk.press(page, button, status="draft")
    assert read(app, "ai-policy").status == "draft"


def test_a_program_whose_cohort_is_not_over_is_not_archived(app, desk):
    with app.app_context():
        a_cohort(program_id=a_program(slug="running"))
    desk.press("/organizer/programs/running", "/organizer/programs/running/archive")
    assert "A cohort of this program is not over yet." in desk.text("/organizer/programs/running")
    assert read(app, "running").status == "published"


def test_a_program_without_cohorts_is_archived(app, desk):
    with app.app_context():
        a_program(slug="old")
    desk.press("/organizer/programs/old", "/organizer/programs/old/archive")
    assert read(app, "old").status == "archived"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title-en": "", "title-fr": " \u200b"}, "Write the title in at least one language"),
        ({"slug": "Été 2026"}, "Use small letters without accents, digits and hyphens"),
        ({"slug": "new"}, "This word has a page of its own"),
        ({"slug": ""}, "Write a word for the address"),
        ({"languages": []}, "Choose at least one language"),
        ({"languages": ["tlh"]}, "Choose one of these languages"),
        ({"contact": "nobody"}, "Enter an email address with an @"),
        ({"contact": ""}, "Enter an address that people can write to"),
        ({"summary-en": "x" * 401}, "Use at most 400 characters; there are 401."),
        ({"title-en": "a\x00b"}, "Some characters cannot be read."),
    ],
)
def test_a_mistake_gives_the_form_back_with_words_beside_the_field(app, desk, changes, sentence):
    response = desk.send("/organizer/programs/new", **{**NEW, **changes})
    assert response.status_code == 422
    assert sentence in response.text
    assert response.text.count("Two days.") == ("summary-en" not in changes)
    with app.app_context():
        assert queries.all_programs() == []


def test_a_slug_in_use_is_said_beside_the_field(app, desk):
    with app.app_context():
        a_program(slug="ai-policy")
    response = desk.send("/organizer/programs/new", **NEW)
    assert response.status_code == 409
    assert '<a href="#slug">Another one has this address already.' in response.text


def test_an_edit_changes_what_was_changed(app, desk):
    with app.app_context():
        a_program(slug="ai-policy")
    response = desk.send("/organizer/programs/ai-policy/edit", **{"title-en": "Renamed", "slug": "renamed"})
    assert response.location == "/organizer/programs/renamed"
    assert read(app, "renamed").title == {"en": "Renamed", "fr": "L’IA pour les politiques publiques"}


def test_what_somebody_else_saved_meanwhile_is_shown_and_can_be_saved_over(app, desk):
    with app.app_context():
        a_program(slug="ai-policy")
    page = "/organizer/programs/ai-policy/edit"
    mine = {**desk.fields(page), "title-en": "Mine"}
    signed_in(app, "other@boreal.example").send(page, **{"title-en": "Theirs", "contact": "other@boreal.example"})
    response = desk.client.post(page, data=mine)
    assert response.status_code == 409
    assert "Somebody else changed this while you were writing." in response.text
    assert "<dt>Title in English</dt><dd>Theirs</dd>" in response.text
    assert "<dt>Contact address</dt><dd>other@boreal.example</dd>" in response.text
    assert 'value="Mine"' in response.text
    again = {**mine, "version": read(app, "ai-policy").version}
    assert desk.client.post(page, data=again).status_code == 302
    assert read(app, "ai-policy").title["en"] == "Mine"


def test_changing_the_language_keeps_what_was_written(app, desk):
    response = desk.send("/organizer/programs/new", **NEW, switch_language="fr")
    assert response.status_code == 200
    assert '<html lang="fr-CA">' in response.text
    assert 'value="AI for Policy"' in response.text
    with app.app_context():
        assert queries.all_programs() == []


def test_the_list_has_every_program_with_its_state_and_cohorts(app, desk):
    with app.app_context():
        a_cohort(program_id=a_program(slug="one", title={"en": "Alpaca"}), title={"en": "Ottawa"})
        programs.archive(a_program(slug="two", title={"en": "Zebra"}), by=COMMAND_LINE)
    text = desk.text("/organizer/programs")
    assert text.index("Alpaca") < text.index("Ottawa") < text.index("Zebra") < text.index("Archived")
