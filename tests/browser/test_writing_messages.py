"""An organizer writes a message without JavaScript: mistake, preview, save, back; its pages through axe."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looking import problems
from tests.browser.site import Site
from tests.browser.visiting import sign_in

PLACE = "programs/ai-policy/halifax/templates"


def choose(page: Page, name: str) -> None:
    """Press a button of the page."""
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def test_a_message_is_written_previewed_saved_and_taken_back(site: Site, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, site.sign_in_link())
    page.goto(f"{site.root}/organizer/{PLACE}")
    page.get_by_role("link", name="We have your application").click()
    page.locator("#subject_en").fill("We have it, {nmae}")
    choose(page, "Save")
    expect(page.locator("#problems")).to_contain_text("Did you mean {name}?")
    page.locator("#subject_en").fill("We have it, {name}")
    choose(page, "Preview")
    expect(page.get_by_role("main")).to_contain_text("We have it, ")
    with page.expect_popup() as opened:
        choose(page, "See it as a mail program shows it")
    expect(opened.value.locator("a[href$='/registrations/link/sample']").first).to_be_visible()
    choose(page, "Keep writing")
    expect(page.locator("#subject_en")).to_have_value("We have it, {name}")
    choose(page, "Save")
    expect(page.locator(".differences ins")).to_have_text("We have it, {name}")
    choose(page, "Back to the default")
    expect(page.locator(".differences")).to_have_count(0)
    expect(page.locator("details.letter")).to_contain_text("We have it, {name}")


def test_the_pages_of_messages_have_no_barrier(site: Site, new_page: NewPage) -> None:
    page = new_page(reduced_motion="reduce")
    sign_in(page, site.sign_in_link("fr"))
    for path in (PLACE, f"{PLACE}/offer_made", f"{PLACE}/offer_made/preview", "programs/ai-policy/templates"):
        page.goto(f"{site.root}/organizer/{path}")
        assert problems(page) == [], path


def test_the_editor_with_mistakes_own_words_and_all_placeholders_has_no_barrier(site: Site, new_page: NewPage) -> None:
    page = new_page(reduced_motion="reduce")
    sign_in(page, site.sign_in_link())
    page.goto(f"{site.root}/organizer/{PLACE}/moved")
    page.locator("#subject_en").fill("Moved to {cohort}")
    choose(page, "Save")
    page.locator(".placeholders summary").press("Enter")
    expect(page.locator(".placeholders details")).to_contain_text("{position}")
    expect(page.locator(".differences ins")).to_be_visible()
    assert problems(page) == []
    page.locator("#body_en").fill("{nmae}\n\n<b>")
    choose(page, "Save")
    expect(page.locator("#body_en-error")).to_contain_text("Did you mean {name}?")
    assert problems(page) == []
    page.goto(f"{site.root}/organizer/{PLACE}/moved/preview")
    expect(page.get_by_role("main")).to_contain_text(".ics")
    assert problems(page) == []
    page.goto(f"{site.root}/organizer/{PLACE}/moved")
    choose(page, "Back to the default")
