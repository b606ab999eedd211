"""Scenes with answers, files and drafts: a verb that fails leaves none of them half done."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock, tokens
from cohorts.core.database import db
from cohorts.programs import institution
from cohorts.questions.asking import AFTER_SEAT, Given
from cohorts.questions.wordings import AskedForm, WrittenQuestion
from cohorts.registrations import answer_copies, answering, completions, drafts, registrations, relocations, transfers
from cohorts.registrations.models import Draft, Registration, Transfer
from tests.factories.answers import answered, given
from tests.factories.files import an_upload
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort, a_program
from tests.factories.questions import options
from tests.factories.registrations import a_person, a_registration

Call = Callable[[], object]
QUESTIONS = [
    written("needs", "choices", options=options("Lift", "Signs")),
    written("why", "long_text"),
    written("cv", "file"),
    written("letter", "file"),
    written("photos", "consent"),
    written("diet", stage=AFTER_SEAT),
]
ANSWERS: dict[str, object] = {"needs": ["lift", "signs"], "why": "To learn", "photos": "y"}


def asking(questions: Sequence[WrittenQuestion] = QUESTIONS, **changes: object) -> tuple[int, AskedForm]:
    """A cohort that asks for choices, a text, two files and a consent."""
    cohort_id = a_cohort(capacity=2, **changes)
    return cohort_id, a_form(cohort_id, questions)


def said(cohort_id: int, form: AskedForm, key: str, *files: str, **changes: object) -> list[Given]:
    """Everything answered, with these files sent under this key."""
    sent = {name: an_upload(cohort_id, asked_in(form, name).id, name=f"{name}.pdf", form_key=key) for name in files}
    return given(form, {**ANSWERS, **sent, **changes})


def somebody(cohort_id: int, form: AskedForm) -> Registration:
    """Who answered everything."""
    key = tokens.one_time()
    return answered(cohort_id, said(cohort_id, form, key, "cv", "letter"), key=key)


def standing(call: Call, moment: timedelta = timedelta()) -> Call:
    """The call while the clock stands: what is mailed once a minute is mailed once."""
    at = clock.now() + moment

    def then() -> object:
        with clock.standing_at(at):
            return call()

    return then


def notice() -> int:
    owner = institution.current()
    assert owner is not None
    return owner.privacy_notice_id


def registers() -> Call:
    cohort_id, form = asking()
    for _ in range(2):
        a_registration(cohort_id)
    key = tokens.one_time()
    answers, person, agreed = said(cohort_id, form, key, "cv", "letter"), a_person(), notice()
    return lambda: registrations.register(
        person, by=applicant(), cohort_id=cohort_id, privacy_notice_id=agreed, one_time_key=key, given=answers
    )


def changes_answers() -> Call:
    cohort_id, form = asking()
    ana, key = somebody(cohort_id, form).id, tokens.one_time()
    anew = said(cohort_id, form, key, "cv", needs=["signs"], photos="", why="To teach")
    asked = {question.id for question in form.questions}
    return lambda: answering.change(ana, anew, asked=asked, by=applicant(ana), form_key=key, expected_version=0)


def moves() -> Call:
    program_id = a_program()
    cohort_id, form = asking(program_id=program_id)
    ana = somebody(cohort_id, form).id
    there, _form = asking(QUESTIONS[:3], program_id=program_id)
    key = tokens.one_time()
    return lambda: relocations.move(ana, to=there, by=COMMAND_LINE, key=key)


def agrees_to_a_transfer() -> Call:
    cohort_id, form = asking()
    ana, key = somebody(cohort_id, form).id, tokens.one_time()
    transfers.propose(ana, by=COMMAND_LINE, name="Bo", email="bo@example.ca", language="fr")
    transfer = db.session.scalars(db.select(Transfer).where(Transfer.registration_id == ana)).one()
    number, version, person, agreed = transfer.id, transfer.version, a_person(name="Bo"), notice()
    answers = said(cohort_id, form, key, "cv", why="Bo wants to")
    return lambda: (
        transfers.agree(
            number, version, by=applicant(ana), person=person, privacy_notice_id=agreed, key=key, given=answers
        ).reference
    )


def asks_for_a_copy() -> Call:
    ana = somebody(*asking()).id
    return standing(lambda: answer_copies.send(ana))


def is_asked_to_complete() -> Call:
    cohort_id, form = asking()
    ana, key = somebody(cohort_id, form).id, tokens.one_time()
    a_form(cohort_id, [*QUESTIONS, written("role", required=True)])
    return lambda: completions.ask(ana, by=COMMAND_LINE, key=key)


def a_draft() -> tuple[int, str]:
    """A draft with a file."""
    cohort_id, form = asking()
    key, question = tokens.one_time(), asked_in(form, "cv")
    token = an_upload(cohort_id, question.id, form_key=key).token
    typed = [("key", key), ("name", "Ana"), (f"{question.name}-file", token)]
    drafts.keep(cohort_id, key, typed, form_version=form.version, language="en", sender="192.0.2.7")
    return cohort_id, key


def keeps_a_draft() -> Call:
    cohort_id, key = a_draft()
    typed = [("key", key), ("name", "Ana Roy")]
    return standing(lambda: drafts.keep(cohort_id, key, typed, form_version=2, language="fr", sender="192.0.2.7"))


def mails_a_draft() -> Call:
    (cohort_id, key), address = a_draft(), a_person().email
    return standing(lambda: drafts.mail(cohort_id, key, address=address, language="en"))


def takes_a_draft_over() -> Call:
    cohort_id, key = a_draft()
    draft = db.session.scalars(db.select(Draft).order_by(Draft.id.desc())).first()
    assert draft is not None
    token = tokens.sign(drafts.LINK, {"c": cohort_id, "d": draft.id, "at": draft.created_at.isoformat()})
    return standing(lambda: drafts.take_over(token, key[::-1]))


def sends_a_draft() -> Call:
    cohort_id, key = a_draft()
    return standing(lambda: drafts.send(cohort_id, key, "0" * 64))


def forgets_drafts() -> Call:
    a_draft()
    return standing(drafts.forget, timedelta(hours=25))


SCENES: dict[str, Callable[[], Call]] = {
    "answer_copies.send": asks_for_a_copy,
    "answering.change": changes_answers,
    "completions.ask": is_asked_to_complete,
    "drafts._delete": forgets_drafts,
    "drafts.keep": keeps_a_draft,
    "drafts.mail": mails_a_draft,
    "drafts.send": sends_a_draft,
    "drafts.take_over": takes_a_draft_over,
    "registrations._register": registers,
    "relocations.move": moves,
    "transfers.agree": agrees_to_a_transfer,
}
