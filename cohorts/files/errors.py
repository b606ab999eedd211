"""What files are refused for."""

from flask_babel import lazy_gettext as _l

from cohorts.core.errors import Refusal


class Empty(Refusal):
    """Nothing is in the file."""

    status = 422
    sentence = _l("“%(name)s” is empty. Choose the file again, or another one.")


class TooLarge(Refusal):
    """The file is larger than its question allows."""

    status = 413
    sentence = _l("“%(name)s” is larger than %(most)s. Choose a smaller file.")


class NotAccepted(Refusal):
    """What is in the file, whatever its name says, is nothing that its question takes."""

    status = 422
    sentence = _l("What is in “%(name)s” cannot be taken here. Send one of these kinds of files: %(kinds)s.")


class TooManyInForm(Refusal):
    """One form has sent as many files as a form may."""

    status = 429
    sentence = _l("You have sent many files with this form already. Wait until tomorrow, then send this one.")


class TooMuchFromHere(Refusal):
    """One network has sent as much as it may without registering."""

    status = 429
    sentence = _l("Too many files came from your network. Send this one tomorrow, or from another network.")


class NoRoom(Refusal):
    """All files that nobody has claimed take the room that there is for them."""

    status = 503
    sentence = _l("There is no room for more files at the moment. Try again in a few hours.")


class Infected(Refusal):
    """The virus scanner found something."""

    status = 422
    sentence = _l("“%(name)s” was not kept: a virus scanner found something in it. Choose another file.")


class NotScanned(Refusal):
    """There is a virus scanner, and it gave no answer: nothing passes without one."""

    status = 503
    sentence = _l("Files cannot be checked for viruses at the moment. Try again in a few minutes.")


class Gone(Refusal):
    """A file is not there, is somebody else's, or came with another form: the three answer alike."""

    status = 409
    sentence = _l("A file that you sent is not here any more. Choose it again.")
