"""What organizers fill in about the institution, its programs and their cohorts."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from babel import Locale
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField, SelectMultipleField
from wtforms import Form as Part
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from cohorts.core import languages
from cohorts.core.forms import Form, Lines
from cohorts.core.text import fold
from cohorts.programs import zones
from cohorts.programs.fields import Choice, Contact, Count, Day, Hour, Link, Slug, bilingual
from cohorts.programs.models import MOST_OFFER_HOURS

MOST_SESSIONS = 40
FIRST_COUNTRIES = ("CA", "US", "FR")
# Names of the list that are no countries: unions, oceans, tests of alphabets, the unknown.
NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


class Languages(SelectMultipleField):  # type: ignore[misc]
    """In which languages it is held."""

    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """Offers the languages of the site."""
        super().__init__(label, choices=_choices(languages.NAMES.items()), **kwargs)

    def pre_validate(self, _form: Any) -> None:
        """Only what is offered."""
        if set(self.data or ()) - set(languages.LANGUAGES):
            raise ValidationError(gettext("Choose one of these languages"))


class Zone(SelectField):  # type: ignore[misc]
    """A time zone."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """Offers those of Canada first."""
        super().__init__(label, choices=lambda: _choices(zones.choices(languages.current())), **kwargs)

    def pre_validate(self, _form: Any) -> None:
        """Only a zone that is known."""
        if self.data not in zones.known():
            raise ValidationError(gettext("Choose a time zone from the list"))


class Country(SelectField):  # type: ignore[misc]
    """A country, or none for what is online."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """Offers Canada first."""
        super().__init__(label, choices=lambda: _choices(countries(languages.current())), **kwargs)

    def pre_validate(self, _form: Any) -> None:
        """Only a country of the list."""
        if self.data not in dict(countries(languages.current())):
            raise ValidationError(gettext("Choose a country from the list"))


class InstitutionForm(Form):
    """Who runs the programs, and how it keeps what people write."""

    name = bilingual(_l("Name"), required=_l("Write the name in at least one language"))
    address = Lines(_l("Postal address"), at_most=500)
    contact = Contact(_l("Contact address"), required=_l("Enter an address that people can write to"))
    website = Link(_l("Website"), at_most=500)
    privacy_notice = bilingual(
        _l("Privacy notice"), Lines, at_most=20_000, required=_l("Write the privacy notice in at least one language")
    )
    version = HiddenField()


class ProgramForm(Form):
    """What the institution offers again and again."""

    title = bilingual(_l("Title"), required=_l("Write the title in at least one language"))
    summary = bilingual(_l("Summary"), Lines, at_most=400)
    description = bilingual(_l("Description"), Lines, at_most=20_000)
    slug = Slug(_l("Word in the address"))
    languages = Languages(_l("Languages in which it is held"))
    contact = Contact(_l("Contact address"), required=_l("Enter an address that people can write to"))
    version = HiddenField()

    def validate_languages(self, field: Any) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(gettext("Choose at least one language"))


class SessionPart(Part):  # type: ignore[misc]
    """One session of a cohort."""

    id = HiddenField()
    day = Day(_l("Date"), required=_l("Enter the date of this session"))
    starts = Hour(_l("Starts at"), required=_l("Enter when this session starts"))
    ends = Hour(_l("Ends at"), required=_l("Enter when this session ends"))
    last_day = Day(_l("Ends on another date"))
    title = bilingual(_l("Title"))
    place = bilingual(_l("Room or place"))


class CohortForm(Form):
    """One run of a program."""

    title = bilingual(_l("Title"), required=_l("Write the title in at least one language"))
    summary = bilingual(_l("Summary"), Lines, at_most=400)
    description = bilingual(_l("Description"), Lines, at_most=20_000)
    slug = Slug(_l("Word in the address"))
    own_languages = Languages(_l("Languages in which it is held"))
    own_contact = Contact(_l("Contact address"))
    reply_to = Contact(_l("Whom answers to its messages reach"))
    timezone = Zone(_l("Time zone"), default=zones.CANADIAN[0])
    sessions = FieldList(FormField(SessionPart), min_entries=1, max_entries=MOST_SESSIONS)
    venue_name = bilingual(_l("Name of the place"))
    venue_street = bilingual(_l("Street"))
    venue_city = bilingual(_l("City"))
    venue_region = bilingual(_l("Province or region"))
    venue_country = Country(_l("Country"), default=FIRST_COUNTRIES[0])
    venue_link = Link(_l("Link to join online"), at_most=500)
    capacity = Count(_l("Number of seats"), required=_l("Enter the number of seats"))
    held_back = Count(_l("Seats held back"), least=0, default=0)
    registration_opens = Day(_l("Registration opens on"))
    registration_opens_time = Hour(_l("at"))
    registration_closes = Day(_l("Registration closes on"))
    registration_closes_time = Hour(_l("at"))
    admission = Choice(
        _l("Who gets a seat"), (("open", _l("First come, first served")), ("review", _l("The organizers select")))
    )
    on_free_seat = Choice(
        _l("When a seat comes free"),
        (
            ("confirm", _l("The next person waiting has it at once")),
            ("offer", _l("It is offered to the next person waiting, who accepts or declines")),
        ),
    )
    verify_email = BooleanField(_l("Each email address must be confirmed"))
    offer_hours = Count(
        _l("Hours to answer"), most=MOST_OFFER_HOURS, default=72, required=_l("Enter how many hours people have")
    )
    offer_working_hours = BooleanField(_l("Count working hours only"))
    last_offer_at = Day(_l("Last offer on"))
    last_offer_at_time = Hour(_l("at"))
    waitlist_limit = Count(_l("Limit of the waiting list"), least=0)
    version = HiddenField()


class ReasonForm(Form):
    """Why something is cancelled: people read it."""

    reason = Lines(_l("Reason"), at_most=1000, required=_l("Write the reason: people read it in the message"))


@lru_cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name), Canada and its neighbours first; the empty one for what is online."""
    named = {
        code: name
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }
    others = sorted((code for code in named if code not in FIRST_COUNTRIES), key=lambda code: fold(named[code]))
    return (("", "–"), *((code, named[code]) for code in (*FIRST_COUNTRIES, *others)))


def _choices(named: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, words) for value, words in named]
