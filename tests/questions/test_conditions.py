import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.questions import conditions, wordings
from cohorts.questions.conditions import ITSELF, LATER, NO_CHOICE, UNKNOWN, UNTESTABLE, Fault
from cohorts.questions.wordings import ALL, ANY, ANY_OF, INCLUDES, IS, IS_NOT, OPERATORS, Condition
from tests.factories.questions import a_question, only_if

KEYS = ("a", "b", "c", "d", "e")
CHOICES = ("x", "y", "z")


@pytest.mark.parametrize(
    ("operator", "values", "said", "holds"),
    [
        (IS, ("x",), ("x",), True),
        (IS, ("x",), ("y",), False),
        (IS, ("x",), ("x", "y"), False),
        (IS, ("x",), (), False),
        (IS_NOT, ("x",), ("y",), True),
        (IS_NOT, ("x",), ("x",), False),
        (IS_NOT, ("x",), ("x", "y"), True),
        (IS_NOT, ("x",), (), True),
        (INCLUDES, ("x",), ("x", "y"), True),
        (INCLUDES, ("x", "y"), ("x", "y", "z"), True),
        (INCLUDES, ("x", "y"), ("x",), False),
        (INCLUDES, ("x",), (), False),
        (INCLUDES, (), ("x",), False),
        (ANY_OF, ("x", "y"), ("y", "z"), True),
        (ANY_OF, ("x", "y"), ("z",), False),
        (ANY_OF, ("x", "y"), (), False),
    ],
)
def test_a_test_compares_what_was_said_with_what_it_asks(operator, values, said, holds):
    assert conditions.holds(Condition(ALL, (wordings.Test("a", operator, values),)), {"a": said}) is holds


@pytest.mark.parametrize(
    ("match", "said", "holds"),
    [
        (ALL, {"a": "x", "b": "x"}, True),
        (ALL, {"a": "x", "b": "y"}, False),
        (ANY, {"a": "x", "b": "y"}, True),
        (ANY, {"a": "y", "b": "y"}, False),
        (ANY, {}, False),
    ],
)
def test_all_tests_must_hold_or_one_of_them(match, said, holds):
    condition = Condition(match, (wordings.Test("a", IS, ("x",)), wordings.Test("b", IS, ("x",))))
    assert conditions.holds(condition, {key: (value,) for key, value in said.items()}) is holds


def test_what_was_said_to_a_hidden_question_is_not_heard():
    questions = [
        a_question(key="a"),
        a_question(key="b", show_if=only_if("a", "x")),
        a_question(key="c", show_if=only_if("b", "x")),
        a_question(key="d", show_if=only_if("b", "x", operator=IS_NOT)),
    ]
    assert conditions.asked(questions, {"a": ("x",), "b": ("x",)}) == {"a", "b", "c"}
    assert conditions.asked(questions, {"a": ("y",), "b": ("x",)}) == {"a", "d"}


@pytest.mark.parametrize(
    ("about", "value", "why"),
    [
        ("a", "x", None),
        ("a", "w", Fault("b", NO_CHOICE, "w")),
        ("b", "x", Fault("b", ITSELF, "b")),
        ("c", "x", Fault("b", LATER, "c")),
        ("nobody", "x", Fault("b", UNKNOWN, "nobody")),
        ("words", "x", Fault("b", UNTESTABLE, "words")),
    ],
)
def test_a_condition_that_makes_no_sense_is_found_and_named(about, value, why):
    questions = [
        a_question(key="a"),
        a_question(key="words"),
        a_question(key="b", show_if=only_if(about, value)),
        a_question(key="c"),
    ]
    choices = {"a": CHOICES, "b": CHOICES, "c": CHOICES, "words": None}
    assert list(conditions.faults(questions, choices)) == ([why] if why else [])


tests = st.builds(
    wordings.Test,
    st.sampled_from(KEYS),
    st.sampled_from(OPERATORS),
    st.lists(st.sampled_from(CHOICES), min_size=1).map(tuple),
)
some_conditions = st.builds(Condition, st.sampled_from([ALL, ANY]), st.lists(tests, min_size=1, max_size=3).map(tuple))
answers = st.dictionaries(st.sampled_from(KEYS), st.lists(st.sampled_from(CHOICES)).map(tuple))
forms = st.tuples(*[st.none() | some_conditions] * len(KEYS)).map(
    lambda rules: [a_question(key=key, show_if=rule) for key, rule in zip(KEYS, rules, strict=True)]
)


@given(tests, answers)
def test_unanswered_makes_every_test_false_but_is_not(test, said):
    unanswered = {key: value for key, value in said.items() if key != test.question}
    assert conditions.holds(Condition(ALL, (test,)), unanswered) is (test.operator == IS_NOT)


@given(forms, answers)
def test_a_hidden_answer_is_as_good_as_none(questions, said):
    shown = conditions.asked(questions, said)
    heard = {key: value for key, value in said.items() if key in shown}
    assert conditions.asked(questions, heard) == shown


@given(forms, answers, answers)
def test_what_is_asked_never_depends_on_later_answers(questions, said, otherwise):
    for place, key in enumerate(KEYS):
        earlier = {each: said.get(each, ()) for each in KEYS[:place]}
        changed = {**otherwise, **earlier}
        assert (key in conditions.asked(questions, said)) is (key in conditions.asked(questions, changed))
