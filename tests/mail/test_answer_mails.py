"""The mails about answers, in the language of their reader."""

import pytest

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.database import db
from cohorts.mail import queries
from cohorts.mail.models import Message
from cohorts.registrations import answer_copies, completions
from tests.factories.answers import answered
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort, an_institution

WORDS = {
    ("answers_copy", "en"): ("A copy of your answers: AI for Policy", "you find them by the link"),
    ("answers_copy", "fr"): ("Une copie de vos réponses\u00a0: L’IA pour", "au moyen du lien"),
    ("complete_answers", "en"): ("A few answers are missing: AI for Policy", "Complete my answers"),
    ("complete_answers", "fr"): ("Il manque quelques réponses\u00a0: L’IA pour", "Compléter mes réponses"),
}


@pytest.fixture(autouse=True)
def institution(context):
    """An application context with an institution."""
    an_institution()


def letters(language: str) -> dict[str, Message]:
    """One of each, to somebody who answered one question and lacks another."""
    cohort = a_cohort()
    why = written("why", label={"en": "Why you?", "fr": "Pourquoi vous?"})
    a_form(cohort, [why])
    ana = answered(cohort, {"why": "<b>Ana</b> & [co](https://evil.example)"}, language=language)
    a_form(cohort, [why, written("role", label={"en": "Your <role>", "fr": "Votre <rôle>"}, required=True)])
    answer_copies.send(ana.id)
    completions.ask(ana.id, by=COMMAND_LINE)
    return {message.kind: message for message in db.session.query(Message)}


@pytest.mark.parametrize(("kind", "language"), WORDS)
def test_each_says_its_words_in_the_language_of_its_reader(kind, language):
    title, words = WORDS[kind, language]
    message = letters(language)[kind]
    shown = queries.preview(message)
    assert (message.language, message.title.startswith(title)) == (language, True)
    assert words in shown.text
    assert "{" not in shown.text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_people_and_organizers_wrote_never_becomes_markup(language):
    found = letters(language)
    copy, asked = (queries.shown(found[kind]) for kind in ("answers_copy", "complete_answers"))
    assert "<b>Ana</b> & [co](https://evil.example)" in copy.text
    assert "<b>Ana" not in copy.html and 'href="https://evil' not in copy.html
    assert {"en": "Your <role>", "fr": "Votre <rôle>"}[language] in asked.text
    assert "<role>" not in asked.html and "<rôle>" not in asked.html


def test_organizers_see_them_with_the_key_masked():
    shown = queries.shown(letters("en")["complete_answers"])
    assert "/registrations/link/…?to=answers" in shown.text
