"""The whole job with nothing set up: workspace, readers, schedule, sending, proof."""

import tempfile
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from email import message_from_bytes, policy
from itertools import cycle, islice
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Annotated

import typer

from newsletter import daemon
from newsletter.audience import Row, parse_address
from newsletter.cli.console import emit, progress, say
from newsletter.cli.desk import Desk, Json
from newsletter.delivery import Balance
from newsletter.editorial import Word, draft_issues, give_word, lay_out, schedule
from newsletter.errors import NewsletterError, UsageError
from newsletter.localtime import LocalTime
from newsletter.mailbox import Mailbox
from newsletter.mailfolder import Received, read_log
from newsletter.model import Decision, DeliveryState
from newsletter.printing import Built, build
from newsletter.workspace import SETTINGS_FILE, init

app = typer.Typer()

READERS = 200
REVIEWER = "dr-hale"
SHOWN_HEADERS = ("From", "To", "Subject", "List-ID", "List-Unsubscribe", "List-Unsubscribe-Post")

AWKWARD_NAMES = (
    "Ana Lim",
    "",
    "Zoë O’Brien-Smith",
    'Sam "Sunny" Ong',
    "Rao, Priya",
    "Nguyễn Thị Ánh Tuyết",
    "李小龍",
    "عائشة بنت محمد",
    "<b>Robin</b> & Söhne",
    "=?utf-8?q?Not_a_word?=",
    "Max <script>alert(1)</script>",
    "O'Neill \\ Backslash",
    "👩‍👩‍👧 Family Álvarez",
    "Ο Γιώργος Παπαδόπουλος",
    "Wolfeschlegelsteinhausenbergerdorff von und zu der Langen Gasse am Oberen Tor",
    "Mary-Kate.Ann d’Arcy (Aunt; the nice one)",
)


@dataclass(frozen=True, slots=True)
class Proof:
    """The ledger's account of a mailing against the receiving server's own log."""

    balance: Balance
    received: Counter[str]

    @property
    def holds(self) -> bool:
        """Whether everybody planned was sent one letter, and exactly one arrived for each."""
        sent = self.balance.counts[DeliveryState.SENT]
        once = all(count == 1 for count in self.received.values())
        return self.balance.holds and once and sent == self.balance.planned == len(self.received)


