"""How long `newsletter check` takes: a large workspace cold and unchanged, the sample issue.

    python -m tests.bench.check [--snippets 500] [--issues 100]

Whole processes are timed, and the sample issue also again and again in one process, as a program
that stays would check it. The best time says what the work costs: a machine that is busy with
something else is only ever slower. Median and p95 say what somebody waits.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.console import Console
from rich.table import Table

from newsletter.daemon import utc_now
from newsletter.editorial import check_again
from newsletter.workspace import init, open_workspace

SAMPLE = "2026-12-01-tiny-bumps"
KEPT = Path("build") / ".checks"
PROBE = """
import gc, sys, time
from newsletter.cli import SELDOM, run
gc.freeze()
gc.set_threshold(SELDOM)
start = time.perf_counter()
run(sys.argv[1:])
print(time.perf_counter() - start, file=sys.stderr)
"""
TOPICS = ("milia", "acne", "syringoma", "sun-protection", "extraction")
PARTS = (
    "Wash the skin gently once a day. Use your hands and warm water.",
    "A thin layer is enough. [@berk-2008] Stop if the skin gets sore.",
    "Many people have them. They are not caused by dirt. [@connolly-2017]",
    "Ask a doctor if a bump grows, bleeds or changes. Do not wait for weeks.",
    "Give it time. Most skin needs weeks to settle, and that is all right.",
)


def write_workspace(root: Path, snippets: int, issues: int) -> Path:
    """Make a workspace of this size beside the sample library; some snippets have pictures."""
    init(root)
    for number in range(snippets):
        path = root / "issues" / "snippets" / f"made-{number:04d}.md"
        path.write_text("\n".join(_snippet(number)), encoding="utf-8")
    for number in range(issues):
        folder = root / "issues" / f"2027-made-{number:03d}"
        folder.mkdir()
        (folder / "issue.md").write_text("\n".join(_issue(number, snippets)), encoding="utf-8")
    return root


def _snippet(number: int) -> Iterator[str]:
    yield from ("---", "kind: tip", f"title: Thing number {number} to do for your skin")
    yield f"topics: [{TOPICS[number % len(TOPICS)]}]"
    yield from ("see-doctor:", "  routine: a bump grows, bleeds or changes")
    if number % 10 == 0:
        yield from ("image:", "  file: ../pictures/milium.png")
        yield f"  alt: Drawing {number} of light brown skin with a small white bump."
    yield from ("---", f"**Do thing number {number}, and then leave your skin alone.**", "")
    for offset in range(3):
        yield from (PARTS[(number + offset) % len(PARTS)], "")


def _issue(number: int, snippets: int) -> Iterator[str]:
    yield from ("---", f"subject: Five things for your skin, part {number}")
    yield from (f"preheader: What to do and what to leave alone, part {number}.", "snippets:")
    yield from (
        f"  - made-{(5 * number + step) % snippets:04d}" for step in range(min(5, snippets))
    )
    yield from ("---", "Five small things, one at a time.", "")


def time_check(root: Path, *arguments: str) -> float:
    """Seconds that a whole process takes."""
    command = [sys.executable, "-m", "newsletter", "-w", str(root), *arguments]
    start = perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    return perf_counter() - start


def forget(root: Path, everything: bool = False) -> None:
    """Forget the reports; with `everything`, pictures that were drawn, too."""
    if everything:
        shutil.rmtree(root / KEPT, ignore_errors=True)
    for path in (root / KEPT).glob("*.json"):
        path.unlink()


def time_issue(root: Path) -> float:
    """Seconds that a full check of the sample issue takes in this process."""
    forget(root)
    start = perf_counter()
    check_again(open_workspace(root), utc_now(), [SAMPLE])
    return perf_counter() - start


def time_new_process(root: Path) -> float:
    """Seconds that it takes in a process of its own, from when all is imported."""
    forget(root)
    command = [sys.executable, "-c", PROBE, "-w", str(root), "check", SAMPLE]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stderr
    return float(said.split()[-1])


def measure(root: Path, sample: Path, runs: int) -> Iterator[tuple[str, list[float]]]:
    """Yield what was done, and the times of several runs."""
    yield "start: interpreter and imports", [time_check(root, "--version") for _ in range(runs)]
    forget(root, everything=True)
    yield "whole workspace, cold", [time_check(root, "check")]
    yield "whole workspace, nothing changed", [time_check(root, "check") for _ in range(runs)]
    time_new_process(sample)
    new = [time_new_process(sample) for _ in range(4 * runs)]
    yield "sample issue, in a new process, after start", new
    time_issue(sample)
    yield "sample issue, in one process", [time_issue(sample) for _ in range(4 * runs)]


def p95(times: list[float]) -> float:
    """The time that one run in twenty exceeds."""
    return quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--snippets", type=int, default=500)
    parser.add_argument("--issues", type=int, default=100)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        sample = Path(folder) / "sample"
        init(sample)
        root = write_workspace(Path(folder) / "large", given.snippets, given.issues)
        table = Table("Check, in milliseconds", "Best", "Median", "p95")
        for name, times in measure(root, sample, given.runs):
            figures = (min(times), median(times), p95(times))
            table.add_row(name, *(f"{1000 * each:.0f}" for each in figures))
    Console().print(table)


if __name__ == "__main__":
    main()
