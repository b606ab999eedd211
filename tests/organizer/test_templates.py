"""The words of messages: the list, writing them, two who write at once, the way back."""

import pytest
from sqlalchemy import select

from cohorts.core.database import db
from cohorts.messages import queries
from cohorts.messages.models import MessageTemplate
from cohorts.organizer.template_lines import changes
from cohorts.programs.models import Cohort
from tests.factories.programs import a_cohort
from tests.organizer.desk import signed_in

COHORT, PROGRAM = "/organizer/programs/policy/ottawa/templates", "/organizer/programs/policy/templates"


@pytest.fixture(params=[COHORT, PROGRAM])
def place(request, cohort):
    """The messages of the cohort, and those of its program."""
    return request.param


def write(desk, page, **changes):
    """Change the words on a page and save them."""
    return desk.press(page, page, **changes)


def kept(app):
    with app.app_context():
        return {(row.kind, row.language): row.source for row in db.session.scalars(select(MessageTemplate))}


def test_the_list_has_every_kind_of_message_and_says_whose_words_it_has(desk, place):
    text = desk.text(place)
    for kind in ("received", "seat_confirmed", "offer_made", "thanks", "cohort_cancelled"):
        assert f'href="{place}/{kind}"' in text
    assert "Default" in text and "own words are missing" not in text.lower()
    write(desk, f"{place}/received", subject_en="We have it, {name}")
    text = desk.text(place)
    assert ("Cohort’s own" if place == COHORT else "Program’s own") in text


def test_the_pages_of_the_program_and_the_cohort_lead_to_it(desk, cohort):
    written = f"{COHORT.removesuffix('/templates')}/messages"
    assert f'href="{written}"' in desk.text("/organizer/programs/policy/ottawa")
    assert f'href="{COHORT}"' in desk.text(written)
    assert f'href="{PROGRAM}"' in desk.text("/organizer/programs/policy")


def test_words_that_are_written_are_kept_and_those_left_alone_stay_the_default(app, desk, place):
    response = write(desk, f"{place}/received", subject_en="We have it, {name}")
    assert response.location == f"{place}/received"
    assert list(kept(app)) == [("received", "en")]
    assert kept(app)["received", "en"].startswith("We have it, {name}\n")
    assert "Messages that already wait in the outbox keep their words." in desk.text(f"{place}/received")


def test_a_language_that_has_no_own_words_while_another_has_is_told(desk, place):
    write(desk, f"{place}/received", subject_en="We have it, {name}")
    text = desk.text(place)
    assert "Own words are missing in a language" in text and "(Français)" in text


def test_what_cannot_be_sent_is_said_at_its_field_and_nothing_typed_is_lost(app, desk, place):
    response = write(
        desk, f"{place}/received", subject_en="Hello {nmae}", body_en="![x](y)\n\nStay.", body_fr="Restez."
    )
    assert response.status_code == 422
    assert "{nmae} is no placeholder. Did you mean {name}?" in response.text
    assert 'href="#subject_en"' in response.text and 'href="#body_en"' in response.text
    assert "Line 1: Pictures cannot stand in a message" in response.text
    assert "Everything else you wrote is still here." in response.text
    assert "Stay.</textarea>" in response.text and "Restez.</textarea>" in response.text
    assert kept(app) == {}


def test_the_second_of_two_sees_what_the_first_one_saved_and_may_save_on_top(app, desk, place):
    mine = {**desk.fields(f"{place}/received", f"{place}/received"), "subject_en": "Mine"}
    signed_in(app, "other@boreal.example").client.post(f"{place}/received", data={**mine, "subject_en": "Theirs"})
    signed_in(app, "other@boreal.example")
    other = signed_in(app, "third@boreal.example")
    fields = other.fields(f"{place}/received", f"{place}/received")
    other.client.post(f"{place}/received", data={**fields, "subject_en": "Theirs"})
    response = desk.client.post(f"{place}/received", data=mine)
    assert response.status_code == 409
    assert "<dt>Subject in English</dt><dd>Theirs</dd>" in response.text
    assert kept(app)["received", "en"].startswith("Theirs\n")


def test_two_who_write_in_two_languages_both_keep_their_words(app, desk, place):
    mine = {**desk.fields(f"{place}/received", f"{place}/received"), "subject_fr": "Les miens"}
    theirs = signed_in(app, "other@boreal.example")
    write(theirs, f"{place}/received", subject_en="Theirs")
    assert desk.client.post(f"{place}/received", data=mine).status_code == 302
    assert kept(app)["received", "en"].startswith("Theirs\n")
    assert kept(app)["received", "fr"].startswith("Les miens\n")


