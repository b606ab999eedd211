"""Where the demo's dates lie, seen from now: decided from plain values."""

import re
import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta

from cohorts.programs import schedule

# Days from today to the first session, less up to six: each cohort keeps its day of the week, and its state.
# Who is not here keeps the dates of the file, in the first year in which they lie ahead.
DAYS = {
    "quebec": 17, "st-johns": 52, "halifax": 66, "online": 74, "winnipeg": 87, "charlottetown": 94, "saskatoon": 108,
    "vancouver": 136, "whitehorse": 199, "montreal": -46, "edmonton": -284,
}  # fmt: skip
COHORT = re.compile(r"(?m)^(?=\[\[cohort\]\]$)")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def moved(text: str, now: datetime) -> str:
    """The demo's file with all dates of each cohort moved alike."""
    before, *cohorts = COHORT.split(text)
    return before + "".join(_moved(cohort, now) for cohort in cohorts)


def _moved(cohort: str, now: datetime) -> str:
    said = tomllib.loads(cohort)["cohort"][0]
    first = min(session["starts"] for session in said["session"])
    move = _move(said["slug"], first, schedule.local(now, said["timezone"]))
    return TIME.sub(lambda time: move(datetime.fromisoformat(time[0])).isoformat(), cohort)


def _move(slug: str, first: datetime, now: datetime) -> Callable[[datetime], datetime]:
    if slug not in DAYS:
        years = now.year - first.year + (first.replace(year=now.year) <= now)
        return lambda time: time.replace(year=time.year + years)
    weeks = (now.date() + timedelta(days=DAYS[slug]) - first.date()).days // 7
    return lambda time: time + timedelta(weeks=weeks)
