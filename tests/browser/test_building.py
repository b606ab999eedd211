"""An organizer builds a form by keyboard alone, without JavaScript; with it, by dragging; every page through axe."""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looking import problems
from tests.browser.site import PROGRAM, ZONES, Site, cohort
from tests.browser.visiting import press, sign_in, tab_to, write


@dataclass
class Asked:
    """A question as an organizer thinks of it."""

    type: str
    label: str
    french: str
    options: str = ""
    is_required: bool = False
    # The choice of an earlier question, as its list says it, after which alone it is asked.
    only_if: str = ""
    more: dict[str, str] = field(default_factory=dict)


SECTORS = "Government | Gouvernement\nUniversity | Université\n | Something else | Autre chose | +"
QUESTIONS = [
    Asked("section", "About your work", "Votre travail"),
    Asked("choice", "Your sector", "Votre secteur", SECTORS, is_required=True),
    Asked("short_text", "Your department", "Votre ministère", only_if="Your sector – Government"),
    Asked("short_text", "Your role", "Votre rôle", is_required=True),
    Asked("number", "Years of work", "Années de travail", more={"min": "0", "max": "60", "step": "1"}),
    Asked("url", "Your page", "Votre page"),
    Asked("phone", "Your phone", "Votre téléphone"),
    Asked("country", "Where you live", "Où vous habitez"),
    Asked("section", "Why you apply", "Votre candidature"),
    Asked("long_text", "Your reasons", "Vos raisons", is_required=True, more={"max": "300"}),
    Asked("yes_no", "Do you lead a team?", "Dirigez-vous une équipe?"),
    Asked("number", "People in your team", "Personnes dans l’équipe", only_if="Do you lead a team? – Yes"),
    Asked("scale", "How well do you know the field?", "Connaissez-vous le domaine?"),
    Asked("choices", "Your topics", "Vos sujets", "Law | Droit\nHealth | Santé\nSafety | Sécurité"),
    Asked("long_text", "What about health?", "La santé?", only_if="Your topics – Health"),
    Asked("file", "Your CV", "Votre CV", is_required=True),
    Asked("file", "A letter", "Une lettre"),
    Asked("date", "Your last course", "Votre dernier cours"),
    Asked("consent", "Pictures", "Photos", more={"text-en": "You may be in our pictures."}),
    Asked("email", "Another address", "Une autre adresse"),
]


# A second cohort of the same program asks something already.
BUILT = """
[[cohort.question]]
key = "about"
type = "section"
label = { en = "About your work", fr = "Votre travail" }

[[cohort.question]]
key = "sector"
type = "choice"
label = { en = "Your sector", fr = "Votre secteur" }
options = [{ value = "public", en = "Public", fr = "Public" }, { value = "private", en = "Private", fr = "Privé" }]

[[cohort.question]]
key = "role"
type = "short_text"
label = { en = "Your role", fr = "Votre rôle" }
show_if = { question = "sector", is = "public" }

[[cohort.question]]
key = "diet"
type = "long_text"
label = { en = "Your diet", fr = "Votre régime" }
stage = "after_seat"
sensitive = true
"""


@pytest.fixture(scope="module")
def forms(site: Site) -> str:
    """The address of two cohorts of a program: toronto, without a form, and paris, with one."""
    file = site.installation.folder / "building.toml"
    file.write_text(PROGRAM.replace("clocks", "building") + cohort(ZONES[0]) + cohort(ZONES[3]) + BUILT, "utf-8")
    site.installation.run("load", str(file))
    return f"{site.root}/organizer/programs/building"


def test_a_form_is_built_by_keyboard_alone_without_javascript(site: Site, forms: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, site.sign_in_link())
    page.goto(f"{forms}/toronto/form")
    for question in QUESTIONS:
        add(page, question)
    lines = page.locator("ol.question-lines > li")
    expect(lines).to_have_count(len(QUESTIONS))
    expect(page.locator(".notice.warn")).to_have_count(1)
    move_to_the_top(page, lines.last)
    expect(lines.first).to_contain_text("Another address")
    delete(page, "Your page")
    expect(lines).to_have_count(len(QUESTIONS) - 1)
    press(page, page.get_by_role("button", name="Bring back"))
    expect(lines).to_have_count(len(QUESTIONS))
    press(page, page.get_by_role("link", name="Preview"))
    expect(page.get_by_text("This is a preview")).to_be_visible()
    press(page, page.get_by_role("button", name="Français"))
    expect(page.locator("html")).to_have_attribute("lang", "fr-CA")
    expect(page.get_by_text("Une autre adresse")).to_be_visible()


