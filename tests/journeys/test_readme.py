"""The five minutes of the README, typed as they stand there."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from newsletter.mailfolder import read_log

README = Path(__file__).parent.parent.parent / "README.md"


def tour() -> str:
    """All that a reader is told to type, as one script."""
    text = README.read_text(encoding="utf-8").partition("## Five minutes")[2].partition("## The")[0]
    return "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))


def reached(port: int) -> str:
    """Wait until somebody listens there, in the shell's words."""
    return f"until (: < /dev/tcp/127.0.0.1/{port}) 2> /dev/null; do sleep 0.1; done"


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_tour_leads_to_a_letter_in_the_mailbox(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    # Another port than the README's, which may be taken where the tests run.
    script = tour().replace("source .venv/bin/activate\n", "set -em\n")
    script = script.replace(
        "newsletter mailbox &", f"newsletter mailbox --port {port} & {reached(port)}"
    )
    script = script.replace(
        "newsletter build", f"sed -i s/1025/{port}/ newsletter.toml; newsletter build"
    )
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=os.environ | {"PATH": programs},
        capture_output=True,
        text=True,
        timeout=180,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 planned = 1 sent" in done.stdout
    (letter,) = read_log(tmp_path / "my-letter" / "mailbox")
    assert letter.recipient == "you@example.org"
