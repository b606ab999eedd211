"""Organizers' Markdown as HTML that is safe on our pages."""

from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markupsafe import Markup

from cohorts.core.text import Localized, pick

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre", "hr", "br"}
LOWEST_HEADING = {"h1": "h2", "h5": "h4", "h6": "h4"}

_parser = MarkdownIt("commonmark", {"html": False})


def to_html(text: str) -> str:
    """Sanitized HTML; headings start at h2, links leave without a referrer, images are their words."""
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


def shown(html: Localized, language: str) -> Markup:
    """Such HTML in a language; marked with `lang` where it had to fall back (WCAG 3.1.2)."""
    found, spoken = pick(html, language)
    if not found or spoken == language:
        return Markup(found)
    return Markup('<div lang="{}-CA">{}</div>').format(spoken, Markup(found))


def by_language(text: dict[str, str]) -> dict[str, str]:
    """The HTML of a text in each of its languages: made when it is saved."""
    return {language: to_html(words) for language, words in text.items()}


def _words_of_image(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    return escapeHtml(renderer.renderInlineAsText(tokens[index].children, options, env))


_parser.add_render_rule("image", _words_of_image)