def add(page: Page, question: Asked) -> None:
    press(page, page.get_by_role("link", name="Add a question", exact=True).first)
    press(page, page.locator(f"a[href*='type={question.type}&']"))
    write(page, page.locator("#label-en"), question.label)
    write(page, page.locator("#label-fr"), question.french)
    for name, text in question.more.items():
        write(page, page.locator(f"#{name}"), text)
    if question.options:
        write(page, page.locator("#options-more"), question.options)
    if question.type == "file":
        press(page, page.locator("#accept-0"), "Space")
    if question.is_required:
        press(page, page.locator("#required"), "Space")
    if question.only_if:
        press(page, page.locator("details.more summary"))
        choose(page, page.locator("#tests-0-choice"), question.only_if)
    press(page, page.locator("#answers .form-actions button"))
    expect(page.get_by_text("The question is added.")).to_be_visible()


def choose(page: Page, control: Locator, words: str) -> None:
    tab_to(page, control)
    labels = [label.strip() for label in control.locator("option").all_inner_texts()]
    for _ in range(labels.index(words)):
        page.keyboard.press("ArrowDown")
    expect(control.locator("option:checked")).to_have_text(words)


def move_to_the_top(page: Page, line: Locator) -> None:
    line = page.locator(f"#{line.get_attribute('id')}")
    up = line.get_by_role("button", name=re.compile("^Move up"))
    tab_to(page, up)
    for place in reversed(range(1, len(QUESTIONS))):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        # The button keeps the focus, so that it is pressed again at once; at the top there is only the other one.
        expect(up if place > 1 else line.get_by_role("button", name=re.compile("^Move down"))).to_be_focused()


def delete(page: Page, name: str) -> None:
    press(page, page.locator("li", has_text=name).get_by_role("link", name=re.compile("^Edit")))
    press(page, page.get_by_role("link", name=re.compile("^Delete")))
    press(page, page.get_by_role("button", name="Delete the question"))


def test_a_question_is_dragged_to_another_place(site: Site, forms: str, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 1280, "height": 2000})
    sign_in(page, site.sign_in_link())
    page.goto(f"{forms}/paris/form")
    lines = page.locator("ol.question-lines").first.locator("> li")
    first, second = lines.nth(0).get_attribute("id"), lines.nth(1).get_attribute("id")
    page.locator(f"#{second} .grip").drag_to(page.locator(f"#{first}"), target_position={"x": 40, "y": 2})
    expect(page.get_by_text("The questions are in their new order.")).to_be_visible()
    expect(lines.nth(0)).to_have_attribute("id", str(second))
    expect(lines.nth(1)).to_have_attribute("id", str(first))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_of_the_builder_is_accessible(site: Site, forms: str, new_page: NewPage, language: str) -> None:
    page = new_page()
    sign_in(page, site.sign_in_link(language))
    form_url = f"{forms}/paris/form"
    page.goto(form_url)
    question = page.locator("a[href*='/organizer/questions/']").nth(1).get_attribute("href")
    more = {
        "list": form_url,
        "types": f"{form_url}/new",
        "new choice": f"{form_url}/new?type=choice",
        "new number": f"{form_url}/new?type=number",
        "new file": f"{form_url}/new?type=file",
        "new consent": f"{form_url}/new?type=consent",
        "edited": f"{site.root}{question}",
        "deletion": f"{site.root}{question}/deletion",
        "details": f"{form_url}/details",
        "source": f"{form_url}/source",
        "pattern": f"{form_url}/pattern",
        "preview": f"{form_url}/preview",
        "of a program": f"{forms}/form",
    }
    found = {}
    for name, address in more.items():
        page.goto(address)
        found[name] = problems(page)
    page.goto(f"{form_url}/new?type=choice")
    page.locator("#answers .form-actions button").click()
    expect(page.locator("#problems")).to_be_focused()
    found["with mistakes"] = problems(page)
    assert {name: each for name, each in found.items() if each} == {}
