"""Organizers' words: each that cannot be sent is refused in a clear sentence that says where; the rest is harmless."""

import re
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohorts.mail import templates
from cohorts.mail.templates import Template
from cohorts.mail.values import Lines, Links
from cohorts.messages import kinds, placeholders, writing
from cohorts.messages.errors import BadWords

STEMS = ("name", "program", "manage_link", "sessions", "position", "offer_deadline", "venue", "zone", "cohort", "self")
BENT = (
    "__{}__", "{}.__class__", "{}.__init__.__globals__", "{}!r", "{}:>9999999", "{}[0]", " {} ", "{} ", "{}()",
    "{}|safe",
    "{}\u200b", "{}é", "ｎ{}", "{}-x", "0{}", "{}\t", "%({})s", "${}", "{}!s:>9", "{}\u00a0",
)  # fmt: skip
NAMES = [*sorted({bent.format(stem) for bent in BENT for stem in STEMS}), "", " ", "0", "0x", "_", "__", "nаme", "NAME"]
ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html;base64,PHNjcmlwdD4=", "vbscript:x",
    "file:///etc/passwd",
    "//evil.example", "/organizer", "www.example.org", "ftp://example.org", "javascript&#58;alert(1)", "{name}",
    "https://{name}.example", "https://example.org/?who={name}", "mailto:{name}", "mailto:nobody", "",
)  # fmt: skip


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    """As much of an application as sentences need; no database."""
    app = Flask("bare")
    Babel(app)
    with app.app_context():
        yield


def said(body: str, *, subject: str = "Hello", kind: str = "seat_confirmed", answers=frozenset()) -> list[tuple]:
    found = writing.problems(subject, body, kind=kind, answers=answers)
    return [(problem.line, str(problem.sentence)) for problem in found]


def test_two_hundred_names_that_are_none_are_refused_by_name_and_line():
    assert len(NAMES) >= 200
    for name in NAMES:
        ((line, sentence),) = said(f"Hello\n\n{{{name}}}")
        assert line == 3, name
        assert "is no placeholder" in sentence, name


def test_nested_and_unbalanced_braces_are_refused():
    for body in ("{{name}}", "{name", "name}", "{{}}", "}{", "{na\nme}", "{{{{name}}}}"):
        assert any("brace has no counterpart" in sentence for _, sentence in said(body)), body


@pytest.mark.parametrize(("typed", "meant"), [("nmae", "name"), ("Name", "name"), ("name!r", "name"),
                                               ("manage link", "manage_link"), ("sesions", "sessions")])  # fmt: skip
def test_a_mistyped_name_is_told_what_was_meant(typed, meant):
    assert said(f"{{{typed}}}") == [(1, f"{{{typed}}} is no placeholder. Did you mean {{{meant}}}?")]


def test_a_known_name_where_it_has_no_value_is_told_where_it_has_one():
    ((_, sentence),) = said("You are no. {position}")
    assert sentence.startswith("{position} has no value in this message") and "waiting list" in sentence
    ((_, sentence),) = said("{offer_deadline}")
    assert "“A seat is held for you”" in sentence


def test_all_that_is_wrong_is_said_at_once_each_with_its_place():
    with pytest.raises(BadWords) as refused:
        writing.compiled("{manage_link}", "![x](y)\n{foo}\n[a](/b)", language="en", kind="received")
    assert str(refused.value).splitlines() == [
        "Subject: {manage_link} is a link: it cannot stand in the subject.",
        "Line 1: Pictures cannot stand in a message: many mail programs show none. Link to it instead.",
        "Line 2: {foo} is no placeholder of this message.",
        "Line 3: A link cannot lead to “/b”: write https://…, mailto:… or a placeholder that is a link.",
    ]


@pytest.mark.parametrize("kind", ["seat_confirmed", "broadcast"])
def test_what_may_be_several_lines_stands_in_no_subject(kind):
    for name in ("sessions", "venue"):
        assert said("Hello", subject=f"See you: {{{name}}}", kind=kind) == [
            (0, f"{{{name}}} may be several lines: it cannot stand in the subject.")
        ]
    assert said("Hello", subject="{name}, {program}: {dates}", kind=kind) == []


def test_a_link_that_leads_nowhere_good_is_refused():
    for address in ADDRESSES:
        assert len(said(f"[here]({address})")) == 1, address
    assert said("<javascript:alert(1)>") != []


def test_links_that_people_need_are_let_through():
    for address in (
        "https://example.org/?r={reference}", "http://example.org", "mailto:a@example.org", "mailto:{contact}",
        "{manage_link}",
    ):  # fmt: skip
        assert said(f"[here]({address})") == [], address


@pytest.mark.parametrize("body", ["<script>alert(1)</script>", "a <b>b</b>", "<img src=x onerror=y>", "<!-- x -->"])
def test_html_is_refused(body):
    assert "HTML such as" in said(body)[0][1]


