"""The words of messages in a load file: of a program and of its cohorts, checked as on their own pages."""

import pytest
from sqlalchemy import func, select

from cohorts.activity.actors import COMMAND_LINE
from cohorts.activity.models import Activity
from cohorts.core.database import db
from cohorts.loading import loading
from cohorts.loading.problems import BadFile
from cohorts.messages import queries, templates
from cohorts.programs import owners
from cohorts.programs import queries as programs
from tests.loading.files import GOOD, changed
from tests.loading.test_questions import with_questions

pytestmark = pytest.mark.usefixtures("context")
PROGRAM = """
[[program.message]]
kind = "thanks"
subject = { en = "Thank you, {name}", fr = "Merci, {name}" }
body.en = \"\"\"
It was good to have you in **{cohort}**.

See [the other cohorts]({program_link}).\"\"\"
body.fr = "Au plaisir."
"""
COHORT = """
[[cohort.message]]
kind = "reminder"
subject = "See you in {cohort}"
body = "Bring a laptop, {name}."
"""


def with_words(program=PROGRAM, cohort=COHORT, text=GOOD):
    """The good file with words of its program and of its first cohort."""
    return changed(
        "\n[cohort.venue]", f"{cohort}\n[cohort.venue]", changed("\n[[cohort]]", f"{program}\n[[cohort]]", text)
    )


def load(text):
    return {f"{line.kind} {line.slug}": line.outcome for line in loading.load(text, "file.toml")}


def told(text):
    with pytest.raises(BadFile) as caught:
        loading.load(text, "file.toml")
    return [line.removeprefix("file.toml: ") for line in caught.value.lines]


def cohort():
    return owners.cohort(programs.cohort_with_seats("ai-policy", "ottawa")[0].id)


def program():
    return owners.program(programs.program("ai-policy").id)


def own(owner):
    db.session.expire_all()
    return {place: row.source for place, row in queries.own(owner).items()}


def acts():
    return db.session.scalar(select(func.count()).select_from(Activity)) or 0


def test_words_of_program_and_cohort_are_kept_by_kind_and_language():
    load(with_words())
    assert own(program()) == {
        ("thanks", "en"): "Thank you, {name}\nIt was good to have you in **{cohort}**.\n\n"
        "See [the other cohorts]({program_link}).",
        ("thanks", "fr"): "Merci, {name}\nAu plaisir.",
    }
    assert own(cohort()) == {("reminder", "en"): "See you in {cohort}\nBring a laptop, {name}."}


def test_the_same_words_twice_change_nothing():
    load(with_words())
    before = acts(), own(program())
    assert set(load(with_words()).values()) == {"unchanged"}
    assert (acts(), own(program())) == before


def test_other_words_are_a_change_of_whose_they_are():
    load(with_words())
    assert load(with_words(program=changed("Au plaisir.", "À bientôt.", PROGRAM)))["program ai-policy"] == "changed"
    outcomes = load(
        with_words(program=changed("Au plaisir.", "À bientôt.", PROGRAM), cohort=changed("laptop", "pen", COHORT))
    )
    assert (outcomes["program ai-policy"], outcomes["cohort ai-policy/ottawa"]) == ("unchanged", "changed")


def test_a_file_that_says_nothing_of_messages_keeps_what_organizers_wrote():
    load(GOOD)
    templates.save(cohort(), "received", "en", subject="We have it", body="Soon.", by=COMMAND_LINE)
    assert set(load(GOOD).values()) == {"unchanged"}
    assert own(cohort()) == {("received", "en"): "We have it\nSoon."}


def test_with_messages_they_are_told_as_a_whole_and_an_empty_list_takes_all_away():
    load(GOOD)
    templates.save(cohort(), "received", "en", subject="We have it", body="Soon.", by=COMMAND_LINE)
    assert load(with_words(program=""))["cohort ai-policy/ottawa"] == "changed"
    assert set(own(cohort())) == {("reminder", "en")}
    empty = GOOD.replace("capacity = 30", "capacity = 30\nmessage = []")
    assert load(empty)["cohort ai-policy/ottawa"] == "changed"
    assert own(cohort()) == {}
    assert set(load(empty).values()) == {"unchanged"}


def test_what_says_the_same_as_the_words_above_is_no_word_of_ones_own():
    same = PROGRAM.replace("program.message", "cohort.message")
    subject, body = queries.default("declined", "en")
    default = f"\n[[program.message]]\nkind = \"declined\"\nsubject = '''{subject}'''\nbody = '''\n{body}'''\n"
    assert load(with_words(program=PROGRAM + default, cohort=same))["cohort ai-policy/ottawa"] == "created"
    assert (set(own(program())), own(cohort())) == ({("thanks", "en"), ("thanks", "fr")}, {})


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("{name}.", "{nmae}.", "cohort[1].message[1].body.en: Line 1: {nmae} is no placeholder. Did you mean {name}?"),
        ("in {cohort}", "in {chort}",
         "cohort[1].message[1].subject.en: {chort} is no placeholder. Did you mean {cohort}?"),
        ('"Bring', '"One\\n\\nTwo <b>three</b>. Bring', "cohort[1].message[1].body.en: Line 3: HTML such as “<b>”"),
        ("{name}.", "{position}.",
         "cohort[1].message[1].body.en: Line 1: {position} has no value in this message, only in “"),
        ("{name}.", "{answer_shoe}.",
         "cohort[1].message[1].body.en: Line 1: {answer_shoe}: no question with this key whose answer may be quoted"),
        ('"reminder"', '"remindre"', "cohort[1].message[1].kind: 'remindre' is unknown; did you mean 'reminder'?"),
        ('kind = "reminder"\n', "", "cohort[1].message[1].kind: is missing"),
        ('subject = "See you in {cohort}"\n', "", "cohort[1].message[1].subject: is missing"),
        ('body = "Bring', 'boyd = "Bring', "cohort[1].message[1].boyd: unknown key; did you mean 'body'?"),
        ('body = "', 'body.de = "', "cohort[1].message[1].body.de: 'de' is unknown; use 'en', 'fr'"),
        ('body = "', 'body.fr = "', "cohort[1].message[1].body.en: Line 1: The words of the message are missing."),
        ("[[cohort.message]]", "[cohort.message]",
         "cohort[1].message: must be a list of tables, not a table; write [[cohort.message]]"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_told_with_its_place_and_nothing_is_loaded(old, new, line):
    assert told(with_words(cohort=changed(old, new, COHORT)))[0].startswith(
        line.replace("[[cohort.", "[[").replace("[[message", "[[message")
    )
    assert acts() == 0


def test_a_kind_twice_is_told_and_a_mistake_in_the_programs_words_too():
    twice = told(with_words(program=PROGRAM + PROGRAM))
    assert twice == ["program.message[2].kind: 'thanks' has its words in message[1] already"]
    (line,) = told(with_words(program=changed("Au plaisir.", "Au plaisir, {nom}.", PROGRAM)))
    assert line.startswith("program.message[1].body.fr: Line 1: {nom} is no placeholder")


def test_answers_may_be_quoted_of_the_questions_that_the_file_asks():
    quoting = with_words(cohort=changed("{name}.", "{answer_sector}.", COHORT), text=with_questions())
    load(quoting)
    assert "{answer_sector}" in own(cohort())["reminder", "en"]
    assert set(load(quoting).values()) == {"unchanged"}
    (line,) = told(with_words(cohort=changed("{name}.", "{answer_cv}.", COHORT), text=with_questions()))
    assert line.startswith("cohort[1].message[1].body.en: Line 1: {answer_cv}: no question with this key")