@app.command()
def demo(
    folder: Annotated[
        Path | None, typer.Option(help="An empty folder to keep it in; default: a new one.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the whole job in some seconds: write, schedule, send to 200 readers, prove it.

    Everything stays on this machine.

    Example: newsletter demo
    """
    if folder and folder.exists() and any(folder.iterdir()):
        remedy = "Choose an empty folder, or leave --folder out."
        raise UsageError(
            f"{folder} is not empty: the demo keeps away from real work", remedy=remedy
        )
    started = monotonic()
    place = folder or Path(tempfile.mkdtemp(prefix="newsletter-demo-"))
    with Mailbox(place / "mailbox") as mailbox:
        desk = _open_workspace(place, mailbox.port)
        built, mailing = _schedule_sample(desk)
        _send(desk, mailing, quiet=as_json)
    received = list(read_log(mailbox.folder))
    proof = Proof(desk.accounts.balance(mailing), Counter(each.recipient for each in received))
    seconds = round(monotonic() - started, 1)
    if as_json:
        emit(_summary(place, built, proof, seconds))
    else:
        _tell(place, built, proof, received, seconds)
    if not proof.holds:
        remedy = f"Look into {place}; please report what you find."
        raise NewsletterError("the ledger and the mailbox disagree", remedy=remedy)


def sample_rows() -> list[Row]:
    """Readers with the names that break other tools."""
    names = islice(cycle(AWKWARD_NAMES), READERS)
    return [
        Row(parse_address(f"reader{number:03d}@example.org"), name, "", "")
        for number, name in enumerate(names, 1)
    ]


def _open_workspace(place: Path, port: int) -> Desk:
    """Make a workspace whose provider is the mailbox."""
    init(place)
    settings = place / SETTINGS_FILE
    text = settings.read_text(encoding="utf-8").replace("port = 1025", f"port = {port}")
    settings.write_text(text, encoding="utf-8")
    # Without the environment: it may name the database of a real list, or keys of real reviewers.
    desk = Desk(place, environment={})
    desk.subscribers.add(sample_rows(), "sample readers of the demo", dry_run=False)
    return desk


def _schedule_sample(desk: Desk) -> tuple[Built, int]:
    settings = desk.workspace.settings
    _approve_sample(desk)
    moment = LocalTime.at(daemon.utc_now(), settings.newsletter.time_zone)
    draft = draft_issues(desk.workspace, daemon.utc_now(), send_at=moment)[0]
    built = build(draft.letter, desk.workspace.root / "build")
    mailing, _ = schedule(draft, settings, desk.mailings, moment)
    return built, mailing.id


def _approve_sample(desk: Desk) -> None:
    """Let the sample's invented reviewer approve of it today, as a real one would."""
    table = lay_out(desk.workspace, daemon.utc_now())
    word = Word(REVIEWER, Decision.APPROVED, note="An invented reviewer, for the demo.")
    for issue in table.library.issues:
        for sheet in table.find_sheets(issue, whole=True):
            give_word(table, sheet, word)


def _send(desk: Desk, mailing: int, *, quiet: bool) -> None:
    """Run clock and worker beside a progress bar, until everything is sent."""
    stop = Event()
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(daemon.run, desk.post, stop, until_done=True)
        try:
            _watch(desk, mailing, running, quiet=quiet)
        finally:
            stop.set()
        running.result()


def _watch(desk: Desk, mailing: int, running: "Future[None]", *, quiet: bool) -> None:
    with progress("letters") as bar:
        bar.disable = quiet or bar.disable
        task = bar.add_task("Sending", total=READERS, rate="")
        while not running.done():
            sent = desk.accounts.balance(mailing).counts[DeliveryState.SENT]
            speed = bar.tasks[0].speed
            bar.update(task, completed=sent, rate=f"{speed:,.0f}/s" if speed else "")
            Event().wait(0.1)


def _summary(place: Path, built: Built, proof: Proof, seconds: float) -> dict[str, object]:
    return {
        "workspace": place,
        "html": built.html,
        "text": built.text,
        "mailbox": place / "mailbox",
        "planned": proof.balance.planned,
        "counts": proof.balance.counts,
        "received": proof.received.total(),
        "balances": proof.holds,
        "seconds": seconds,
    }


def _tell(
    place: Path, built: Built, proof: Proof, received: list[Received], seconds: float
) -> None:
    counts = proof.balance.counts
    sums = " + ".join(f"{count} {state}" for state, count in counts.items())
    twice = sum(count > 1 for count in proof.received.values())
    say(
        "Review:   approved by the sample's invented doctor; nothing goes without an approval",
        f"Ledger:   {proof.balance.planned} planned = {sums}",
        f"Mailbox:  {len(received)} received, {len(proof.received)} readers, {twice} twice",
        f"Balance:  {'proved' if proof.holds else 'BROKEN'}, in {seconds} s",
        "",
        f"One letter, read back from {received[7].file}:",
        *_headers(place / "mailbox" / received[7].file),
        "",
        f"HTML:     {built.html}",
        f"Text:     {built.text}",
        f"Mailbox:  {place / 'mailbox'}",
        "",
        "Next, in your own workspace:",
        "  newsletter init my-letter && cd my-letter && newsletter build",
        "  newsletter mailbox &                     # or your provider, in newsletter.toml",
        "  newsletter subscribers add you@example.org",
        "  newsletter review approve 2026-12-01-tiny-bumps --all --by dr-hale   # once it is read",
        "  newsletter schedule 2026-12-01-tiny-bumps --now --yes && newsletter run --until-done",
    )


def _headers(file: Path) -> list[str]:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    return [f"  {name}: {message[name]}" for name in SHOWN_HEADERS]
