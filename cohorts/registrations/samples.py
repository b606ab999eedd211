"""Messages as a registration would get them, for who writes their words: with links that open nothing."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from cohorts.core.links import absolute
from cohorts.core.text import words
from cohorts.mail import calendar, outbox, rendering
from cohorts.mail.assembly import Attachment
from cohorts.mail.rendering import Outgoing, Recipient
from cohorts.mail.templates import Template
from cohorts.mail.values import Links, Value
from cohorts.messages import kinds, placeholders
from cohorts.programs.models import Cohort, Program
from cohorts.registrations import calendars, informing, unsubscribing
from cohorts.registrations.emails import letters, more_questions, quoted
from cohorts.registrations.models import Registration
from cohorts.registrations.unsubscribing import Leaving

# It is signed by nobody, so that its page says what every broken link's page says.
DEAD = "sample"
PUBLIC_LINKS = frozenset({"cohort_link", "program_link"})
NOBODY, LEFT = "nobody@example.org", "MTL-4F8Q2W"
OF_SENDER = frozenset({"institution", "contact"})


def rendered(
    kind: str, language: str, template: Template, *, program: Program, cohort: Cohort | None,
    registration: Registration | None = None, answers: Collection[str] = (), to: Recipient | None = None,
    cause: str = "",
) -> Outgoing:  # fmt: skip
    """The message about this registration, else about somebody who is made up; with the files that it would have."""
    values = {**placeholders.samples(kind, language, answers), **_about(program, cohort, registration, language)}
    if registration is not None:
        values |= quoted.values(registration, template, {}, language, theirs=True)
    values |= _dead(language)
    if cohort is not None:
        # Whether more is asked, and until when, is the same for everybody: without it nothing goes out about it.
        values |= more_questions.for_seats(cohort, language, link=lambda: dead_link(language))
    files, leaving = _attached(kind, language, cohort, values), _leaving(kind, language, registration)
    values |= {"unsubscribe_link": leaving.link, **({"calendar_file": files[-1].name} if files else {})}
    # The foot says who really sends it.
    values = {name: value for name, value in values.items() if name not in OF_SENDER}
    sender = (
        letters.sender(cohort, language) if cohort
        else letters.sender_of(program, language, contact=program.contact)
    )  # fmt: skip
    person = Recipient(registration.name, registration.email) if registration else _somebody(language)
    return rendering.render(
        kind, language, values, to=to or person, sender=sender, cause=cause or f"sample:{kind}:{language}",
        template=template, attachments=files, headers=leaving.headers,
    )  # fmt: skip


def unproved(template: Template, registration: Registration | None) -> list[str]:
    """The placeholders whose paragraphs are left out of the sample, for nobody has proved the person’s address."""
    if registration is None or registration.email_proved_at is not None:
        return []
    return sorted(f"{{{name}}}" for name in template.names if name.startswith(placeholders.ANSWER))


def marked(template: Template, mark: str) -> Template:
    """The same words with a mark before the subject."""
    return replace(template, subject=replace(template.subject, pieces=(f"{mark} ", *template.subject.pieces)))


def send(message: Outgoing, *, user_id: int) -> None:
    """Send a sample to the organizer who wrote it; it is about no registration."""
    outbox.write(message, subject=("user", user_id))


def dead_link(language: str) -> str:
    """An address of ours that opens nothing."""
    return absolute("public.link", language=language, token=DEAD)


def _attached(kind: str, language: str, cohort: Cohort | None, values: Mapping[str, Value]) -> list[Attachment]:
    """The sessions as a file, then as one that takes them out again: as for who has, or had, a seat."""
    about = kinds.of(kind)
    if cohort is None:
        return []
    mine = str(values.get("reference", ""))
    # Who was moved gets both: that of the cohort that they left has another name.
    names = {mine: False} if about.has_sessions else {}
    names |= {LEFT if about.has_sessions else mine: True} if about.takes_sessions_back else {}
    return [
        calendar.attachment(calendars.sample(cohort, language, cancelled=cancelled), name)
        for name, cancelled in names.items()
    ]


def _leaving(kind: str, language: str, registration: Registration | None) -> Leaving:
    """A way out that leads nowhere, where the message would have one."""
    informational = kinds.of(kind).is_informational
    if kind == informing.BROADCAST and registration is not None:
        nature = informing.nature_now(kind, registration.state, registration.cohort)
        informational = nature != informing.TRANSACTIONAL
    return unsubscribing.by(DEAD, language) if informational else unsubscribing.NONE


def _about(
    program: Program, cohort: Cohort | None, registration: Registration | None, language: str
) -> dict[str, Value]:
    if registration is not None:
        known = letters.about(registration, language)
        # What has no value now keeps its sample, so that one sees where it stands.
        return {name: value for name, value in known.items() if value or name == "online_link"}
    if cohort is not None:
        known = letters.about_cohort(cohort, language)
        return {"online_link": cohort.venue_link, **{name: value for name, value in known.items() if value}}
    return {"program": words(program.title, language)}


def _dead(language: str) -> dict[str, Value]:
    link, keys = dead_link(language), (n for n in placeholders.PLACEHOLDERS if placeholders.is_link(n))
    dead: dict[str, Value] = dict.fromkeys((name for name in keys if name not in {*PUBLIC_LINKS, "online_link"}), link)
    sample = placeholders.PLACEHOLDERS["links"].sample_in(language)
    assert isinstance(sample, Links)
    return {**dead, "links": Links(tuple((label, link) for label, _address in sample.links))}


def _somebody(language: str) -> Recipient:
    return Recipient(str(placeholders.PLACEHOLDERS["name"].sample_in(language)), NOBODY)
