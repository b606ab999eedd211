"""What a decision leads to, in words: the question, its consequence, what is asked, what was done."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, ngettext
from markupsafe import Markup

from cohorts.core import languages, numbers
from cohorts.organizer.desk import DeskCohort
from cohorts.programs import phases
from cohorts.registrations import decisions, entries
from cohorts.registrations.desk_forms import DecisionForm
from cohorts.registrations.models import Registration

People = Sequence[Registration]


def question(act: str, people: People, form: DecisionForm, shown: DeskCohort) -> dict[str, Any]:
    """The page that asks once; without a button where the answer could only be no."""
    sentence = _why_not(people, shown) if act == decisions.OFFER and not form.was_sent else ""
    return {
        "title": _title(act, people), "consequence": sentence or _consequence(act, shown),
        "verb": "" if sentence else _verb(act, people), "people": people,
        "asked": [] if sentence else _asked(act, people, form),
        "keep": gettext("Change nothing"), "about": gettext("Registrations"),
        "tone": "danger filled" if act == decisions.REJECT else "",
    }  # fmt: skip


def done(act: str, count: int) -> str:
    """What was done."""
    sentences = {
        decisions.OFFER: ngettext("%(num)d seat is offered.", "%(num)d seats are offered.", count),
        decisions.WAITLIST: ngettext(
            "%(num)d person is on the waiting list.", "%(num)d people are on the waiting list.", count
        ),
        decisions.REJECT: ngettext("%(num)d person was not selected.", "%(num)d people were not selected.", count),
    }
    return str(sentences[act])


def _title(act: str, people: People) -> str:
    name, count = people[0].name, len(people)
    if count == 1:
        one = {
            decisions.OFFER: gettext("Offer a seat to %(name)s?", name=name),
            decisions.WAITLIST: gettext("Put %(name)s on the waiting list?", name=name),
            decisions.REJECT: gettext("Do not select %(name)s?", name=name),
        }
        return str(one[act])
    many = {
        decisions.OFFER: ngettext("Offer a seat to %(num)d person?", "Offer a seat to %(num)d people?", count),
        decisions.WAITLIST: ngettext(
            "Put %(num)d person on the waiting list?", "Put %(num)d people on the waiting list?", count
        ),
        decisions.REJECT: ngettext("Do not select %(num)d person?", "Do not select %(num)d people?", count),
    }
    return str(many[act])


def _verb(act: str, people: People) -> str:
    offer = gettext("Offer the seat") if len(people) == 1 else gettext("Offer the seats")
    words = {decisions.WAITLIST: gettext("Put on waiting list"), decisions.REJECT: gettext("Do not select")}
    return str(words.get(act, offer))


def _consequence(act: str, shown: DeskCohort) -> str:
    if act == decisions.OFFER:
        free = ngettext("%(num)d seat is free.", "%(num)d seats are free.", shown.free)
        ends = shown.short(entries.offer_end(shown.cohort, until=shown.last_offer))
        held = Markup(gettext("An offer made now holds one until %(when)s; a message tells them.", when=ends))
        return Markup(" ").join((free, held))
    if act == decisions.WAITLIST:
        return str(gettext("They come after everybody who waits already, in the order in which they applied."))
    return str(gettext("A message tells them that they were not selected."))


def _why_not(people: People, shown: DeskCohort) -> str:
    if shown.service == phases.BY_NOBODY:
        return str(gettext("The time for offers has passed: nobody could accept any more."))
    if shown.free <= 0:
        return str(gettext("No seat is free, so none can be offered now."))
    if shown.free < len(people):
        free = numbers.number(shown.free, languages.current())
        sentence = ngettext(
            "%(num)d person is chosen, and the free seats are %(free)s. Choose fewer.",
            "%(num)d people are chosen, and the free seats are %(free)s. Choose fewer.", len(people), free=free,
        )  # fmt: skip
        return str(sentence)
    return ""


def _asked(act: str, people: People, form: DecisionForm) -> list[dict[str, Any]]:
    asked = [{"field": form.note, "optional": True, "hint": _hint(people)}]
    passes = act == decisions.OFFER and decisions.passes_others(people)
    if passes or form.reason.errors or form.reason.data:
        hint = gettext("Others wait longer. Only organizers see it.")
        asked.append({"field": form.reason, "optional": False, "hint": hint})
    return asked


def _hint(people: People) -> str:
    plain = gettext("It stands in the message as you write it.")
    read = Counter(person.language for person in people)
    if len(read) < 2:
        return str(plain)
    counts = {language: numbers.number(read[language], languages.current()) for language in ("en", "fr")}
    both = gettext("English is read by %(en)s of them, French by %(fr)s: write it for both.", **counts)
    return f"{plain} {both}"
