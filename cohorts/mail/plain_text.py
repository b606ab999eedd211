"""A message's text part, from the same Markdown as its HTML part."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

ITEM, QUOTE = "list_item_open", "blockquote_open"


def of(block: Sequence[Token]) -> str:
    """The text of one block of Markdown."""
    if block[0].type == "hr":
        return "-" * 20
    return "\n".join(_lines(block))


def is_link_alone(tokens: Sequence[Token]) -> bool:
    """Whether a paragraph is nothing but one link."""
    links = sum(token.type == "link_open" for token in tokens)
    return links == 1 and tokens[0].type == "link_open" and tokens[-1].type == "link_close"


def _lines(block: Sequence[Token]) -> Iterator[str]:
    # What stands before the lines: of the first line of an item its mark, of all others as many spaces.
    before: list[str] = []
    for token in block:
        if token.type == ITEM:
            before.append(f"{token.info}{token.markup} " if token.info else "- ")
        elif token.type == QUOTE:
            before.append("> ")
        elif token.type in ("list_item_close", "blockquote_close"):
            before.pop()
        elif token.type == "inline":
            for line in _inline(token.children or []).split("\n"):
                yield "".join(before) + line
                before = [part if part == "> " else " " * len(part) for part in before]
        elif token.type == "hr":
            yield "".join(before) + "-" * 20


def _inline(tokens: Sequence[Token]) -> str:
    return "".join(_pieces(tokens, alone=is_link_alone(tokens)))


def _pieces(tokens: Sequence[Token], *, alone: bool) -> Iterator[str]:
    address, label = "", ""
    for token in tokens:
        if token.type == "link_open":
            address, label = str(token.attrGet("href")).removeprefix("mailto:"), ""
        elif token.type == "link_close":
            if label != address:
                yield f"\n{address}" if alone else f" ({address})"
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"
        else:
            label += token.content
            yield token.content
