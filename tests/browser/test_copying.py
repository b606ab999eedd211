"""The button that copies, in a page that holds nothing else."""

import pytest
from playwright.sync_api import expect

from cohorts.core.assets import STATIC

PAGE = """<!doctype html><html lang="en-CA"><title>A field</title><label for="f">Address</label>
<input id="f" readonly value="https://site/x.ics" data-copy="Copy" data-copied="Copied"><textarea></textarea>"""


@pytest.fixture
def page(new_page):
    """A page with one field to be copied."""
    page = new_page()
    page.set_content(PAGE)
    page.add_script_tag(content=(STATIC / "js" / "copy.js").read_text("utf-8"), type="module")
    return page


def test_one_press_copies_and_says_so(page):
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("[aria-live]")).to_have_text("Copied")
    page.locator("textarea").focus()
    page.keyboard.press("Control+V")
    expect(page.locator("textarea")).to_have_value("https://site/x.ics")


def test_whoever_goes_to_the_field_has_all_of_it_chosen(page):
    page.get_by_label("Address").focus()
    assert page.evaluate("getSelection().toString()") == "https://site/x.ics"
