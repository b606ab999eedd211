"""What a person meets who makes a mistake, presses twice, or has no JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.site import Site
from tests.browser.visiting import fill_in, has_focus, press, send

FORM, PLAIN_FORM = "programs/ai-policy/ottawa/register", "programs/ai-policy/online/register"
ERROR = {"en": "Error: ", "fr": "Erreur\u00a0: "}


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_from_the_list_of_mistakes_one_enter_leads_to_the_field(
    site: Site, new_page: NewPage, language: str, script: bool
) -> None:
    page = new_page(java_script_enabled=script)
    page.goto(f"{site.root}/{language}/{FORM}")
    page.locator("#name").fill("Ana Roy")
    page.locator("#email").fill("ana at work")
    page.locator("#email").press("Enter")
    summary = page.locator("#problems")
    expect(summary).to_be_focused()
    assert page.title().startswith(ERROR[language])
    assert page.locator("#name").input_value() == "Ana Roy"
    press(page, summary.locator("a[href='#email']"))
    expect(page.locator("#email")).to_be_focused()
    assert page.locator("#email").input_value() == "ana at work"
    assert page.locator("#email").get_attribute("aria-invalid") == "true"


def test_the_tab_key_follows_the_order_of_the_form(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{site.root}/en/{PLAIN_FORM}")
    press(page, page.locator(".skip"))
    order = ["name", "email", "organization", "language-0", "privacy"]
    page.locator("#name").focus()
    reached = []
    for _ in order:
        reached.append(page.evaluate("document.activeElement.id"))
        page.keyboard.press("Tab")
    assert reached == order
    page.keyboard.press("Tab")
    assert has_focus(page.locator("#news"))
    page.keyboard.press("Tab")
    assert has_focus(page.locator("#answers button").last)


def test_a_language_chosen_in_the_form_keeps_what_was_written(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{site.root}/en/{FORM}")
    page.locator("#name").fill("Ana Roy")
    page.locator("header button[name=switch_language]").click()
    expect(page).to_have_url(f"{site.root}/fr/{FORM}")
    expect(page.locator("#name")).to_have_value("Ana Roy")
    assert page.locator("#problems").count() == 0


@pytest.mark.parametrize("script", [True, False])
def test_a_double_press_makes_one_registration(site: Site, new_page: NewPage, script: bool) -> None:
    page = new_page(java_script_enabled=script)
    address = f"twice.{script}@boreal.example".lower()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    page.goto(f"{site.root}/en/programs/ai-policy/online/register")
    fill_in(page, "Ana Roy", address)
    page.locator("#answers button").last.dblclick()
    expect(page.locator("main")).to_have_attribute("data-state", "confirmed")
    site.mails_to(address)
    rows = site.installation.run("export", "ai-policy/online").splitlines()
    assert len([row for row in rows if address in row]) == 1
    if script:
        assert sent == ["POST"]


def test_a_page_that_comes_back_from_memory_is_sent_anew(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{site.root}/en/{FORM}")
    page.locator("#name").fill("Ana Roy")
    send(page)
    expect(page.locator("#problems")).to_be_visible()
    page.go_back()
    send(page)
    expect(page.locator("#problems")).to_be_visible()
