"""What the page shows and does of mailings, tests and the local mailbox."""

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime

from newsletter.delivery import Gate
from newsletter.editorial import make_gate
from newsletter.mailfolder import MailFolder
from newsletter.studio import LetterTester, MailboxView, MailMessage, Queue, Sent, Studio
from newsletter.web.preview.filling import OpenEngine, fill
from newsletter.web.preview.views import Frame, Reader, Steering
from newsletter.workspace import MAILBOX_FOLDER

Fields = dict[str, object]


class PostViews:
    """What the page can ask for about letters that leave; `environment` holds their passwords."""

    def __init__(
        self,
        studio: Studio,
        engine: OpenEngine,
        now: Callable[[], datetime],
        environment: Mapping[str, str],
    ) -> None:
        self._studio, self._engine, self._now = studio, engine, now
        folder = studio.workspace.root / MAILBOX_FOLDER
        self._tests = LetterTester(MailFolder(folder), environment, now)
        self._mailbox = MailboxView(folder)
        self._opened: Queue | None = None

    def queue(self) -> Fields:
        """Mailings and the calendar."""
        return {"mailings": self._queue.mailings(), "calendar": self._queue.calendar()}

    def fingerprint(self) -> Hashable:
        """What differs when the queue does."""
        return self._queue.fingerprint()

    def steer(self, mailing: int, how: Steering) -> Fields:
        """Pause, resume or cancel a mailing; return it as it is then."""
        match how:
            case Steering.PAUSE:
                return {"mailing": self._queue.pause(mailing)}
            case Steering.RESUME:
                return {"mailing": self._queue.resume(mailing)}
            case Steering.CANCEL:
                return {"mailing": self._queue.cancel(mailing)}

    def send_test(self, issue: str, reader: Reader, address: str) -> Sent:
        """Send one test letter; say where to."""
        letter = fill(issue, reader, self._studio, self._engine)
        workspace = self._studio.workspace
        return self._tests.send(workspace, letter.view, letter.persona, letter.variant, address)

    def mailbox(self) -> Fields:
        """What the local mailbox has received."""
        return {"messages": self._mailbox.messages()}

    def message(self, file: str) -> MailMessage:
        """One message of the mailbox."""
        return self._mailbox.message(file)

    def message_letter(self, file: str, frame: Frame) -> str:
        """The HTML document of a message."""
        return self._mailbox.letter(file, frame.look, images=frame.images)

    @property
    def _queue(self) -> Queue:
        if self._opened is None:
            self._opened = Queue(self._studio, self._engine(), self._make_gate, self._now)
        return self._opened

    def _make_gate(self) -> Gate:
        return make_gate(self._studio.workspace, self._now)
