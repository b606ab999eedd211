"""How large a file is, in words."""

from flask_babel import gettext

from cohorts.core import languages, numbers

KILO, MEGA = 1000, 1_000_000


def words(size: int) -> str:
    """`212 KB`, `3.4 MB`; in French `212 Ko`, `3,4 Mo`. Never less than `1 KB`."""
    kilobytes = max(1, round(size / KILO))
    if kilobytes < KILO:
        return numbers.NO_BREAK.join((str(kilobytes), gettext("KB")))
    whole, tenths = divmod(round(size * 10 / MEGA), 10)
    number = numbers.number(whole, languages.current())
    if tenths:
        number += ("," if languages.current() == "fr" else ".") + str(tenths)
    return numbers.NO_BREAK.join((number, gettext("MB")))
