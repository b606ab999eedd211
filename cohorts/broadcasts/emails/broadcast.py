"""What the organizers write to many, to one of them."""

from cohorts.broadcasts import broadcasts, words
from cohorts.broadcasts.models import Broadcast
from cohorts.mail.models import BULK_LANE
from cohorts.registrations import informing
from cohorts.registrations.emails import letters
from cohorts.registrations.informing import BROADCAST
from cohorts.registrations.models import Registration


class Letter:
    """The frozen words of a broadcast, read once for many recipients."""

    def __init__(self, broadcast: Broadcast) -> None:
        """The broadcast has been scheduled."""
        self.broadcast = broadcast
        self.templates = words.templates(broadcast.compiled or {})

    def write(self, registration: Registration) -> None:
        """Write it once, in their language where it has words in it."""
        language = words.language_for(registration.language, self.templates)
        name = broadcasts.batch(self.broadcast.id)
        letters.write(
            BROADCAST, registration, cause=f"{name}:{registration.id}", language=language, lane=BULK_LANE, batch=name,
            template=self.templates[language], informational=informing.is_informational(BROADCAST, registration),
        )  # fmt: skip
