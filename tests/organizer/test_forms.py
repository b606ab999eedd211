"""The form of a cohort: its list, its order, what is done to questions as a whole."""

import re

import pytest

from cohorts.questions import queries
from cohorts.questions.wordings import ALL, Condition
from tests.factories.forms import asked_in, written
from tests.factories.questions import only_if, options
from tests.organizer.builder import PAGE, act_on, asked, keys, make
from tests.organizer.desk import signed_in

SECTOR = written("sector", "choice", label="Your sector", options=options("Public", "Private"))
AGENCY = written("agency", label="Your agency", show_if=only_if("sector", "public"))
DIET = written("diet", label="Your diet", stage="after_seat", is_sensitive=True)


def test_a_cohort_without_a_form_shows_what_is_always_asked(app, desk, cohort):
    text = desk.text(PAGE)
    assert all(word in text for word in ("Full name", "Email address", "Organization", "Privacy notice"))
    assert "No question of your own yet" in text


def test_the_list_has_the_questions_in_order_with_who_is_asked(app, desk, cohort):
    make(app, cohort, SECTOR, AGENCY, DIET)
    text = desk.text(PAGE)
    text = text[text.index("Language of our messages") :]
    assert text.index("Your sector") < text.index("Your agency") < text.index("Privacy notice")
    assert text.index("Once they have a seat") < text.index("Your diet")
    assert "Only if “Your sector” is “Public”" in text
    assert "Sensitive" in text


def test_what_people_write_is_text(app, desk, cohort):
    make(app, cohort, written("key", label="<script>alert(1)</script>"))
    assert "<script>alert" not in desk.text(PAGE)


def test_a_missing_translation_and_a_question_that_nobody_is_asked_are_told(app, desk, cohort):
    never = Condition(ALL, (*only_if("sector", "public").tests, *only_if("sector", "private").tests))
    whole = written("whole", label={"en": "Your name", "fr": "Votre nom"})
    make(app, cohort, SECTOR, whole, written("never", show_if=never))
    text = desk.text(PAGE)
    assert "“Your sector” is not all there in French." in text
    assert "“Your name” is not all there" not in text
    assert "“About never” is asked of nobody" in text


def test_a_form_of_more_than_forty_questions_is_told_to_be_long(app, desk, cohort):
    both = {"en": "Question", "fr": "Question"}
    make(app, cohort, *(written(f"q{n}", label=both) for n in range(40)))
    assert "Many people give up" not in desk.text(PAGE)
    make(app, cohort, *(written(f"q{n}", label=both) for n in range(41)))
    assert "The form asks 41 questions." in desk.text(PAGE)


def test_a_question_moves_a_place_at_a_time_among_those_of_its_stage(app, desk, cohort):
    make(app, cohort, SECTOR, DIET, written("last"))
    response = act_on(app, desk, cohort, "last", "place", way="up")
    assert response.status_code == 302
    assert keys(app, cohort) == ["last", "sector"]
    assert f"moved={asked(app, cohort, 'last').id}" in response.location
    act_on(app, desk, cohort, "last", "place", way="up")
    assert keys(app, cohort) == ["last", "sector"]
    act_on(app, desk, cohort, "last", "place", way="down")
    assert keys(app, cohort) == ["sector", "last"]
    assert keys(app, cohort, "after_seat") == ["diet"]


def test_the_button_that_moved_a_question_keeps_the_focus(app, desk, cohort):
    form = make(app, cohort, written("one"), written("two"), written("three"))
    three, two = asked_in(form, "three").id, asked_in(form, "two").id
    assert desk.text(f"{PAGE}?moved={two}&way=up").count(" autofocus") == 1
    page = desk.text(f"{PAGE}?moved={three}&way=down")
    assert f'value="up" formaction="/organizer/questions/{three}/place" autofocus' in page
    assert " autofocus" not in desk.text(f"{PAGE}?moved=x&way=up")


def test_a_question_does_not_move_before_what_its_condition_asks_for(app, desk, cohort):
    make(app, cohort, SECTOR, AGENCY)
    response = act_on(app, desk, cohort, "agency", "place", way="up")
    assert "The condition of “Your agency” asks for “Your sector”, which comes later." in desk.text(response.location)
    assert keys(app, cohort) == ["sector", "agency"]


def test_dragging_sends_the_whole_order(app, desk, cohort):
    form = make(app, cohort, written("one"), written("two"), written("three"))
    order = ",".join(str(asked_in(form, key).id) for key in ("three", "one", "two"))
    desk.press(PAGE, f"{PAGE}/order", order=order)
    assert keys(app, cohort) == ["three", "one", "two"]


@pytest.mark.parametrize("order", ["", "1", "x,y", "9" * 5000, ",".join("1" * 3 for _each in range(5000))])
def test_an_order_that_is_none_changes_nothing(app, desk, cohort, order):
    make(app, cohort, written("one"), written("two"))
    assert desk.press(PAGE, f"{PAGE}/order", order=order).status_code == 302
    assert keys(app, cohort) == ["one", "two"]


