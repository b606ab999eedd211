import re
from io import BytesIO
from typing import NamedTuple

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Form

from cohorts.questions import types
from cohorts.questions.drawing import Block
from tests.factories.questions import a_question, only_if, options


class Kept(NamedTuple):
    """A file that was received."""

    token: str = "t0k3n"
    name: str = 'my "cv".pdf'
    size: int = 212_000
    kind: str = "pdf"


@pytest.fixture
def asked(bare):
    """The field of a question as a page has it: empty, or sent with these values by suffix."""

    def made(question, *sent, language="en", **outside):
        data = MultiDict([(question.name + suffix, value) for suffix, value in sent])
        unbound = types.of(question.wording.type).field(question, language)
        with bare.test_request_context():
            form = type("One", (Form,), {question.name: unbound})(data or None)
            field = form[question.name]
            for name, value in outside.items():
                setattr(field, name, value)
            if sent:
                form.validate()
        return field

    return made


@pytest.fixture
def question(draw):
    """The HTML of a field."""

    def drawn(field, **reveals):
        return draw("question", "question(field, reveals)", field=field, reveals=reveals)

    return drawn


def ids(html):
    """All ids of some HTML."""
    return re.findall(r' id="([^"]+)"', html)


EVERY = {
    "short_text": {}, "long_text": {"max": 50}, "email": {}, "phone": {}, "url": {}, "number": {}, "date": {},
    "choice": {"options": options("Health", other="Else")}, "choices": {"options": options("A", other="B"), "max": 1},
    "yes_no": {}, "scale": {}, "country": {}, "language": {}, "file": {}, "consent": {"text": {"en": "Pictures."}},
}  # fmt: skip


def test_every_type_that_asks_is_drawn_here():
    assert sorted(EVERY) == sorted(name for name, kind in types.TYPES.items() if kind.asks)


@pytest.mark.parametrize("name", EVERY)
def test_label_hint_and_error_are_tied_to_the_control(name, asked, question):
    field = asked(a_question(name, required=True, help={"en": "A hint."}, **EVERY[name]), ("-none", "x"))
    html = question(field)
    places = [html.index(part) for part in ("About ", "A hint.", "Error:", "<textarea" if name == "long_text" else "<")]
    assert places[:3] == sorted(places[:3])
    assert re.search(rf'aria-describedby="{field.id}-hint {field.id}-error ?"', html)
    assert field.first_control in ids(html)
    assert len(ids(html)) == len(set(ids(html)))
    assert html.count("<label") + html.count("<legend") >= 1
    assert "(optional)" not in html


@pytest.mark.parametrize("name", EVERY)
def test_an_optional_question_says_so_and_is_not_called_wrong(name, asked, question):
    html = question(asked(a_question(name, **EVERY[name])))
    assert html.count('<span class="optional">(optional)</span>') == 1
    assert "aria-required" not in html
    assert "aria-invalid" not in html


@pytest.mark.parametrize("name", sorted(set(EVERY) - {"file", "consent"}))
def test_what_was_typed_stays_and_stays_text(name, asked, question):
    parts = ("-day", "-month", "-year") if name == "date" else ("", "-other")
    html = question(asked(a_question(name, **EVERY[name]), *((part, '"><script>') for part in parts)))
    assert "<script>" not in html
    if name in ("short_text", "email", "phone", "url", "number", "date"):
        assert 'value="&#34;&gt;&lt;script&gt;"' in html


def test_lines_have_the_right_keyboards(asked, question):
    assert 'type="email"' in question(asked(a_question("email")))
    assert 'inputmode="decimal"' in question(asked(a_question("number")))
    assert 'autocomplete="tel"' in question(asked(a_question("phone")))
    assert 'autocomplete="country"' in question(asked(a_question("country")))


def test_the_chosen_options_are_checked(asked, question):
    html = question(asked(a_question("choices", options=options("A", "B", "C")), ("", "a"), ("", "c")))
    assert re.findall(r'value="(\w)" checked', html) == ["a", "c"]


