"""What the Content-Security-Policy would refuse is not written in the first place."""

import re

import pytest

from cohorts.core import assets
from cohorts.core.paths import folder

PAGES = sorted(path for path in folder("templates").rglob("*.html") if path.parent.name != "mail")
REFUSED = {
    "a handler in an attribute": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "a style in an attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "an address in javascript": re.compile(r"javascript:", re.IGNORECASE),
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_template_has_nothing_that_the_policy_refuses(path):
    source = path.read_text("utf-8")
    assert [what for what, pattern in REFUSED.items() if pattern.search(source)] == []


def test_only_our_own_drawings_are_trusted_as_html():
    trusting = [path.stem for path in PAGES if re.search(r"\|\s*safe\b", path.read_text("utf-8"))]
    assert trusting == ["icon"]


def test_every_class_in_the_house_sheet_is_used_by_a_template():
    words = set(re.findall(r"[\w-]+", " ".join(path.read_text("utf-8") for path in PAGES)))
    sheet = "".join(part.read_text("utf-8") for part in assets.sheets()["house.css"])
    styled = set(re.findall(r"\.([a-z][\w-]*)(?=[^{};]*\{)", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)))
    assert styled - words == set()
