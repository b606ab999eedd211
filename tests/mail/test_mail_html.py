"""The HTML of all mails: only what mail programs render, nothing from elsewhere, and the words of the text part."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from cohorts.mail import templates
from tests.factories.programs import an_institution
from tests.mail import every
from tests.mail.test_rendering import message, parts

# What Gmail, Outlook (Word's engine), Apple Mail and Thunderbird all keep. No `style` element: Gmail drops it where
# a mail is long or forwarded. No `div` for layout, no `img`: pictures are blocked until one asks for them.
ELEMENTS = {
    "html", "head", "meta", "title", "body", "table", "tbody", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6", "p", "a",
    "br", "ul", "ol", "li", "strong", "em", "sup", "blockquote", "hr",
}  # fmt: skip
ATTRIBUTES = {
    "html": {"lang"}, "meta": {"charset", "name", "content"}, "a": {"href"}, "ol": {"start"},
    "table": {"role", "width", "cellspacing", "cellpadding"}, "td": {"align"},
}  # fmt: skip
# `class` is what the style came from, and does nothing any more.
EVERYWHERE = {"style", "class"}
# Outlook knows no max-width (the table's width attribute holds there) and no border-radius (corners stay square).
PROPERTIES = {
    "margin", "padding", "background-color", "color", "font-family", "font-size", "font-weight", "line-height",
    "text-align", "text-decoration", "width", "max-width", "border", "border-top", "border-left", "border-radius",
    "display",
}  # fmt: skip
# Of these two, what Outlook understands.
VALUES = {"display": {"inline-block"}, "text-decoration": {"none"}}
VOID = {"meta", "br", "hr"}
SCHEMES = {"http", "https", "mailto", "webcal"}
WIDTH = 600
# Gmail cuts what is longer than 102 KB.
LONGEST = 30_000
BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br", "td", "tr", "hr", "blockquote"}


class Page(HTMLParser):
    """What is wrong with a mail's HTML, and the words that one sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.open: list[str] = []
        self.seen: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.wrong += [f"<{tag}> stays open" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        if tag not in ELEMENTS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()) | EVERYWHERE:
                self.wrong.append(f"<{tag} {name}>")
            elif name == "style":
                self._style(tag, value)
            elif name == "href":
                self.links.append(value)
                if urlsplit(value).scheme not in SCHEMES:
                    self.wrong.append(value)
        if tag not in VOID:
            self.open.append(tag)
        if tag in BLOCKS:
            self.seen.append("\n")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")
        self.seen += ["\n"] if tag in BLOCKS else []

    def handle_data(self, data):
        if "body" in self.open:
            self.seen.append(data)

    def handle_comment(self, data):
        self.wrong.append(f"<!--{data}-->")

    def _style(self, tag, style):
        for declaration in filter(None, map(str.strip, style.split(";"))):
            name, _, value = (part.strip() for part in declaration.partition(":"))
            if name not in PROPERTIES or value not in VALUES.get(name, {value}):
                self.wrong.append(f"<{tag}> {declaration}")
            if re.search(r"url|@|calc|var|expression|rgb\(.* /|!important", value):
                self.wrong.append(f"<{tag}> {declaration}")

    @property
    def words(self) -> str:
        return "".join(self.seen)


@pytest.fixture(params=["en", "fr"])
def mails(request, context):
    """The first mail of each kind."""
    an_institution()
    return every.write_all(request.param)


def test_mail_programs_render_all_of_it_and_fetch_nothing(mails):
    assert set(mails) == every.ALL
    for kind, mail in mails.items():
        html = every.part(mail, "html")
        assert Page(html).wrong == [], kind
        assert not re.search(r"(?i)<(script|img|link|style|form|iframe)|src=|url\(|@import|javascript:", html), kind
        assert len(html.encode()) < LONGEST, kind
        assert {int(width) for width in re.findall(r'<table[^>]* width="(\d+)"', html)} <= {WIDTH}, kind
        assert all(int(width) <= WIDTH for width in re.findall(r"max-width: ?(\d+)px", html)), kind


def words_of(text: str, addresses: set[str]) -> list[str]:
    """The words alone: addresses stand in links in the one, and behind their labels in the other."""
    for address in sorted(addresses, key=len, reverse=True):
        text = text.replace(address, " ")
    return re.findall(r"\w+", text)


def test_the_text_part_says_the_same_words_in_the_same_order(mails):
    for kind, mail in mails.items():
        page, text = Page(every.part(mail, "html")), every.part(mail, "plain")
        addresses = {link.removeprefix("mailto:") for link in page.links}
        assert words_of(text, addresses) == words_of(page.words, addresses), kind
        assert all(address in text for address in addresses), kind


def test_what_organizers_write_stays_within_it_too(bare):
    body = "Hi\n\n# One\n\n###### Six\n\n- a\n- b\n\n3. c\n\n> said **so** and *so*\n\n---\n\n[Go](https://example.ca)\n\nEnd"
    made = message(kind="cancelled", template=templates.compile(body, "en"))
    _text, html = parts(made.body)
    assert Page(html).wrong == []
    assert {"h1", "h6", "li", "blockquote", "hr"} <= set(re.findall(r"<(\w+)", html))


@pytest.mark.parametrize(
    "bad", ["<img src=x>", "<p style='position: fixed'>", "<p onclick=x>", "<a href='javascript:x'>"]
)
def test_what_mail_programs_drop_would_be_found(bad):
    assert Page(bad).wrong != []
