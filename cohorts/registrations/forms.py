"""What applicants fill in: their registration, changes to it, an address to find it by."""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from cohorts.core import addresses, languages, tokens
from cohorts.core.forms import Form, Line
from cohorts.questions.asking import AskingForm, form_of
from cohorts.questions.wordings import AskedForm
from cohorts.registrations.errors import AgreementMissing
from cohorts.registrations.news import WORDING as NEWS
from cohorts.registrations.one_page import OnePageForm
from cohorts.registrations.registrations import Person

SHOWN_AT = "form-shown"
HASTE_SECONDS = 2.0
NAME_MISSING = _l("Enter your full name")
ORGANIZATION_MISSING = _l("Enter your organization")
ADDRESS_MISSING = _l("Enter an email address with an @, such as name@example.ca")
# Mail programs make a link of each of these, whoever wrote it.
WEB_ADDRESS = re.compile(r"://|\bwww\.|\.[a-z]{2,}/", re.IGNORECASE)

AGREEMENT = _l("I agree to the privacy notice")
F = TypeVar("F", bound=AskingForm)


def _an_address(_form: Any, field: Any) -> None:
    try:
        field.data = addresses.check(field.data)
    except addresses.InvalidAddress as error:
        raise StopValidation(str(error)) from error


def _no_web_address(_form: Any, field: Any) -> None:
    if WEB_ADDRESS.search(field.data):
        raise StopValidation(str(_l("Enter a name, without a web address")))


def _chosen(_form: Any, field: Any) -> None:
    if field.data not in languages.NAMES:
        field.errors = []
        raise StopValidation(str(_l("Choose one of these languages")))


def _agreed(sentence: Any) -> Callable[[Any, Any], None]:
    def check(_form: Any, field: Any) -> None:
        if not field.data:
            raise StopValidation(str(sentence))

    return check


class Language(RadioField):  # type: ignore[misc]
    """The language in which we write to somebody."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """Offers the languages of the site."""
        super().__init__(
            label,
            choices=[SelectChoice(*choice) for choice in languages.NAMES.items()],
            validators=[_chosen],
            validate_choice=False,
            **kwargs,
        )


class Name(Line):
    """What somebody is called: mails to an address that nobody has proved say it, so it cannot lead anywhere."""

    def __init__(self, required: Any, **kwargs: Any) -> None:
        """`required` is the sentence shown where nothing was written."""
        super().__init__(_l("Full name"), required=required, validators=[_no_web_address], **kwargs)


class Email(Line):
    """An address that we write to."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """Well-formed and of a length that mail servers take."""
        super().__init__(label, at_most=addresses.LONGEST, required=ADDRESS_MISSING, validators=[_an_address], **kwargs)


class _Agreeing:
    """Agreeing to the privacy notice in one wording, which the hidden field names."""

    privacy: Any
    notice: Any

    def agree_anew(self, notice_id: int) -> None:
        """Ask for agreement to another wording than the one that was shown."""
        self.notice.data, self.privacy.data = str(notice_id), False
        self.privacy.errors = [gettext("The privacy notice changed while you wrote. Read it and agree again.")]


class _AboutPerson:
    """Who somebody is, before the questions of organizers; these decide whether the organization is asked for."""

    PERSON: tuple[str, ...]
    organization: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Its fields are in the order of the page, so that mistakes are listed in it."""
        super().__init__(*args, **kwargs)
        _put_in_order(self, self.PERSON)

    @property
    def _organization(self) -> str:
        return str(self.organization.data or "") if self.organization else ""


def _by_organization(form: type[F]) -> dict[str, type[F]]:
    """The form by whether the organization is asked for."""
    required = Line(_l("Organization"), required=ORGANIZATION_MISSING)
    others = {"off": None, "required": required}
    return {"optional": form, **{how: type(form.__name__, (form,), {"organization": f}) for how, f in others.items()}}


