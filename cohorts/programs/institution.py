"""The institution: one row, and its privacy notice in versions."""

from typing import Any

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import clock, markdown
from cohorts.core.database import add, db, verb
from cohorts.core.errors import Stale
from cohorts.core.text import Localized
from cohorts.programs.models import Institution, PrivacyNotice


def current() -> Institution | None:
    """The institution, or None before its first programs are made."""
    found = db.session.get(Institution, 1)
    # The session forgets what nobody holds, and would ask again for each of a page's parts.
    db.session.info["institution"] = found
    return found


@verb
def edit(
    *, by: Actor, expected_version: int | None = None, privacy_notice: Localized | None = None, **new: Any
) -> bool:
    """Make or change the institution; whether anything changed. Raises Stale.

    `new`: name, address, contact, website. Another wording of the privacy notice becomes a new version.
    """
    found = db.session.get(Institution, 1, with_for_update=True)
    if found is None:
        notice = _new_notice(privacy_notice or {}, version=1)
        db.session.add(Institution(id=1, privacy_notice=notice, **new))
        trail.record("create", by=by, subject=("institution", 1))
        return True
    if expected_version not in (None, found.version):
        raise Stale
    changes = trail.differences(found, new)
    if privacy_notice is not None and privacy_notice != found.privacy_notice.text:
        changes["privacy_notice"] = (found.privacy_notice.version, found.privacy_notice.version + 1)
        found.privacy_notice = _new_notice(privacy_notice, version=found.privacy_notice.version + 1)
    if changes:
        for name in new.keys() & changes.keys():
            setattr(found, name, new[name])
        found.version += 1
        trail.record("edit", by=by, subject=("institution", 1), values=changes)
    return bool(changes)


def ensure(*, by: Actor) -> None:
    """Make the institution, still without a name, where there is none: programs and registrations refer to it."""
    if current() is None:
        edit(by=by, name={})


def _new_notice(text: Localized, version: int) -> PrivacyNotice:
    notice = PrivacyNotice(version=version, text=text, html=markdown.by_language(text), created_at=clock.now())
    add(notice)
    return notice
