"""Signatures of records: made and verified by ssh-keygen, which is where git is."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from newsletter.errors import NewsletterError, UsageError
from newsletter.model import Approval
from newsletter.review.format import render_record
from newsletter.review.records import FOLDER
from newsletter.review.standing import SignatureCheck
from newsletter.settings import ReviewLevel, ReviewPolicy

NAMESPACE = "newsletter-review@v1"
"""What a signature is for: one made for git, or for a file, says nothing of a sheet."""

SIGNERS = FOLDER / "allowed_signers"
UNSIGNED = (ReviewLevel.OFF, ReviewLevel.RECORDED)
CHECKING = 20
TYPING = 300
"""Seconds to wait: for the program alone, and for a person who types a passphrase."""


def sign(approval: Approval, key: Path) -> bytes:
    """Return the signature of a record, by the reviewer's own key.

    Raises:
        NewsletterError: the key cannot be used, or there is no ssh-keygen.
    """
    command = ["sign", "-f", str(key), "-n", NAMESPACE]
    done = _run(command, render_record(approval), TYPING)
    if done.returncode:
        raise NewsletterError(
            f"{key} cannot sign: {_last_line(done)}",
            remedy="Name the file of your private key, and type its passphrase when asked.",
        )
    return done.stdout


def make_signature_check(root: Path, policy: ReviewPolicy, now: datetime) -> SignatureCheck:
    """Return what says whether an approval is signed as the policy asks.

    Raises:
        NewsletterError: the list of signers is missing, or lies where editors can write.
    """
    if policy.level in UNSIGNED:
        return _find_nothing
    return _Signatures(root, _find_signers(root, policy), now).check


def sign_as_asked(
    approval: Approval, key: Path, root: Path, policy: ReviewPolicy, now: datetime
) -> bytes:
    """Return the signature of a new approval; one that would not count ends the good one before.

    Raises:
        UsageError: the policy asks for another key.
        NewsletterError: as `sign` and `make_signature_check`.
    """
    signature = sign(approval, key)
    if policy.level in UNSIGNED:
        return signature
    signatures = _Signatures(root, _find_signers(root, policy), now)
    if problem := signatures.judge_new(approval, signature):
        raise UsageError(
            f"nothing was written down: the approval of “{approval.name}” {problem}",
            remedy=f"Use the key that is listed for {approval.reviewer}, or have this one listed.",
        )
    return signature


def _find_nothing(_: Approval) -> str:
    """What a level without signatures says of one."""
    return ""


@dataclass(frozen=True, slots=True)
class _Signatures:
    """Verifies signatures of records below `root`; `signers` lists the reviewers' keys."""

    root: Path
    signers: Path
    now: datetime

    def check(self, approval: Approval) -> str:
        """Return what is wrong with the signature of an approval."""
        file = self.root / f"{approval.path}.sig"
        if not file.is_file():
            return "is not signed"
        return self._judge(approval, file)

    def judge_new(self, approval: Approval, signature: bytes) -> str:
        """Return what is wrong with a signature that lies beside no record yet."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "new.sig"
            file.write_bytes(signature)
            return self._judge(approval, file)

    def _judge(self, approval: Approval, file: Path) -> str:
        return self._unsound(approval, file) or self._untrusted(approval, file)

    def _unsound(self, approval: Approval, file: Path) -> str:
        """What is wrong with a signature, whoever made it."""
        command = ["check-novalidate", "-n", NAMESPACE, "-s", str(file)]
        done = _run(command, render_record(approval))
        if not done.returncode:
            return ""
        reason = done.stderr.decode(errors="replace")
        if "namespace" in reason:
            return "is signed for another purpose than a review"
        if "incorrect signature" in reason:
            return "was changed after it was signed"
        return f"has a signature that cannot be read: {_last_line(done)}"

    def _untrusted(self, approval: Approval, file: Path) -> str:
        """What is wrong with the key, at the time of the record and now."""
        for moment in (approval.at, self.now):
            time = _at(moment)
            who = ["-I", approval.reviewer, "-f", str(self.signers)]
            command = ["verify", "-n", NAMESPACE, "-s", str(file), *who, time]
            done = _run(command, render_record(approval))
            if done.returncode:
                return self._distrust(approval, file, done, moment)
        return ""

    def _distrust(
        self,
        approval: Approval,
        file: Path,
        done: subprocess.CompletedProcess[bytes],
        moment: datetime,
    ) -> str:
        reason = done.stderr.decode(errors="replace")
        if "expired" in reason or "not yet valid" in reason:
            day = moment.astimezone(UTC).date()
            return f"is signed with a key of {approval.reviewer} that was not valid on {day}"
        found = _run(
            ["find-principals", "-f", str(self.signers), "-s", str(file), _at(moment)], b""
        )
        owner = found.stdout.decode(errors="replace").strip().replace("\n", ", ")
        if owner:
            return f"is signed with the key of {owner}, not of {approval.reviewer}"
        return f"is signed with a key that {self.signers.name} does not list"


def _at(moment: datetime) -> str:
    """The time for which ssh-keygen asks whether a key is valid."""
    return f"-Overify-time={moment.astimezone(UTC):%Y%m%d%H%M%S}"


def _find_signers(root: Path, policy: ReviewPolicy) -> Path:
    """The list of reviewers' keys, where the policy allows it to be."""
    signers = policy.signers or root / SIGNERS
    if policy.level is ReviewLevel.PINNED:
        if not policy.signers:
            raise NewsletterError(
                "the level “pinned” needs a list of keys, and the settings name none",
                remedy='Write signers = "/etc/newsletter/allowed_signers" below [review].',
            )
        if signers.resolve().is_relative_to(root.resolve()):
            raise NewsletterError(
                f"{signers} lies in the workspace: who edits texts could add a key to it",
                remedy="Keep the list of keys outside the workspace, and name that file.",
            )
    if not signers.is_file():
        raise NewsletterError(
            f"there is no list of reviewers' keys at {signers}",
            remedy="Write it: a line for each key, the reviewer's id before the public key.",
        )
    return signers


def _run(
    arguments: Sequence[str], data: bytes, seconds: int = CHECKING
) -> subprocess.CompletedProcess[bytes]:
    """Let ssh-keygen work on some bytes; times without a zone are in UTC."""
    try:
        return subprocess.run(
            ["ssh-keygen", "-Y", *arguments],
            input=data,
            capture_output=True,
            timeout=seconds,
            env={**os.environ, "TZ": "UTC"},
            check=False,
        )
    except FileNotFoundError as error:
        raise NewsletterError(
            "there is no ssh-keygen on this machine, which signs and verifies reviews",
            remedy='Install OpenSSH 8.9 or newer, or set level = "recorded" below [review].',
        ) from error
    except subprocess.TimeoutExpired as error:
        raise NewsletterError(
            f"ssh-keygen gave no answer within {seconds} seconds",
            remedy="Run it again; a key on a token may want to be touched.",
        ) from error


def _last_line(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"ssh-keygen ended with {done.returncode}"
