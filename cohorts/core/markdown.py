"""Organizers' Markdown as HTML that is safe on our pages."""

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre", "hr", "br"}
LOWEST_HEADING = {"h1": "h2", "h5": "h4", "h6": "h4"}

_parser = MarkdownIt("commonmark", {"html": False}).disable("image")


def to_html(text: str) -> str:
    """Sanitized HTML; headings start at h2, links leave without a referrer, there are no images."""
    tokens = _parser.parse(text)
    for token in tokens:
        token.tag = LOWEST_HEADING.get(token.tag, token.tag)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
    )


def by_language(text: dict[str, str]) -> dict[str, str]:
    """The HTML of a text in each of its languages: made when it is saved."""
    return {language: to_html(words) for language, words in text.items()}