def test_a_language_that_only_the_other_one_touched_is_taken_over(app, desk, place):
    mine = {**desk.fields(f"{place}/received", f"{place}/received"), "subject_fr": "Les miens"}
    theirs = signed_in(app, "other@boreal.example")
    write(theirs, f"{place}/received", subject_en="Theirs", subject_fr="Les leurs")
    refused = desk.client.post(f"{place}/received", data=mine)
    assert refused.status_code == 409 and "Les leurs" in refused.text
    assert "<dt>Subject in English</dt>" not in refused.text and 'value="Theirs"' in refused.text


def test_what_differs_is_shown_in_words_and_the_default_is_one_press_away(app, desk, place):
    page = f"{place}/received"
    write(desk, page, subject_en="Quite <other> words", body_fr="Tout autre chose.")
    text = desk.text(page)
    assert 'Added</span> <ins lang="en-CA">Quite &lt;other&gt; words</ins>' in text
    assert "Removed</span> <del" in text
    response = desk.press(page, f"{page}/return", language="en")
    assert response.location == page
    assert list(kept(app)) == [("received", "fr")]
    assert queries.default("received", "en")[0] in desk.text(page)


def test_words_that_were_taken_back_are_found_again(desk, place):
    page = f"{place}/received"
    write(desk, page, subject_en="Words of once")
    desk.press(page, f"{page}/return", language="en")
    text = desk.text(page)
    assert "Words of once" in text
    link = text.split("?earlier=")[1].split('"')[0]
    assert desk.fields(f"{page}?earlier={link}", page)["subject_en"] == "Words of once"
    assert "The words of a message of" in desk.text("/organizer/activity")


def test_writing_the_default_again_leaves_no_words_of_ones_own(app, desk, place):
    page = f"{place}/received"
    subject, body = queries.default("received", "en")
    write(desk, page, subject_en="Other words")
    write(desk, page, subject_en=subject, body_en=body)
    assert kept(app) == {}


def test_a_cohort_stands_on_the_words_of_its_program(app, desk, cohort):
    write(desk, f"{PROGRAM}/received", subject_en="Of the program")
    assert desk.fields(f"{COHORT}/received", f"{COHORT}/received")["subject_en"] == "Of the program"
    write(desk, f"{COHORT}/received", subject_en="Of the cohort")
    text = desk.text(f"{COHORT}/received")
    assert "Back to the program’s words" in text
    assert ">Of the program</del>" in text


def test_each_placeholder_is_explained_with_a_sample(desk, place):
    text = desk.text(f"{place}/waitlisted")
    assert "<code>{position}</code>" in text and "The position on the waiting list." in text
    title = "Placeholders that stand only in other messages"
    here, _, elsewhere = desk.text(f"{place}/seat_confirmed").partition(title)
    assert "<code>{position}</code>" not in here and "<code>{position}</code>" in elsewhere
    assert "[words]({manage_link}), not in the subject" in here


def test_a_kind_that_there_is_not_is_missing(desk, place):
    for kind in ("broadcast", "sign_in_link", "footer", "nothing"):
        assert desk.get(f"{place}/{kind}").status_code == 404


def test_a_cohort_whose_mails_lack_a_language_says_so_before_it_is_published(app, desk, cohort):
    page = "/organizer/programs/policy/ottawa"
    fields = desk.fields(page, f"{page}/publication")
    desk.client.post(f"{page}/publication", data={**fields, "status": "draft"})
    assert "words of its own in one language only" not in desk.text(page)
    write(desk, f"{COHORT}/received", subject_en="Of the cohort")
    for path in (page, "/organizer/"):
        assert "1 message has words of its own in one language only" in desk.text(path)


def test_what_the_words_of_a_program_lack_is_said_once_for_all_of_its_cohorts(app, desk, cohort):
    with app.app_context():
        program = db.session.get_one(Cohort, cohort).program_id
        a_cohort(program_id=program, slug="quebec")
    write(desk, f"{PROGRAM}/received", subject_en="Of the program")
    assert desk.text("/organizer/").count("in one language only") == 1
    write(desk, f"{COHORT}/offer_made", subject_en="Of the cohort")
    assert desk.text("/organizer/").count("in one language only") == 2
    assert "2 messages have words of their own" in desk.text("/organizer/programs/policy/ottawa")


def test_lines_are_compared_and_empty_ones_say_nothing():
    before, now = (queries.Words("A", body, None, 0) for body in ("one\n\ntwo", "one\n\n\nthree"))
    assert [tuple(each) for each in changes(before, now)] == [("removed", "two"), ("added", "three")]
