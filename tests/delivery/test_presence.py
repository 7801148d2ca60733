import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from newsletter.delivery import Presence, find_dead

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs locks of the system")

WORKER = """
import sys, time
from pathlib import Path
from newsletter.delivery import Presence
with Presence(Path(sys.argv[1])) as presence:
    print(presence.token, flush=True)
    time.sleep(60)
"""


def test_a_living_worker_is_not_taken_for_dead(tmp_path: Path) -> None:
    with Presence(tmp_path) as presence:
        assert list(find_dead(tmp_path, [presence.token])) == []


def test_a_killed_worker_is_known_to_be_dead_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WORKER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout
        token = worker.stdout.readline().strip()
        assert list(find_dead(tmp_path, [token])) == []
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()

    assert list(find_dead(tmp_path, [token])) == [token]
    assert list(tmp_path.iterdir()) == []


def test_a_worker_elsewhere_is_left_alone(tmp_path: Path) -> None:
    assert list(find_dead(tmp_path, ["another-machine"])) == []


def test_a_worker_that_ends_leaves_no_trace(tmp_path: Path) -> None:
    with Presence(tmp_path):
        pass

    assert list(tmp_path.iterdir()) == []