def test_who_moves_a_question_in_a_form_that_changed_meanwhile_is_told_what_changed(app, desk, cohort):
    make(app, cohort, written("one"), written("two"), written("three"))
    fields = desk.fields(PAGE, f"{PAGE}/order")
    other = signed_in(app, "other@boreal.example")
    act_on(app, other, cohort, "three", "place", way="up")
    act_on(app, other, cohort, "one", "deletion")
    other.send(f"{PAGE}/new?type=yes_no", **{"label-en": "Fresh"})
    two = asked(app, cohort, "two").id
    response = desk.client.post(f"/organizer/questions/{two}/place", data={**fields, "way": "up"})
    text = desk.text(response.location)
    assert "Somebody else changed the form meanwhile." in text
    assert "“Fresh” was added. “About one” was deleted. The order changed. Move it again." in text
    assert keys(app, cohort) == ["three", "two", "fresh"]


def test_a_question_is_duplicated_once_by_one_button(app, desk, cohort):
    make(app, cohort, SECTOR, AGENCY)
    page = f"/organizer/questions/{asked(app, cohort, 'sector').id}"
    fields = desk.fields(page, f"{page}/copy")
    for _press in range(2):
        desk.client.post(f"{page}/copy", data=fields)
    assert keys(app, cohort) == ["sector", "sector_2", "agency"]


def test_a_question_is_deleted_after_being_asked_and_comes_back(app, desk, cohort):
    make(app, cohort, written("one"), written("two"))
    page = f"/organizer/questions/{asked(app, cohort, 'one').id}/deletion"
    assert "Nobody has answered it yet." in desk.text(page)
    assert keys(app, cohort) == ["one", "two"]
    assert desk.send(page).location == PAGE
    assert keys(app, cohort) == ["two"]
    desk.press(PAGE, f"/organizer/questions/{asked(app, cohort, 'one').id}/return")
    assert keys(app, cohort) == ["one", "two"]


def test_what_a_condition_asks_for_is_not_deleted_and_its_name_is_said(app, desk, cohort):
    make(app, cohort, SECTOR, AGENCY)
    response = desk.send(f"/organizer/questions/{asked(app, cohort, 'sector').id}/deletion")
    assert response.status_code == 422
    assert "The condition of “Your agency” asks for “Your sector”" in response.text
    assert "Everything else you wrote" not in response.text
    assert keys(app, cohort) == ["sector", "agency"]


def test_a_deleted_question_is_not_moved(app, desk, cohort):
    make(app, cohort, written("one"), written("two"))
    one = asked(app, cohort, "one").id
    fields = desk.fields(PAGE, f"{PAGE}/order")
    desk.send(f"/organizer/questions/{one}/deletion")
    assert desk.client.post(f"/organizer/questions/{one}/place", data={**fields, "way": "up"}).status_code == 404


def test_what_is_asked_beside_the_questions_is_set(app, desk, cohort):
    page = f"{PAGE}/details"
    response = desk.send(page, organization="required", after_seat_until="2027-03-01")
    assert response.location == PAGE
    with app.app_context():
        form = queries.of_cohort(cohort)
    assert (form.organization, form.after_seat_until.isoformat()) == ("required", "2027-03-02T04:59:00+00:00")
    assert re.search(r"To be answered until Mar\s1, 11:59\sp\.m\. <a", desk.text(PAGE))
    assert 'value="2027-03-01"' in desk.text(page)


@pytest.mark.parametrize(
    "changes", [{"organization": "sometimes"}, {"after_seat_until": "soon"}, {"after_seat_until": "2027-02-30"}]
)
def test_what_is_asked_beside_the_questions_is_well_formed(app, desk, cohort, changes):
    assert desk.send(f"{PAGE}/details", **changes).status_code == 422
    with app.app_context():
        assert queries.of_cohort(cohort).id == 0


def test_the_second_to_change_it_sees_what_the_first_one_saved(app, desk, cohort):
    make(app, cohort, SECTOR)
    page = f"{PAGE}/details"
    mine = {**desk.fields(page), "organization": "off"}
    signed_in(app, "other@boreal.example").send(page, organization="required")
    response = desk.client.post(page, data=mine)
    assert response.status_code == 409
    assert "<dt>Organization</dt><dd>Asked, an answer is required</dd>" in response.text


def test_the_form_of_a_program_is_built_like_that_of_a_cohort(app, desk, cohort):
    page = "/organizer/programs/policy/form"
    desk.send(f"{page}/new?type=yes_no", **{"label-en": "Will you come?"})
    assert "Will you come?" in desk.text(page)
    desk.send(f"{page}/details", organization="off")
    assert "Not asked" in desk.text(page)
    assert 'href="/organizer/programs/policy/form"' in desk.text("/organizer/programs/policy")


def test_a_form_is_built_in_few_statements(app, desk, cohort, statements):
    make(app, cohort, *(written(f"q{n}") for n in range(60)))
    with statements() as seen:
        desk.text(PAGE)
    assert len(seen) <= 15


def test_the_activity_says_what_happened_to_the_form(app, desk, cohort):
    desk.send(f"{PAGE}/new?type=yes_no", **{"label-en": "Will you come?"})
    desk.send(f"/organizer/questions/{asked(app, cohort, 'will_you_come').id}/deletion")
    desk.send(f"{PAGE}/details", organization="off")
    text = desk.text("/organizer/programs/policy/ottawa")
    assert "A question was added to the form of" in text
    assert "A question in the form of" in text
    assert text.count("Question: Will you come?") == 2
    assert "What the form of" in text
