"""Getting no more messages, in a browser: a button, what still comes, and the way back; for everybody."""

import json
import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.looking import problems
from tests.browser.site import Site

MAKE = """
import json
from cohorts import create_app
from cohorts.core import tokens
app = create_app()
with app.app_context():
    print(json.dumps(tokens.sign("unsubscribe", {"a": "ADDRESS", "p": 1})))
"""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_leaving_and_coming_back_is_a_button_each_without_a_cookie(
    site: Site, new_page: NewPage, language: str
) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{site.root}/{language}/unsubscribe/{token(site, f'leaving.{language}@boreal.example')}")
    button = page.locator("main form button")
    headings = [page.locator("h1").inner_text()]
    for _ in range(2):
        assert problems(page) == []
        button.click()
        expect(page.locator("h1")).not_to_have_text(headings[-1])
        headings.append(page.locator("h1").inner_text())
    assert problems(page) == []
    assert len(set(headings)) == 3
    assert page.context.cookies() == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_link_that_was_cut_says_what_to_do(site: Site, new_page: NewPage, language: str) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{site.root}/{language}/unsubscribe/cut")
    assert page.locator("main a[href^='mailto:']").count() == 1
    assert problems(page) == []


def token(site: Site, address: str) -> str:
    """The token of an address in the first program, made with the site's own key."""
    installation = site.installation
    done = subprocess.run(
        [installation.command[0], "-c", MAKE.replace("ADDRESS", address)],
        env=installation.environment, cwd=installation.cwd, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])