def test_what_is_merely_odd_is_harmless():
    odd = "a\x00b\x07 &lt;script&gt; &#123;name&#125;\n\n    indented\n\n[x]: javascript:alert(1)\n\n**open *bold"
    odd += "\n\n`x`\n\n[a][x]"
    made = Template.from_json(writing.compiled("Hi\r\nBcc: x@y", odd, language="en", kind="broadcast"))
    html = templates.fill(made.html, dict.fromkeys(made.names, "x"))
    assert made.subject.filled({}) == "Hi Bcc: x@y"
    assert "<script" not in html and "javascript:" not in re.findall(r'href="([^"]*)"', html)
    assert "\x00" not in html and "<code" not in html and "<pre" not in html


@pytest.mark.parametrize("piece", ["[", "![", ">", "- ", "*a", "*_", "`", "{name}", "<a ", "[a](", "a\n"])
def test_nothing_that_is_short_enough_takes_long(piece):
    began = time.process_time()
    said((piece * writing.LONGEST_BODY)[: writing.LONGEST_BODY])
    assert time.process_time() - began < 5


def test_more_words_than_anybody_reads_are_refused_by_a_number():
    assert said("a" * 20_001) == [(1, "The message is longer than 20,000 characters.")]
    assert said("a", subject="a" * 201) == [(0, "The subject is longer than 200 characters.")]
    assert len(said("{x}\n" * 100)) == writing.MOST_PROBLEMS + 1


def test_words_are_not_missing():
    assert said(" \n\u200b", subject="\u3164") == [
        (0, "The subject is missing."), (1, "The words of the message are missing."),
    ]  # fmt: skip


def test_what_nobody_could_answer_without_is_asked_for():
    ((_, sentence),) = said("Hello", kind="offer_made")
    assert sentence == "{manage_link} is missing: without it nobody can do what is asked."


def test_answers_are_quoted_by_the_keys_that_the_form_has():
    assert said("{answer_role}", answers={"role"}) == []
    assert "Did you mean {answer_role}?" in said("{answer_rol}", answers={"role"})[0][1]
    assert "quotes no answers" in said("{answer_role}\n{invitation_link}", answers={"role"},
                                       kind="transfer_invitation")[0][1]  # fmt: skip


WRITTEN = """# Hello {name}

- {program}
- {sessions}

1. **{cohort}** and *{zone}*
2. > {venue}

[Go]({manage_link}) or [ask](https://example.org/?r={reference}) or [write](mailto:{contact})

{dates}
{answer_role}"""
TAGS = re.compile(r"<[a-z/!][^>]*>")
hostile = st.text(max_size=60) | st.sampled_from(
    [
        "<script>",
        "[x](javascript:y)",
        '" onclick="x',
        "</td></tr>",
        "<!--end-->",
        "{name}",
        "**b**",
        "&lt;b&gt;",
        "\n# x",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_value_ever_changes_the_structure(data):
    kept = writing.compiled("{name}", WRITTEN, language="en", kind="broadcast", answers={"role"})
    made = Template.from_json(kept)
    plain = {**dict.fromkeys(made.names, "x"), "unsubscribe_link": "", "manage_link": "https://example.org/a"}
    free = sorted(made.names - {"manage_link", "unsubscribe_link", "reference"})
    values = {**plain, **{name: f"x{data.draw(hostile)}x" for name in free}, "reference": f"x{data.draw(hostile)}"}
    one, other = (templates.fill(made.html, each) for each in (plain, values))
    # The address that one writes to follows its value; nothing else does.
    shapes = [[re.sub(r'href="[^"]*"', "href", tag) for tag in TAGS.findall(html)] for html in (one, other)]
    assert shapes[0] == shapes[1]
    hrefs = re.findall(r'href="([^"]*)"', other)
    assert all(each.startswith(("https://", "http://", "mailto:")) for each in hrefs)
    assert hrefs[1].startswith("https://example.org/?r=x") and not set(
        hrefs[1][len("https://example.org/?r=") :]
    ) & set("/?&\"'<> ")
    texts = [templates.fill(made.text, each) for each in (plain, values)]
    assert texts[0].count("\n") == texts[1].count("\n")


def test_every_kind_of_message_has_words_in_both_languages_that_could_be_written_by_hand():
    for kind in kinds.KINDS.values():
        for language in ("en", "fr"):
            subject, body = writing.parts(templates.source(kind.key, language))
            assert writing.problems(subject, body, kind=kind) == (), (kind.key, language)


def test_every_default_is_of_a_kind_that_is_listed():
    ours = {path.name.split(".")[0] for path in templates._folder().glob("*.md")}
    assert ours - {"footer", "test", "sign_in_link"} == set(kinds.KINDS)


def test_every_placeholder_is_explained_used_and_has_a_sample_in_both_languages():
    listed = frozenset().union(*(kind.placeholders for kind in (*kinds.KINDS.values(), kinds.BROADCAST)))
    assert listed == set(placeholders.PLACEHOLDERS)
    for name, each in placeholders.PLACEHOLDERS.items():
        assert str(each.explanation).endswith("."), name
        assert all(isinstance(each.sample_in(language), str | Lines | Links) for language in ("en", "fr")), name


def test_every_kind_says_when_it_is_sent_and_stands_in_a_group():
    for kind in kinds.KINDS.values():
        assert str(kind.title) and str(kind.when).endswith(".") and kind.group in kinds.GROUPS
        assert kind.needs <= kind.placeholders
