"""What the institution says about privacy and accessibility."""

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from cohorts.core import languages
from cohorts.core.errors import Missing
from cohorts.core.text import words
from cohorts.programs import institution
from cohorts.programs.models import Institution
from cohorts.public import blueprint
from cohorts.public.shown import prose


@blueprint.get("/privacy")
def privacy() -> ResponseReturnValue:
    """The privacy notice as it is now."""
    owner = institution.current()
    html = words(owner.privacy_notice.html, languages.current()) if owner else ""
    return render_template("public/privacy.html", privacy_html=Markup(html))


def owner() -> Institution:
    """The institution, to whose privacy notice people agree; raises Missing before there is one."""
    found = institution.current()
    if found is None:
        raise Missing
    return found


def privacy_html() -> Markup:
    """The notice to agree to, in the page's language."""
    return prose(owner().privacy_notice.html)


@blueprint.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """How the site is made to be usable by everybody, and whom to tell where it is not."""
    return render_template("public/accessibility.html")
