"""What organizers fill in about a message before or after a cohort."""

from flask_babel import lazy_gettext as _l

from cohorts.broadcasts import due
from cohorts.broadcasts.schedules import MOST
from cohorts.core.forms import Form
from cohorts.programs.fields import Choice, Count


class ScheduleForm(Form):
    """Which message, and how long before the first session or after the last."""

    kind = Choice(
        _l("Message"),
        [
            (due.REMINDER, _l("A reminder, before the first session")),
            (due.THANKS, _l("Thanks, after the last session")),
        ],
    )
    amount = Count(_l("How long before or after"), most=MOST, required=_l("Enter a number of days or hours"))
    unit = Choice(_l("Unit"), [(due.DAYS, _l("days, at the same hour")), (due.HOURS, _l("hours"))])
