"""Options as people write them: in lines, in rows, with the word that is stored of each."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cohorts.core.text import clean_line, fold, is_blank
from cohorts.questions.wordings import Option

LONGEST_WORD = 40


def of_lines(text: str) -> list[Option]:
    """Options written one per line: `English`, `English | French`, or `word | English | French | own words`.

    A tab parts like `|`, so that rows of a spreadsheet can be pasted.
    """
    return [_option(line) for line in text.splitlines() if not is_blank(line.replace("|", ""))]


def as_lines(options: Iterable[Option]) -> str:
    """Options with their words, one per line, as `of_lines` reads them."""
    parts = ([option.value, *_both(option), *(["+"] if option.other else [])] for option in options)
    return "\n".join(" | ".join(each) for each in parts)


def named(options: Sequence[Option], known: Mapping[str, Option]) -> tuple[Option, ...]:
    """Each option with the word that is stored of it.

    A known word stays; who has none gets that of the known option with the same label, else a new one.
    """
    taken = {option.value for option in options if option.value in known}
    again = {_both(option): option.value for option in known.values() if option.value not in taken}
    found = []
    for option in options:
        word = option.value if option.value in known else again.pop(_both(option), None)
        found.append(replace(option, value=word or _free(option, taken | set(known))))
        taken.add(found[-1].value)
    return tuple(found)


def moved(options: Sequence[Option], place: int, by: int) -> list[Option]:
    """The options with one of them so many places further."""
    order, goes_to = list(options), place + by
    if 0 <= place < len(order) and 0 <= goes_to < len(order):
        order.insert(goes_to, order.pop(place))
    return order


def former(wordings: Iterable[Sequence[Option]], now: Sequence[Option]) -> list[Option]:
    """The options of earlier wordings (oldest first) that are gone, each as it read last."""
    last = {option.value: option for options in wordings for option in options}
    for option in now:
        last.pop(option.value, None)
    return list(last.values())


def _option(line: str) -> Option:
    parts = [clean_line(part) for part in re.split(r"[|\t]", line)]
    if len(parts) < 3:
        parts = ["", *parts]
    value, english, french, own = (*parts, "", "", "")[:4]
    label = {"en": english, "fr": french}
    return Option(value=value, label={code: words for code, words in label.items() if words}, other=bool(own))


def _both(option: Option) -> tuple[str, str]:
    return option.label.get("en", ""), option.label.get("fr", "")


def _free(option: Option, taken: set[str]) -> str:
    wanted = option.value or "".join(_both(option)[:1]) or _both(option)[1]
    stem = re.sub(r"[^a-z0-9]+", "_", fold(wanted)).strip("_")[:LONGEST_WORD].strip("_") or "option"
    return next(word for word in _numbered(stem) if word not in taken)


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    for number in range(2, 10_000):
        yield f"{stem}_{number}"
