"""The pictures of the README: taken on every run, kept in the folder that COHORTS_TEST_SCREENSHOTS names."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import NewPage
from tests.browser.site import Site
from tests.browser.visiting import sign_in

MOST_BYTES = 300_000
OTTAWA = "programs/ai-policy/ottawa"


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Where the pictures go: the test's own folder unless a run asks for another."""
    return Path(os.environ.get("COHORTS_TEST_SCREENSHOTS", tmp_path))


def test_the_pictures_of_the_readme_show_the_demo(site: Site, new_page: NewPage, album: Path) -> None:
    page = new_page(viewport={"width": 1280, "height": 800}, color_scheme="light", reduced_motion="reduce")
    page.goto(f"{site.root}/en/{OTTAWA}")
    page.screenshot(path=album / "cohort.png")
    sign_in(page, site.sign_in_link("demo"))
    page.goto(f"{site.root}/organizer/{OTTAWA}/registrations")
    page.screenshot(path=album / "organizer.png")
    sizes = [(album / name).stat().st_size for name in ("cohort.png", "organizer.png")]
    assert 0 < min(sizes) <= max(sizes) < MOST_BYTES
