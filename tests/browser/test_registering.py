"""People register, wait and withdraw, by the keyboard alone: in both languages, with JavaScript and without."""

import re
from datetime import UTC

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.site import ZONES, Site, own_link, slug, starts
from tests.browser.visiting import press, write
from tests.servers.smtp import Mail

WAYS = [
    pytest.param(zone, language, script, id=f"{language}-{'script' if script else 'plain'}-{slug(zone)}")
    for zone, (language, script) in zip(ZONES, [("en", True), ("en", False), ("fr", True), ("fr", False)], strict=True)
]
LEFT = {"en": "1 of 2 seats left", "fr": "1 place restante sur 2"}
FULL = {"en": "2", "fr": "2"}


@pytest.mark.parametrize(("zone", "language", "script"), WAYS)
def test_the_third_person_on_two_seats_waits_and_gets_the_seat_that_is_given_up(
    site: Site, new_page: NewPage, zone: str, language: str, script: bool
) -> None:
    cohort = f"{site.root}/{language}/programs/clocks/{slug(zone)}"
    people = [f"{number}@{slug(zone)}.example" for number in ("one", "two", "three")]
    pages = [new_page(java_script_enabled=script) for _ in people]
    states, seats = zip(*[register(page, cohort, who) for page, who in zip(pages, people, strict=True)], strict=True)
    assert states == ("confirmed", "confirmed", "waitlisted")
    assert seats == (LEFT[language], FULL[language], FULL[language])
    [confirmation] = site.mails_to(people[0])
    assert instants(confirmation) == [start.astimezone(UTC) for start in starts(zone)]
    assert calendars([*site.mails_to(people[2])]) == []

    withdraw(pages[0], own_link(confirmation))
    expect(pages[0].locator("main")).to_have_attribute("data-state", "withdrawn")
    promotion = site.mails_to(people[2], 2)[1]
    assert instants(promotion) == [start.astimezone(UTC) for start in starts(zone)]
    pages[2].goto(own_link(promotion))
    expect(pages[2].locator("main")).to_have_attribute("data-state", "confirmed")
    assert site.installation.run("doctor")


def register(page: Page, cohort: str, address: str) -> tuple[str | None, str]:
    """From the cohort's page to the result; the state that it shows, and what the cohort's page says of its seats."""
    page.goto(cohort)
    press(page, page.locator("section.panel .button"))
    expect(page.locator("#answers")).to_be_visible()
    write(page, page.locator("#name"), "Zoé Müller")
    write(page, page.locator("#email"), address)
    write(page, page.locator("#organization"), "Statistics")
    press(page, page.locator("#privacy"), "Space")
    press(page, page.locator("#answers button").last)
    main = page.locator("main")
    expect(main).to_have_attribute("data-state", re.compile("."))
    state = main.get_attribute("data-state")
    page.goto(cohort)
    return state, page.locator(".facts div", has_text=re.compile("Seats|Places")).locator("dd").inner_text()


def withdraw(page: Page, link: str) -> None:
    """From the link in the mail to the seat given up."""
    page.goto(link)
    press(page, page.locator("main a[href$=withdrawal]"))
    expect(page.locator("main form")).to_be_visible()
    press(page, page.locator("main form button"))


def calendars(mails: list[Mail]) -> list[Calendar]:
    """The calendar files in mails."""
    parts = [part for mail in mails for part in mail.message.iter_attachments()]
    return [Calendar.from_ical(part.get_payload(decode=True)) for part in parts]


def instants(mail: Mail) -> list:
    """When the events in the mail's calendar file start, in UTC."""
    [calendar] = calendars([mail])
    return sorted(event.start.astimezone(UTC) for event in calendar.events)
