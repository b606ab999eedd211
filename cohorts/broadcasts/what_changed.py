"""What changed in dates and place, in words: decided from two plain pictures of a cohort."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from cohorts.core import when
from cohorts.core.catalogue import translations
from cohorts.core.text import words
from cohorts.mail.values import as_text
from cohorts.programs.models import Cohort
from cohorts.registrations import venues

PLACE = ("venue_name", "venue_street", "venue_city", "venue_region", "venue_country")
Picture = dict[str, Any]


def picture(cohort: Any, sessions: Iterable[Any]) -> Picture:
    """Dates and place of a cohort as JSON can keep them; of its row, or of what somebody typed about it."""
    return {
        "timezone": cohort.timezone,
        "link": cohort.venue_link,
        "place": {name: getattr(cohort, name) for name in PLACE},
        "sessions": [
            {"id": each.id, "starts": each.starts_at.isoformat(), "ends": each.ends_at.isoformat(), "place": each.place}
            for each in sessions
        ],
    }


def of(cohort: Cohort) -> Picture:
    """Dates and place of a cohort as they are."""
    return picture(cohort, cohort.sessions)


def lines(before: Picture, now: Picture, language: str, *, knows_link: bool) -> list[str]:
    """Each change as a line of plain words; none where all is as it was. `knows_link`: for who has a seat."""
    found = (
        *_sessions(before, now, language),
        *_place(before, now, language),
        *(_link(before, now, language) if knows_link else ()),
    )
    return [f"{line[:1].upper()}{line[1:]}" for line in found]


def _sessions(before: Picture, now: Picture, language: str) -> list[str]:
    gettext = translations(language).gettext
    by_id = {each["id"]: each for each in before["sessions"] if each["id"] is not None}
    shown = [_session(each, before["timezone"], language) for each in before["sessions"]]
    still = {each["id"] for each in now["sessions"]}
    found = []
    for each in now["sessions"]:
        new, old = _session(each, now["timezone"], language), by_id.get(each["id"])
        if old is None and new not in shown:
            found.append(gettext("New session: %(new)s") % {"new": new})
        elif old is not None and (was := _session(old, before["timezone"], language)) != new:
            found.append(gettext("%(new)s, instead of %(old)s") % {"new": new, "old": was})
    there = [_session(each, now["timezone"], language) for each in now["sessions"]]
    gone = [
        words for each, words in zip(before["sessions"], shown, strict=True)
        if each["id"] not in still and words not in there
    ]  # fmt: skip
    return [*found, *(gettext("No longer: %(old)s") % {"old": each} for each in gone)]


def _place(before: Picture, now: Picture, language: str) -> list[str]:
    gettext = translations(language).gettext
    old, new = _where(before, language), _where(now, language)
    if old == new:
        return []
    if not old:
        return [gettext("New place: %(new)s") % {"new": new}]
    if not new:
        return [gettext("No longer there: %(old)s") % {"old": old}]
    return [gettext("New place: %(new)s, instead of %(old)s") % {"new": new, "old": old}]


def _link(before: Picture, now: Picture, language: str) -> Sequence[str]:
    if before["link"] == now["link"]:
        return ()
    gettext = translations(language).gettext
    gone = gettext("There is no link to join online any more")
    return (gettext("The link to join online is another one") if now["link"] else gone,)


def _session(said: Mapping[str, Any], timezone: str, language: str) -> str:
    starts, ends = (datetime.fromisoformat(said[name]) for name in ("starts", "ends"))
    day, hours = when.day(starts, timezone, language), when.time_range(starts, ends, timezone, language)
    place = words(said["place"], language)
    # Without the French article: it stands after a colon, or after other words.
    plain = f"{as_text(day).removeprefix('le ')}, {as_text(hours)}"
    return f"{plain} ({place})" if place else plain


def _where(said: Picture, language: str) -> str:
    place = said["place"]
    name, street, city, region = (words(place[part], language) for part in PLACE if part != "venue_country")
    parts = [*filter(None, (name, street, venues.town(city, region, language)))]
    if not parts and said["link"]:
        return str(translations(language).gettext("Online"))
    return ", ".join(parts)
