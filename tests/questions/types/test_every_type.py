import pytest

from cohorts.questions import types
from cohorts.questions.fields import Value
from tests.factories.questions import a_question, options

# For each type: how one is made, what somebody types, and what is kept.
EXAMPLES = {
    "short_text": ({}, [("", "Health")], [Value(text="Health")]),
    "long_text": ({}, [("", "One\nTwo")], [Value(text="One\nTwo")]),
    "email": ({}, [("", "ana@example.ca")], [Value(text="ana@example.ca")]),
    "phone": ({}, [("", "613-555-0123")], [Value(text="613-555-0123")]),
    "url": ({}, [("", "https://example.ca")], [Value(text="https://example.ca")]),
    "number": ({}, [("", "12.5")], [Value(number=12.5)]),
    "date": ({}, [("-day", "7"), ("-month", "11"), ("-year", "2026")], [Value(text="2026-11-07")]),
    "choice": (
        {"options": options("Health", other="Else")},
        [("", "else"), ("-other", "Space")],
        [Value("else", "Space")],
    ),
    "choices": (
        {"options": options("Health", "Roads", other="Else")},
        [("", "roads"), ("", "else"), ("-other", "Space")],
        [Value("roads"), Value("else", "Space")],
    ),
    "yes_no": ({}, [("", "no")], [Value("no")]),
    "scale": ({}, [("", "4")], [Value("4", number=4.0)]),
    "country": ({}, [("", "CI")], [Value("CI")]),
    "language": ({}, [("", "iu")], [Value("iu")]),
    "consent": ({"text": {"en": "We take pictures."}}, [("", "yes")], [Value("agreed")]),
}
ASKING = sorted(name for name, each in types.TYPES.items() if each.asks and name != "file")
CHOSEN = ("choice", "choices", "yes_no", "scale", "country", "language", "consent")

every_type = pytest.mark.parametrize("name", ASKING)


def made(name, **said):
    return a_question(name, **{**EXAMPLES[name][0], **said})


@every_type
def test_what_is_typed_is_kept(name, answer):
    _said, typed, kept = EXAMPLES[name]
    field = answer(made(name), *typed)
    assert (field.errors, list(field.values())) == ([], kept)


@every_type
def test_typing_a_kept_answer_again_keeps_the_same(name, answer):
    kept = EXAMPLES[name][2]
    again = types.of(name).typed(kept)
    assert list(answer(made(name), *again).values()) == kept


@every_type
@pytest.mark.parametrize("blank", [(), (("", " \u200b"),)], ids=["nothing", "invisible"])
def test_a_required_question_asks_for_an_answer_in_its_own_words(name, blank, answer):
    if blank and name in ("choices", "consent", "date"):
        blank = ()
    errors = answer(made(name, required=True), *blank).errors
    assert len(errors) == 1
    assert errors[0]
    field = answer(made(name), *blank)
    assert (field.errors, field.values()) == ([], ())


@every_type
def test_an_answer_reads_and_is_exported_in_both_languages(name):
    _said, _typed, kept = EXAMPLES[name]
    kind, wording = types.of(name), made(name).wording
    for language in ("en", "fr"):
        assert all(kind.shown(wording, kept, language))
        assert kind.exported(wording, kept, language)


@every_type
def test_usual_settings_have_no_problems(name):
    assert list(types.of(name).problems(made(name).wording)) == []


@pytest.mark.parametrize("name", CHOSEN)
def test_conditions_see_what_is_chosen_and_may_ask_for_it(name, answer):
    _said, typed, kept = EXAMPLES[name]
    field = answer(made(name), *typed)
    testable = set(types.of(name).testable(made(name).wording))
    if name == "consent":
        assert list(field.facts) == ["agreed"]
    assert {value.choice for value in kept} <= testable
    assert set(field.facts) <= testable


@pytest.mark.parametrize("name", sorted(set(ASKING) - set(CHOSEN)))
def test_conditions_may_not_ask_for_words_of_ones_own(name):
    assert types.of(name).testable(made(name).wording) is None


@pytest.mark.parametrize("name", sorted(set(ASKING) - {"choices", "consent"}))
def test_two_answers_to_one_field_are_refused(name, answer):
    typed = EXAMPLES[name][1]
    assert answer(made(name), *typed, *typed).errors == ["Give one answer; there are several."]


@pytest.mark.parametrize("name", sorted(set(ASKING) - {"choices"}))
@pytest.mark.parametrize("typed", ["\x00", "a\x00b", "\ufffd", "x" * 100_000, "‮gpj.exe", "9" * 5000, "\ud800"])
def test_no_type_keeps_what_cannot_be_stored_or_read(name, typed, answer):
    field = answer(made(name), *((suffix, typed) for suffix, _text in EXAMPLES[name][1]))
    for value in field.values() if not field.errors else ():
        assert not set("\x00\ufffd\ud800‮") & set(value.choice + value.text)
        assert len(value.choice + value.text) <= 20_000


@pytest.mark.parametrize(
    ("one", "other"),
    [("short_text", "long_text"), ("long_text", "short_text"), ("choice", "choices")],
)
def test_a_question_may_become_one_of_these_types(one, other):
    assert other in types.of(one).becomes


def test_no_other_type_may_change():
    assert {name for name, each in types.TYPES.items() if each.becomes} == {"short_text", "long_text", "choice"}
