"""What messages may name: each placeholder with what it stands for, and what it looks like."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from cohorts.mail.values import Lines, Links, Value
from cohorts.messages import kinds

ANSWER = "answer_"
DEAD_LINK = "https://example.org/"

Sample = Value | Mapping[str, Value]


class Placeholder(NamedTuple):
    """What it stands for; a sample of it, in both languages where they differ."""

    explanation: Any
    sample: Sample
    is_link: bool = False

    def sample_in(self, language: str) -> Value:
        """What it looks like in a language."""
        return self.sample[language] if isinstance(self.sample, Mapping) else self.sample


def _link(explanation: Any) -> Placeholder:
    return Placeholder(explanation, DEAD_LINK, is_link=True)


_DAY: Sample = {"en": "Friday, November 6 at 5:00 p.m.", "fr": "le vendredi 6 novembre à 17 h"}
_SESSIONS: Sample = {
    "en": Lines(
        (
            Markup("<strong>Saturday, November 28</strong>"),
            "9:00 a.m. to 5:00 p.m.",
            "",
            Markup("<strong>Sunday, November 29</strong>"),
            "9:00 a.m. to 5:00 p.m.",
        )
    ),
    "fr": Lines(
        (
            Markup("<strong>Le samedi 28 novembre</strong>"),
            "De 9 h à 17 h",
            "",
            Markup("<strong>Le dimanche 29 novembre</strong>"),
            "De 9 h à 17 h",
        )
    ),
}

PLACEHOLDERS: Mapping[str, Placeholder] = {
    "name": Placeholder(_l("The name of the person."), "Ana Roy"),
    "reference": Placeholder(_l("The reference of the registration."), "OTT-7K3M9Q"),
    "program": Placeholder(
        _l("The title of the program."),
        {"en": "AI for Policy Professionals", "fr": "L’IA pour les politiques publiques"},
    ),
    "cohort": Placeholder(_l("The title of the cohort."), "Ottawa"),
    "dates": Placeholder(
        _l("From when until when the cohort runs."),
        {"en": "November 28 to 29, 2026", "fr": "les 28 et 29 novembre 2026"},
    ),
    "sessions": Placeholder(_l("All sessions with their times, under the day of each."), _SESSIONS),
    "zone": Placeholder(_l("The time zone of all times."), {"en": "Eastern Time", "fr": "heure de l’Est"}),
    "venue": Placeholder(
        _l("Where the cohort meets, one line each for name, street and city."),
        Lines(("Bayview Yards", "7 Bayview Station Road", "Ottawa")),
    ),
    "online_link": _link(_l("The link to join online; only for people who have a seat in an online cohort.")),
    "calendar_link": _link(_l("Where a calendar is told to follow the sessions; only for people who have a seat.")),
    "calendar_file": Placeholder(
        _l("The name of the attached file that takes the sessions out of a calendar; empty without a former seat."),
        "OTT-7K3M9Q.ics",
    ),
    "manage_link": _link(_l("The person’s own link to their registration: their key.")),
    "cohort_link": _link(_l("The public page of the cohort.")),
    "program_link": _link(_l("The public page of the program.")),
    "institution": Placeholder(
        _l("The name of the institution."), {"en": "Boreal Institute", "fr": "Institut boréal"}
    ),
    "contact": Placeholder(_l("The contact address of the cohort."), "programs@example.org"),
    "position": Placeholder(_l("The position on the waiting list."), "3"),
    "offer_deadline": Placeholder(_l("Until when the offer can be accepted."), _DAY),
    "note": Placeholder(
        _l("The note that you write when you decide; without one, its paragraph is left out."),
        {"en": Lines(("A note of yours.",)), "fr": Lines(("Un mot de votre part.",))},
    ),
    "reason": Placeholder(
        _l("The reason that you give; without one, its paragraph is left out."),
        {"en": Lines(("A reason of yours.",)), "fr": Lines(("Un motif de votre part.",))},
    ),
    "again": Placeholder(
        _l("A sentence on how the person can come back."),
        {
            "en": "If you would like to come after all, you can register again while registration is open.",
            "fr": "Si vous souhaitez participer après tout, vous pouvez vous réinscrire tant que les inscriptions "
            "sont ouvertes.",
        },
    ),
    "outcome": Placeholder(
        _l("A sentence on how the registration stands now."),
        {"en": "You have a seat.", "fr": "Vous avez une place."},
    ),
    "old_cohort": Placeholder(_l("The cohort that the person left."), "Montréal"),
    "old_dates": Placeholder(
        _l("The dates of the cohort that the person left."),
        {"en": "December 1, 2026", "fr": Markup("le 1<sup>er</sup> décembre 2026")},
    ),
    "answers_taken": Placeholder(_l("How many answers came along; empty where none was given."), "3"),
    "answers_given": Placeholder(_l("How many answers there were; empty where none was given."), "5"),
    "more_until": Placeholder(_l("Until when further questions are answered; empty where none are asked."), _DAY),
    "more_link": _link(_l("The link to further questions; empty where none are asked.")),
    "deadline": Placeholder(_l("Until when an answer is expected."), _DAY),
    "questions": Placeholder(
        _l("The questions without an answer, one a line."),
        {"en": Lines(("• Your sector",)), "fr": Lines(("• Votre secteur",))},
    ),
    "complete_link": _link(_l("The link to where the answers are given.")),
    "answers": Placeholder(
        _l("All answers with their questions, without files and what is sensitive."),
        {"en": Lines(("Your sector", "Public")), "fr": Lines(("Votre secteur", "Public"))},
    ),
    "state": Placeholder(
        _l("How the registration stands; empty where there are several."),
        {"en": "You have a seat", "fr": "Vous avez une place"},
    ),
    "links": Placeholder(
        _l("The links of several registrations, one a line; empty where there is one."),
        Links((("Ottawa", DEAD_LINK), ("Montréal", DEAD_LINK))), is_link=True,
    ),
    "changes": Placeholder(
        _l("What has changed, a line each with what it was and what it is."),
        {
            "en": Lines(("Place: Bayview Yards → City Hall",)),
            "fr": Lines(("Lieu\u00a0: Bayview Yards → hôtel de ville",)),
        },
    ),
    "invitation_link": _link(_l("The link to the registration that can be taken over: the invited person’s key.")),
    "draft_link": _link(_l("The link to the form as it was left: the person’s key.")),
    "until": Placeholder(_l("Until when the link works."), _DAY),
    "closes": Placeholder(_l("Until when registration is open."), _DAY),
}  # fmt: skip


def of(kind: str) -> dict[str, Placeholder]:
    """The placeholders that this kind of message may hold, in our order; raises Missing."""
    allowed = kinds.of(kind).placeholders
    return {name: each for name, each in PLACEHOLDERS.items() if name in allowed}


def samples(kind: str, language: str, answers: Collection[str] = ()) -> dict[str, Value]:
    """A sample for everything that this kind of message may name; `answers`: the keys of questions."""
    said: dict[str, Value] = {name: each.sample_in(language) for name, each in of(kind).items()}
    return {**said, **{ANSWER + key: "…" for key in answers}}


def is_link(name: str) -> bool:
    """Whether it is an address, which may stand where a link leads to."""
    return name in PLACEHOLDERS and PLACEHOLDERS[name].is_link


def has_lines(name: str) -> bool:
    """Whether it may be several lines, which nothing holds that is one line."""
    return name in PLACEHOLDERS and isinstance(PLACEHOLDERS[name].sample_in("en"), Lines)


def homes(name: str) -> list[kinds.Kind]:
    """The kinds of messages that may hold it."""
    return [kind for kind in (*kinds.KINDS.values(), kinds.BROADCAST) if name in kind.placeholders]