def test_a_long_list_is_a_select_and_its_other_opens_words(asked, question):
    many = options(*(f"Option {n}" for n in range(20)), other="Else")
    field = asked(a_question("choice", options=many), ("", "option 3"))
    html = question(field)
    assert '<option value="option 3" selected>Option 3</option>' in html
    assert '<option value="else" data-opens>Else</option>' in html
    assert f'</select> <div class="reveal"> <div class="field"><label for="{field.id}-other">' in html


def test_other_has_a_label_that_makes_sense_alone(asked, question):
    html = question(asked(a_question("choice", options=options("Health", other="Something else"))))
    assert "If you choose “Something else”: write what it is</label>" in html


def test_a_question_is_drawn_right_after_the_option_that_reveals_it(asked, question):
    sector = a_question("choice", key="sector", options=options("Health", "Roads"))
    which = asked(a_question(key="which", show_if=only_if("sector", "health")))
    html = question(asked(sector), health=which)
    assert f'<span>Health</span></label> <div class="reveal"> <div class="field"> <label for="{which.id}">' in html
    assert html.index("reveal") < html.index("Roads")


def test_a_long_text_tells_its_limit_to_readers_and_to_the_counter(asked, question):
    html = question(asked(a_question("long_text", max=300, unit="words")))
    assert "At most 300 words.</p>" in html
    assert 'data-most="300"' in html
    assert " data-words" in html


def test_a_long_text_keeps_a_first_empty_line(bare, asked):
    field = asked(a_question("long_text"))
    field.data = "\nfirst"
    source = '{% from "components/question.html" import question %}{{ question(field) }}'
    with bare.test_request_context():
        assert "\n\nfirst</textarea>" in bare.jinja_env.from_string(source).render(field=field)


def test_each_part_of_a_date_has_its_label_and_the_wrong_one_is_named(asked, question):
    field = asked(a_question("date"), ("-day", "7"), ("-month", "Foo"), ("-year", "2026"))
    html = question(field)
    assert re.findall(r">(Day|Month|Year)</label>", html) == ["Day", "Month", "Year"]
    assert html.count("aria-invalid") == 1
    assert re.search(rf'id="{field.id}-month"[^>]*value="Foo" aria-invalid="true"', html)


def test_a_consent_is_read_before_its_box(asked, question):
    said = {"text": {"en": "Pictures."}, "text_html": {"en": "<p>Pictures.</p>"}}
    html = question(asked(a_question("consent", required=True, **said)))
    assert html.index("<p>Pictures.</p>") < html.index('type="checkbox"') < html.index("I agree")


def test_a_text_in_another_language_says_so(asked, question):
    said = {"text_html": {"en": "<p>Pictures.</p>"}}
    assert '<div lang="en-CA"><p>Pictures.</p></div>' in question(asked(a_question("consent", **said), language="fr"))


def test_a_file_that_was_received_is_named_and_can_be_removed_or_replaced(asked, question):
    field = asked(a_question("file"), ("-file", "t0k3n"), upload=Kept())
    html = question(field)
    assert "my &#34;cv&#34;.pdf, 212\u00a0KB" in html
    assert f'<input type="hidden" name="{field.name}-file" value="t0k3n">' in html
    assert f'name="{field.name}-remove" value="yes" formnovalidate>Remove<span class="vh"> my' in html
    assert f'aria-describedby="{field.id}-hint {field.id}-kept"' in html


def test_a_file_is_asked_for_by_kind_and_size(asked, question):
    field = asked(a_question("file"), ("", FileStorage(BytesIO(b"x"), filename="a.exe")), refusal="Choose a PDF.")
    html = question(field)
    assert 'accept=".pdf,application/pdf"' in html
    assert "PDF, at most 10\u00a0MB." in html
    assert "Choose a PDF." in html


def test_headings_and_text_stand_between_the_questions(bare, question):
    heading, prose = (
        a_question("section", help={"en": "Five of them."}),
        a_question("text", text_html={"en": "<p>Hi</p>"}),
    )
    with bare.test_request_context():
        blocks = [Block(each, "en") for each in (heading, prose)]
    html = question(blocks[0])
    assert f'<h2 class="part" id="{heading.name}">About {heading.key}</h2> <p class="hint">Five of them.</p>' in html
    assert "<p>Hi</p>" in question(blocks[1])
