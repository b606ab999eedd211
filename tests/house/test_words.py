"""Every word of the site is in the French catalogue, and both languages are written as our house writes them."""

import re
import subprocess
import sys
from html import unescape

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import Environment

from cohorts.core.paths import PACKAGE, folder
from tests.factories.programs import a_cohort, an_institution
from tests.factories.registrations import a_registration
from tests.organizer.desk import Desk, signed_in

TEMPLATES = folder("templates")
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.parent.name != "mail")
# Blocks and macros that stand within a tag, and a command that is the same in every language.
ATTRIBUTES = re.compile(
    r"{% block \w+_(?:attributes|class) %}.*?{% endblock %}|{% macro (?:described|named)\(.*?endmacro %}"
    r"|cohorts load FILE\.toml",
    re.DOTALL,
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
ENGLISH = {
    "a straight apostrophe": re.compile(r"'"),
    "a straight quote": re.compile(r'"'),
    "please": re.compile(r"\bplease\b", re.IGNORECASE),
    "an exclamation mark": re.compile(r"!"),
}
FRENCH = {
    "a straight apostrophe": re.compile(r"'"),
    "a straight quote": re.compile(r'"'),
    "veuillez": re.compile(r"\bveuillez\b", re.IGNORECASE),
    "an exclamation mark": re.compile(r"!"),
    "no no-break space before a colon": re.compile(r"(?<!\u00a0):(?=\s|$)"),
    "no no-break space before % or $": re.compile(r"(?<!\u00a0)[%$]"),
    "no no-break space around the h of a time": re.compile(r"\d ?h\b|\bh ?\d"),
    "no no-break space inside «": re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"),
    "a space before ; or ?": re.compile(r"\s[;?]"),
    "a narrow no-break space": re.compile(r"\u202f"),
    "an English quote": re.compile(r"[“”]"),
}


@pytest.fixture(scope="module")
def french() -> Catalog:
    """The French catalogue, as it is committed."""
    with (PACKAGE / "translations/fr/LC_MESSAGES/messages.po").open("rb") as source:
        return read_po(source, locale="fr")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The words that stand in the code and the templates now, collected as `make words` does."""
    found = tmp_path_factory.mktemp("words") / "words.pot"
    command = ["extract", "-F", "pyproject.toml", "-k", "_l", "-o", str(found), "."]
    babel = [sys.executable, "-m", "babel.messages.frontend", "-q", *command]
    subprocess.run(babel, cwd=TEMPLATES.parent, check=True, capture_output=True)
    with found.open("rb") as words:
        return read_po(words)


def sentences(catalog: Catalog) -> list[Message]:
    """All but the header."""
    return [message for message in catalog if message.id]


def forms(words: str | tuple[str, ...] | list[str]) -> list[str]:
    """A sentence, or its singular and plural."""
    return [words] if isinstance(words, str) else list(words)


def faults(text: str, rules: dict[str, re.Pattern[str]]) -> list[str]:
    """What the house would write otherwise in this text; a value stands for itself."""
    plain = PLACEHOLDER.sub("X", text)
    return [f"{what}: {text}" for what, pattern in rules.items() if pattern.search(plain)]


def seen(html: str) -> str:
    """What a page says, its titles and spoken labels too."""
    spoken = re.findall(r' (?:aria-label|data-label)="([^"]*)"', html)
    return unescape("\n".join([re.sub(r"<[^>]*>", "\n", html), *spoken]))


def pages(browser: Desk, start: str) -> dict[str, str]:
    """Every page that links lead to from here."""
    waiting, found = [start], {}
    while waiting:
        path = waiting.pop()
        response = browser.get(path)
        found[path] = response.text if response.mimetype == "text/html" else ""
        links = {unescape(link) for link in re.findall(r'<a [^>]*href="(/(?:fr|organizer)/[^"#]*)', found[path])}
        waiting += links - found.keys() - set(waiting)
    return found


def test_the_catalogue_has_the_sentences_of_the_site_and_no_others(source, french):
    now, then = ({str(m.id) for m in sentences(catalog)} for catalog in (source, french))
    assert (sorted(now - then), sorted(then - now)) == ([], []), "run 'make words', then translate what is new"


def test_every_sentence_is_translated_in_all_its_forms(french):
    missing = [m.id for m in sentences(french) if not all(forms(m.string)) or len(forms(m.string)) != len(forms(m.id))]
    assert missing == []


def test_no_translation_is_fuzzy_or_obsolete(french):
    assert [m.id for m in sentences(french) if m.fuzzy] + list(french.obsolete) == []


def test_one_is_singular_and_so_is_none(french):
    assert french.plural_forms == "nplurals=2; plural=(n > 1);"


def test_a_translation_has_the_placeholders_of_its_sentence(french):
    different = []
    for message in sentences(french):
        for original, translated in zip(forms(message.id), forms(message.string), strict=True):
            if sorted(PLACEHOLDER.findall(original)) != sorted(PLACEHOLDER.findall(translated)):
                different.append(translated)
    assert different == []


def test_the_french_sentences_are_written_as_the_house_writes(french):
    written = [text for message in sentences(french) for text in forms(message.string)]
    assert [fault for text in written for fault in faults(text, FRENCH)] == []


def test_the_english_sentences_are_written_as_the_house_writes(source):
    written = [text for message in sentences(source) for text in forms(message.id)]
    assert [fault for text in written for fault in faults(text, ENGLISH)] == []


@pytest.mark.parametrize(("language", "rules"), [("en", ENGLISH), ("fr", FRENCH)])
def test_the_mails_are_written_as_the_house_writes(language, rules):
    mails = sorted((TEMPLATES / "mail").glob(f"*.{language}.md"))
    lines = [line.replace("mailto:", "") for mail in mails for line in mail.read_text("utf-8").splitlines()]
    assert mails
    assert [fault for line in lines for fault in faults(line, rules)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_template_has_no_words_of_its_own(path):
    tokens = Environment().lex(ATTRIBUTES.sub("", path.read_text("utf-8")))
    # What Jinja makes stands for a mark, so that a tag with values in it is still one tag.
    text = "".join(value if kind == "data" else "\ufffc" for _line, kind, value in tokens)
    bare = re.sub(r"<[^>]*>", " ", text)
    assert re.findall(r"[^\W\d_]+", bare) == []


def test_spoken_attributes_have_no_words_of_their_own():
    spoken = re.compile(r'\b(?:aria-label|title|alt|placeholder|content)="(?!width=)[^"{]*[a-z]', re.IGNORECASE)
    assert [path.name for path in PAGES if spoken.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("start", ["/fr/", "/organizer/"])
def test_no_page_in_french_says_anything_in_english(app, french, start):
    with app.app_context():
        an_institution()
        full = a_cohort(capacity=1)
        for _ in range(2):
            a_registration(full, language="fr")
        a_cohort(status="draft")
    desk = signed_in(app)
    desk.press("/organizer/", "/organizer/language", language="fr")
    english = {text for m in sentences(french) for text in forms(m.id) if m.string != m.id and " " in text}
    plain = [text for text in english if not PLACEHOLDER.search(text)]
    found = pages(desk, start)
    assert len(found) > 5
    said = {path: set(map(str.strip, seen(html).splitlines())) for path, html in found.items()}
    assert {path: lines & set(plain) for path, lines in said.items() if lines & set(plain)} == {}
