"""The way through the form of a cohort: its pages in order, what stands on each, and what was typed on the way.

Its places are numbered from 1. Where organizers choose among applications and ask questions of their own, one more
comes after the pages: to check the answers. The last place holds the agreement and the button that sends.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from cohorts.core import languages, tokens
from cohorts.programs import queries
from cohorts.public import held_drafts
from cohorts.public.shown import ShownCohort
from cohorts.public.typed import Typed, merged
from cohorts.questions import pages, types
from cohorts.questions import queries as questions
from cohorts.questions.asking import REGISTRATION
from cohorts.questions.pages import Page
from cohorts.registrations import drafts
from cohorts.registrations.forms import RegistrationForm, registration_form

EVERYWHERE = frozenset({"csrf_token", "key", "promised", "shown_versions"})
FIRST = frozenset({*RegistrationForm.PERSON, "website", "shown_at", "email_confirmed"})
LAST = frozenset({"privacy", "notice", "news"})
KEY = re.compile(r"[A-Za-z0-9_-]{22}")
# Says, in the address of a place, that its visitor should see what is wrong there.
LOOK = "look"
# Typed by nobody: once somebody has seen all answers together, each change leads back there.
CHECKED = ("checked", "yes")


class Walk:
    """The form of one cohort in one request."""

    def __init__(self, program: str, cohort: str) -> None:
        """Raises Missing."""
        self.shown = ShownCohort(*queries.public_cohort(program, cohort))
        self.program, self.slug, self.cohort_id = program, cohort, self.shown.cohort.id
        self.asked = questions.of_cohort(self.cohort_id)
        self.pages: list[Page] = pages.pages(self.asked.of_stage(REGISTRATION))

    @property
    def asks(self) -> bool:
        """Whether the organizers ask anything of their own."""
        return any(self.pages)

    @property
    def has_check(self) -> bool:
        """Whether people check their answers before they send them: not where seats go to who is first."""
        return self.shown.reviews and self.asks

    @property
    def last(self) -> int:
        """The place with the button that sends."""
        return len(self.pages) + self.has_check

    @property
    def has_steps(self) -> bool:
        """Whether there is more than one place, so that what was typed is kept on the way."""
        return self.last > 1

    def page(self, place: int) -> Page:
        """What organizers ask there."""
        return self.pages[place - 1] if place <= len(self.pages) else ()

    def names(self, place: int) -> frozenset[str]:
        """The fields that stand there."""
        own = {question.name for question in self.page(place)}
        return EVERYWHERE | own | (FIRST if place == 1 else set()) | (LAST if place == self.last else set())

    def elsewhere(self, place: int) -> frozenset[str]:
        """Of our own fields, those that stand at another place."""
        return (FIRST | LAST) - self.names(place)

    def url(self, place: int, *, look: bool = False) -> str:
        """Its address; `look` says what is wrong there."""
        values: dict[str, Any] = {"program": self.program, "cohort": self.slug, **({LOOK: "1"} if look else {})}
        if place == 1:
            return url_for("public.register", **values)
        if place > len(self.pages):
            return self.check_url
        return url_for("public.part", place=place, **values)

    @cached_property
    def check_url(self) -> str:
        """Where the answers are checked."""
        return url_for("public.check", program=self.program, cohort=self.slug)

    @cached_property
    def form_class(self) -> type[RegistrationForm]:
        """The form in the page's language."""
        return registration_form(self.asked, languages.current())

    def filled(self, typed: Iterable[tuple[str, object]]) -> RegistrationForm:
        """The form with what was typed."""
        return self.form_class(formdata=MultiDict(typed))

    def sent(self, place: int) -> tuple[RegistrationForm, Typed]:
        """The form as this request sends it from a place, and what was typed so far."""
        key = request.form.get("key", "")
        before = (drafts.read(self.cohort_id, key) if KEY.fullmatch(key) and self.has_steps else None) or []
        typed = merged(before, self._came(place), self.names(place))
        if self.asks and not KEY.fullmatch(key):
            typed = [*(pair for pair in typed if pair[0] != "key"), ("key", tokens.one_time())]
        files = [pair for pair in request.files.items(multi=True) if pair[0] in self.names(place)]
        return self.filled([*typed, *files]), typed

    def _came(self, place: int) -> Typed:
        # A draft has no language: whoever goes on with it may read it in another one.
        language = languages.other(languages.current()) if languages.was_switched() else languages.current()
        kinds = {question.name: types.of(question.wording.type) for question in self.page(place)}
        carried = {name: kind.field_class.carried for name, kind in kinds.items() if kind.asks}
        sent = request.form.items(multi=True)
        return [(name, carried[name](value, language) if name in carried else value) for name, value in sent]

    def keep(self, form: RegistrationForm, typed: Typed) -> None:
        """Keep what was typed so far, as it is."""
        drafts.keep(
            self.cohort_id, form.key.data, [pair for pair in typed if pair[0] != "csrf_token"],
            form_version=self.asked.version, language=languages.current(), sender=request.remote_addr or "",
        )  # fmt: skip

    def hold(self, form: RegistrationForm) -> None:
        """Let this browser go on with it."""
        held_drafts.hold(self.cohort_id, form.key.data)

    def needed(self, form: RegistrationForm) -> list[int]:
        """The places that this person goes through, given what was typed."""
        visible = form.visible
        between = [place for place in range(2, self.last) if pages.is_needed(self.page(place), visible)]
        return sorted({1, *between, self.last})

    def after(self, place: int, form: RegistrationForm) -> int:
        """The place that comes next."""
        return next((each for each in self.needed(form) if each > place), self.last)

    def before(self, place: int, form: RegistrationForm) -> int:
        """The place that came before."""
        return max((each for each in self.needed(form) if each < place), default=1)

    def first_wrong(self, form: RegistrationForm, *, besides: int | None = None) -> int | None:
        """The first place where something is wrong; the one that has been looked at is left out."""
        places = [place for place in range(1, self.last + 1) if place not in (besides, self.last)]
        return next((place for place in places if not self.is_right(form, place)), None)

    def is_right(self, form: RegistrationForm, place: int) -> bool:
        """Whether all that a place asks is answered well; who sent it is not looked at."""
        return form.validate_part(self.names(place) - {"csrf_token"})
