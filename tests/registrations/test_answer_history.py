"""Changed answers in the history: in the reader's language, with the questions in quotes."""

import pytest

from cohorts.activity import queries as trail_of
from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.questions.asking import AFTER_SEAT, REGISTRATION, Given
from cohorts.questions.fields import Value
from cohorts.questions.wordings import Option
from cohorts.registrations import answer_history, answering, history
from tests.factories.answers import answered, given
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort

pytestmark = pytest.mark.usefixtures("institution")

SECTORS = (
    Option(value="public", label={"en": "Public", "fr": "Secteur public"}),
    Option(value="private", label={"en": "Private", "fr": "Secteur privé"}),
    Option(value="other", label={"en": "Other", "fr": "Autre"}, other=True),
)
QUESTIONS = [
    written("sector", "choice", label={"en": "Your sector?", "fr": "Votre secteur?"}, options=SECTORS),
    written("tools", "choices", label={"en": "Tools", "fr": "Outils"}, options=SECTORS),
    written("country", "country", label={"en": "Country", "fr": "Pays"}),
    written("years", "number", label={"en": "Years", "fr": "Années"}),
    written("photos", "yes_no", label={"en": "Pictures", "fr": "Photos"}),
    written("health", label={"en": "Health", "fr": "Santé"}, is_sensitive=True),
    written("why", label="Why?"),
    written("lunch", label="Lunch for you?", stage=AFTER_SEAT),
    written("phone", label="Phone?", stage=AFTER_SEAT),
]


@pytest.fixture
def form():
    """The form of a cohort."""
    return a_form(a_cohort(), QUESTIONS)


def change(ana, form, answers, by=None, stage=REGISTRATION):
    """Answer these anew."""
    new = given(form, answers, stage) if isinstance(answers, dict) else answers
    answering.change(ana.id, new, asked={each.question.id for each in new}, by=by or applicant(ana.id))


def told(ana, language):
    entries = trail_of.of(("registration", ana.id))
    said = answer_history.changes(entries[0], answer_history.known(entries, language))
    return [each.replace("\u202f", " ").replace("\xa0", " ") for each in said]


@pytest.mark.parametrize(
    ("key", "before", "after", "english", "french"),
    [
        (
            "sector", "public", "private",
            "“Your sector?”: Private instead of Public",
            "“Votre secteur?”: Secteur privé instead of Secteur public",
        ),
        (
            "tools", ["public"], ["public", "private"],
            "“Tools”: Public; Private instead of Public",
            "“Outils”: Secteur public; Secteur privé instead of Secteur public",
        ),
        ("country", "DE", "CA", "“Country”: Canada instead of Germany", "“Pays”: Canada instead of Allemagne"),
        ("years", "1250.5", "2", "“Years”: 2 instead of 1,250.5", "“Années”: 2 instead of 1 250,5"),
        ("photos", "yes", "no", "“Pictures”: No instead of Yes", "“Photos”: Non instead of Oui"),
        ("health", "Asthma", "None", "“Health”", "“Santé”"),
        ("why", "No; yes: both", "Yes", "“Why?”: Yes instead of No; yes: both", "“Why?”: Yes instead of No; yes: both"),
    ],
)  # fmt: skip
def test_old_and_new_answers_read_in_the_language_of_who_reads(form, key, before, after, english, french):
    ana = answered(1, {key: before})
    change(ana, form, {key: after})
    assert (told(ana, "en"), told(ana, "fr")) == ([english], [french])


def test_words_of_ones_own_stand_behind_the_option_in_the_language_of_who_reads(form):
    ana, question = answered(1, {"sector": "public"}), asked_in(form, "sector")
    change(ana, form, [Given(question, question.version_id, (Value("other", "A guild: small"),))])
    assert told(ana, "fr") == ["“Votre secteur?”: Autre: A guild: small instead of Secteur public"]


def test_the_first_answers_after_the_seat_are_no_change(form):
    ana = answered(1, {"why": "To learn"})
    change(ana, form, {"why": "To teach"})
    change(ana, form, {"lunch": "Yes", "phone": "5"}, stage=AFTER_SEAT)
    change(ana, form, {"lunch": "No", "phone": "5"}, stage=AFTER_SEAT)
    change(ana, form, {"phone": "6"}, stage=AFTER_SEAT, by=COMMAND_LINE)
    sentences = [sentence for _at, sentence in history.sentences(trail_of.of(("registration", ana.id)))]
    assert sentences == [
        "The organizers changed your answers: “Phone?”: 6 instead of 5",
        "You changed your answers: “Lunch for you?”: No instead of Yes",
        "You answered the later questions: “Lunch for you?”: Yes; “Phone?”: 5",
        "You changed your answers: “Why?”: To teach instead of To learn",
        "You registered and have a seat",
    ]
