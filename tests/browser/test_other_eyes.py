"""Pages enlarged, in the reader's own colours, and on paper."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.looking import OVERFLOW
from tests.browser.site import Site, own_link
from tests.browser.test_public_pages import PAGES
from tests.browser.visiting import register

SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
LEAVES = re.compile(rb"/Type\s*/Page\b")


def test_enlarged_to_twice_the_size_and_spaced_out_nothing_is_wider_than_the_window(
    site: Site, new_page: NewPage
) -> None:
    page = new_page(viewport={"width": 640, "height": 512}, bypass_csp=True)
    wider = {}
    for name, path in PAGES.items():
        page.goto(f"{site.root}/fr/{path}")
        page.add_style_tag(content=SPACING)
        wider[name] = page.evaluate(OVERFLOW)
    assert wider == dict.fromkeys(PAGES, 0)


def test_in_forced_colours_the_one_button_still_has_a_border(site: Site, new_page: NewPage) -> None:
    page = new_page(forced_colors="active")
    page.goto(f"{site.root}/en/{PAGES['open']}")
    button = page.locator("main .button").first
    assert button.evaluate("element => getComputedStyle(element).borderTopWidth") != "0px"
    assert button.evaluate("element => getComputedStyle(element).borderTopStyle") == "solid"


def test_an_applicants_own_page_fits_one_sheet(site: Site, new_page: NewPage) -> None:
    page = new_page()
    register(page, f"{site.root}/en/programs/ai-policy/online", "Ana Roy", "paper@boreal.example")
    page.goto(own_link(site.mails_to("paper@boreal.example")[0]))
    expect(page.locator("main")).to_have_attribute("data-state", "confirmed")
    assert len(LEAVES.findall(page.pdf(format="Letter"))) == 1
