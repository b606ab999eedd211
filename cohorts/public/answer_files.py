"""Files that somebody sent with their answers, for themselves."""

from flask.typing import ResponseReturnValue

from cohorts.core.errors import Missing
from cohorts.files import serving
from cohorts.public import blueprint, keys
from cohorts.registrations import readable


@blueprint.get("/registrations/<reference>/files/<token>")
def answer_file(reference: str, token: str) -> ResponseReturnValue:
    """Download a file of one's own."""
    found = readable.file_of(keys.held(reference).id, token)
    if found is None:
        raise Missing
    return serving.response(found)
