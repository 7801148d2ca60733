"""What the preview studio shows and does of mailings, tests and the local mailbox."""

from collections.abc import Callable, Hashable
from datetime import datetime
from pathlib import Path

from newsletter.cli.desk import Desk
from newsletter.delivery import Gate
from newsletter.editorial import make_gate
from newsletter.mailfolder import MailFolder
from newsletter.studio import LetterTester, MailboxView, MailMessage, Queue, Sent, Studio
from newsletter.web import Frame, LetterViews, Reader, Steering

Fields = dict[str, object]


class PostViews:
    """What the page can ask for about letters that leave; `folder` is the local mailbox's."""

    def __init__(
        self,
        studio: Studio,
        desk: Desk,
        letters: LetterViews,
        folder: Path,
        now: Callable[[], datetime],
    ) -> None:
        self._studio, self._desk, self._letters, self._now = studio, desk, letters, now
        self._tests = LetterTester(MailFolder(folder), desk.environment, now)
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
        letter = self._letters.find_letter(issue, reader)
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
        # The database is opened when it is asked first: the page does not wait for it.
        if self._opened is None:
            self._opened = Queue(self._studio, self._desk.engine, self._make_gate, self._now)
        return self._opened

    def _make_gate(self) -> Gate:
        return make_gate(self._studio.workspace, self._now)
