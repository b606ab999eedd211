"""Contrast, computed from the style sheet itself (WCAG 2.2: 4.5 for text, 3 for the borders of controls)."""

import re

import pytest

from cohorts.core import assets

TEXT, BORDER = 4.5, 3
PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "surface", TEXT),
    ("ink", "sunken", TEXT),
    ("ink", "plain-bg", TEXT),
    ("ink", "warn-bg", TEXT),
    ("muted", "paper", TEXT),
    ("muted", "surface", TEXT),
    ("muted", "sunken", TEXT),
    ("edge", "surface", BORDER),
    ("edge", "paper", BORDER),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-hover", TEXT),
    ("accent-ink", "paper", TEXT),
    ("accent-ink", "surface", TEXT),
    ("accent-ink", "sunken", TEXT),
    ("accent-ink", "tint", TEXT),
    ("good", "good-bg", TEXT),
    ("warn", "warn-bg", TEXT),
    ("bad", "bad-bg", TEXT),
    ("bad", "paper", TEXT),
    ("bad", "surface", TEXT),
    ("on-bad", "bad", TEXT),
]


def schemes() -> dict[str, dict[str, str]]:
    source = (assets.STATIC / "css" / "tokens.css").read_text("utf-8")
    light, dark = source.split("@media (prefers-color-scheme: dark)")
    read = {
        name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
        for name, part in (("light", light), ("dark", dark))
    }
    return {"light": read["light"], "dark": read["light"] | read["dark"]}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_twenty_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_every_pair_can_be_read(scheme, front, back, least):
    colours = schemes()[scheme]
    assert contrast(colours[front], colours[back]) >= least


def test_every_colour_has_its_dark_twin():
    source = (assets.STATIC / "css" / "tokens.css").read_text("utf-8")
    light, dark = (
        set(re.findall(r"--([\w-]+): #", part)) for part in source.split("@media (prefers-color-scheme: dark)")
    )
    assert light == dark


def test_every_token_that_is_used_is_declared():
    sheet = "".join(part.read_text("utf-8") for parts in assets.sheets().values() for part in parts)
    used, declared = set(re.findall(r"var\(--([\w-]+)", sheet)), set(re.findall(r"--([\w-]+):", sheet))
    assert used - declared == set()