class RegistrationForm(_AboutPerson, _Agreeing, AskingForm):
    """Registering: a few questions of ours, those of the organizers, and two traps for robots that nobody sees."""

    name = Name(NAME_MISSING)
    email = Email(_l("Email address"))
    organization: Any = Line(_l("Organization"))
    language = Language(_l("In which language do we write to you?"))
    privacy = BooleanField(AGREEMENT, validators=[_agreed(_l("To register, agree to the privacy notice"))])
    # Asked apart, and never needed.
    news = BooleanField(NEWS)
    website = StringField(_l("Leave this empty"))
    shown_at = HiddenField(default=lambda: tokens.stamp(SHOWN_AT))
    email_confirmed = HiddenField()
    promised = HiddenField()
    notice = HiddenField()

    # What stands before the questions of organizers; the rest stands after them.
    PERSON = ("name", "email", "organization", "language")

    @property
    def person(self) -> Person:
        """What was said, as plain values."""
        return Person(self.name.data, self.email.data, self._organization, self.language.data)

    @property
    def news_wording(self) -> str:
        """In which words they asked for news; empty where they did not."""
        return wording_of(self.news)

    @property
    def meant(self) -> str | None:
        """The address that was probably meant, unless the applicant stands by what they typed."""
        if self.email.errors or self.email_confirmed.data == self.email.data:
            return None
        return addresses.likely_meant(self.email.data or "")

    @property
    def looks_automatic(self) -> bool:
        """Whether a robot filled it in: the trap is full, or it was filled in haste and advertises."""
        seconds = tokens.age(SHOWN_AT, self.shown_at.data or "")
        hasty = seconds is None or seconds < HASTE_SECONDS
        advertises = "://" in self._organization
        return bool(self.website.data) or (hasty and advertises)


_REGISTRATIONS = _by_organization(RegistrationForm)


def registration_form(asked: AskedForm, language: str) -> type[RegistrationForm]:
    """The form for registering where these questions are asked, in a language."""
    return form_of(_REGISTRATIONS[asked.organization], asked, language)  # type: ignore[arg-type]


class EditForm(Form):
    """What an applicant changes at any time."""

    name = Name(NAME_MISSING)
    organization = Line(_l("Organization"))
    language = Language(_l("In which language do we write to you?"))
    news = BooleanField(NEWS)


class AcceptanceForm(_Agreeing, Form):
    """Accepting a seat; asks for the privacy notice only who never agreed to it."""

    privacy = BooleanField(AGREEMENT, validators=[_agreed(AgreementMissing.sentence)])
    notice = HiddenField()

    def __init__(self, *, has_agreed: bool, **kwargs: Any) -> None:
        """`has_agreed`: nothing is asked."""
        super().__init__(**kwargs)
        if has_agreed:
            del self.privacy
            del self.notice


class InvitationForm(_AboutPerson, _Agreeing, OnePageForm):
    """Taking a registration over, with answers of one's own; the address is that of the invitation."""

    PERSON = ("name", "organization", "language")

    name = Name(NAME_MISSING)
    organization: Any = Line(_l("Organization"))
    language = Language(_l("In which language do we write to you?"))
    privacy = BooleanField(AGREEMENT, validators=[_agreed(_l("To take it over, agree to the privacy notice"))])
    notice = HiddenField()

    def person(self, email: str) -> Person:
        """What was said, as plain values."""
        return Person(self.name.data, email, self._organization, self.language.data)


_INVITATIONS = _by_organization(InvitationForm)


def invitation_form(asked: AskedForm, language: str) -> type[InvitationForm]:
    """The form for taking a registration over where these questions are asked, in a language."""
    return form_of(_INVITATIONS[asked.organization], asked, language)  # type: ignore[arg-type]


class AddressForm(Form):
    """An e-mail address: to find one's registrations, or to correct a mistyped one."""

    email = Email(_l("Email address"))


class ActForm(Form):
    """A button that acts."""


def wording_of(agreement: Any) -> str:
    """The words of a box as they stood beside it, where it was ticked; else empty."""
    return str(agreement.label.text) if agreement.data else ""


def _put_in_order(form: Any, person: Sequence[str]) -> None:
    asked = [question.name for question in form.asked.of_stage(form.stage)]
    order = [name for name in (*person, *asked) if name in form._fields]
    form._fields = {name: form._fields[name] for name in dict.fromkeys([*order, *form._fields])}
