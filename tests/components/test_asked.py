from cohorts.questions.asking import AskingForm, form_of
from cohorts.questions.drawing import parts
from tests.factories.questions import a_question, an_asked_form, only_if, options


def test_questions_stand_in_order_with_what_their_choices_reveal(bare, draw):
    bare.config["WTF_CSRF_ENABLED"] = False
    sector = a_question("choice", key="sector", label={"en": "Sector"}, options=options("Health", "Roads"))
    which = a_question(key="which", label={"en": "Which road?"}, show_if=only_if("sector", "roads"))
    why = a_question(key="why", label={"en": "Why you?"})
    with bare.test_request_context():
        form = form_of(AskingForm, an_asked_form([sector, which, why]), "en")()
    html = draw("asked", "asked(parts)", parts=list(parts(form, (sector, which, why), "en")))
    places = [html.index(words) for words in ("Sector", "Health", "Roads", "Which road?", "Why you?")]
    assert places == sorted(places)
    assert html.count('class="reveal"') == 1
