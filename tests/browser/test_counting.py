"""The counter of a long text, in a page that holds nothing else."""

import pytest
from playwright.sync_api import expect

from cohorts.core.assets import STATIC

PAGE = """<!doctype html><html lang="{lang}-CA"><title>A text</title><label for="t">Why</label>
<textarea id="t" data-most="{most}" data-left="Left: {{count}}" data-over="Over: {{count}}" {words}></textarea>"""


@pytest.fixture
def counted(new_page):
    """A page with one text of some limit, and its counter."""

    def opened(most, words="", lang="en"):
        page = new_page()
        page.set_content(PAGE.format(most=most, words=words, lang=lang))
        page.add_script_tag(content=(STATIC / "js" / "count.js").read_text("utf-8"), type="module")
        return page

    return opened


def test_what_is_left_is_seen_at_once_and_spoken_near_the_end(counted):
    page = counted(10)
    seen, spoken = page.locator(".count"), page.locator("[aria-live]")
    expect(seen).to_have_text("Left: 10")
    page.get_by_label("Why").fill("five5")
    expect(seen).to_have_text("Left: 5")
    page.get_by_label("Why").fill("ninenine9")
    expect(spoken).to_have_text("Left: 1")
    page.get_by_label("Why").fill("twelve letter")
    expect(seen).to_have_text("Over: 3")
    expect(spoken).to_have_text("Over: 3")


def test_words_are_counted_as_the_server_counts_them(counted):
    page = counted(1500, "data-words", "fr")
    expect(page.locator(".count")).to_have_text("Left: 1\u00a0500")
    page.get_by_label("Why").fill("  one\ntwo   three ")
    expect(page.locator(".count")).to_have_text("Left: 1\u00a0497")
