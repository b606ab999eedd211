"""The way through a form that is only looked at: its pages, and what stands on each."""

import re
from typing import Any

from markupsafe import Markup

from cohorts.core import languages
from cohorts.core.text import Localized
from cohorts.organizer.form_places import FormPlace
from cohorts.programs import phases
from cohorts.questions import pages
from cohorts.questions.asking import REGISTRATION
from cohorts.registrations.forms import RegistrationForm

FIRST = frozenset({*RegistrationForm.PERSON, "website", "shown_at", "email_confirmed"})
LAST = frozenset({"privacy", "notice"})
OF_QUESTION = re.compile(r"(q-\d+)(?:-[a-z]+)?")


class PreviewCohort:
    """What the page says about the cohort; open, whatever the clock says."""

    def __init__(self, place: FormPlace) -> None:
        """A program has no dates yet."""
        shown = place.cohort
        self.title: Localized = shown.title if shown else place.program.title
        self.dates = shown.dates if shown else Markup()
        self.url, self.phase, self.waiting = place.url, phases.OPEN, 0
        self.reviews = bool(shown and shown.selects)
        self.verifies = bool(shown and shown.cohort.verify_email)


class PreviewWalk:
    """The pages of a form; `asks` is no: nothing can be saved for later."""

    asks = False

    def __init__(self, place: FormPlace) -> None:
        """Of the questions that people are asked when they register."""
        self.place, self.asked = place, place.form
        self.pages = pages.pages(place.form.of_stage(REGISTRATION))
        self.last = len(self.pages)
        self.has_steps = True
        # Where people are chosen they check their answers before they send them: the privacy notice stands there.
        self.has_check = bool(place.cohort and place.cohort.selects and any(self.pages))
        self.files = sum(question.wording.type == "file" for page in self.pages for question in page)

    def names(self, here: int) -> frozenset[str]:
        """The fields that stand on a page."""
        own = {question.name for question in self.pages[here - 1]}
        ends = here == self.last and not self.has_check
        return frozenset(own | (FIRST if here == 1 else set()) | (LAST if ends else set()))

    def elsewhere(self, here: int) -> frozenset[str]:
        """Of our own fields, those of other pages."""
        return (FIRST | LAST) - self.names(here)

    def stands_elsewhere(self, name: str, here: int) -> bool:
        """Whether a name that was sent belongs to another page."""
        found = OF_QUESTION.fullmatch(name)
        field = found[1] if found else name
        return field not in self.names(here) and any(field in self.names(n) for n in range(1, self.last + 1))

    def url(self, here: int, **values: Any) -> str:
        """The address of a page."""
        return self.place.address("form_preview", place=here, **{"language": languages.current(), **values})

    def needed(self, form: RegistrationForm) -> list[int]:
        """The pages that this person goes through, given what was typed."""
        visible = form.visible
        between = [n for n in range(2, self.last) if pages.is_needed(self.pages[n - 1], visible)]
        return sorted({1, *between, self.last})

    def after(self, here: int, form: RegistrationForm) -> int:
        """The page that comes next."""
        return next((each for each in self.needed(form) if each > here), self.last)

    def before(self, here: int, form: RegistrationForm) -> int:
        """The page that came before."""
        return max((each for each in self.needed(form) if each < here), default=1)
