"""A message's text part, from the same Markdown as its HTML part."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token


def of(block: Sequence[Token]) -> str:
    """The text of one block of Markdown."""
    if block[0].type == "hr":
        return "-" * 20
    mark = "- " if block[0].type.endswith("_list_open") else ""
    return "\n".join(mark + _inline(token.children or []) for token in block if token.type == "inline")


def _inline(tokens: Sequence[Token]) -> str:
    return "".join(_pieces(tokens, alone=is_link_alone(tokens)))


def is_link_alone(tokens: Sequence[Token]) -> bool:
    """Whether a paragraph is nothing but one link."""
    links = sum(token.type == "link_open" for token in tokens)
    return links == 1 and tokens[0].type == "link_open" and tokens[-1].type == "link_close"


def _pieces(tokens: Sequence[Token], *, alone: bool) -> Iterator[str]:
    address, label = "", ""
    for token in tokens:
        if token.type == "link_open":
            address, label = str(token.attrGet("href")), ""
        elif token.type == "link_close":
            if label not in (address, address.removeprefix("mailto:")):
                yield f"\n{address}" if alone else f" ({address})"
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"
        else:
            label += token.content
            yield token.content
