"""A process that is asked to end does, whatever it is at."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")

BEGIN = """
import hashlib, signal, sys, time
from pathlib import Path
from mirnet_gui.interrupts import Interrupts
from mirnet_gui.atomic import create_beside, remove_unfinished
from mirnet_gui.progress import cancelled_by_interrupt

def deaf():
    print("ready", flush=True)
    hashlib.pbkdf2_hmac("sha256", b"", b"", 2_000_000_000)  # a library that takes minutes

interrupts = Interrupts("program")
interrupts.tidy = remove_unfinished
interrupts.listen()
"""
LOADING = "deaf()"
DEAF = """
with cancelled_by_interrupt(0.2) as cancel:
    create_beside(Path(sys.argv[1]) / "result.png", False)
    deaf()
"""
OBEDIENT = """
with cancelled_by_interrupt(60) as cancel:
    print("ready", flush=True)
    while not cancel.is_cancelled:
        time.sleep(0.01)
print("done what there was")
sys.exit(interrupts.exit_code(130))
"""


def _started(program: str, folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN + program, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("program", [LOADING, DEAF], ids=["loading", "deaf"])
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_does_not_listen_is_ended_in_words(
    tmp_path: Path, program: str, asked: signal.Signals
) -> None:
    process = _started(program, tmp_path)
    process.send_signal(asked)
    _, output = process.communicate(timeout=60)
    assert process.returncode == 128 + asked
    assert output == "program: Cancelled.\n"
    assert list(tmp_path.iterdir()) == []


def test_work_that_listens_ends_by_itself(tmp_path: Path) -> None:
    process = _started(OBEDIENT, tmp_path)
    process.send_signal(signal.SIGTERM)
    out, output = process.communicate(timeout=60)
    assert (process.returncode, out, output) == (143, "done what there was\n", "")


def test_a_second_signal_ends_at_once(tmp_path: Path) -> None:
    process = _started(DEAF.replace("0.2", "None"), tmp_path)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) in (130, 143)
    assert list(tmp_path.iterdir()) == []
    process.communicate()


def test_what_is_ignored_stays_ignored(tmp_path: Path) -> None:
    """As by nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        process = _started(OBEDIENT, tmp_path)
    finally:
        signal.signal(signal.SIGHUP, before)
    process.send_signal(signal.SIGHUP)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130


@pytest.mark.parametrize(
    "command",
    [
        ["enhance", "in", "--output", "out", "--method", "mirnet"],
        ["compare", "a.png", "--output", "out"],
        ["doctor"],
        ["window"],
    ],
)
def test_ctrl_c_while_the_program_loads(tmp_path: Path, command: list[str]) -> None:
    """Held where the first thing is loaded that takes long, so that it is always that moment."""
    hold = "import sys, time\nclass Hold:\n def find_spec(self, name, *_):\n"
    hold += "  if name in ('typer', 'rich'): print('held', flush=True); time.sleep(60)\n"
    program = f"{hold}sys.meta_path.insert(0, Hold())\nfrom mirnet_gui.cli import run\nrun()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    process.send_signal(signal.SIGINT)
    _, output = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, "mirnet-gui: Cancelled.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only Linux shows descriptors")
def test_what_libraries_say_comes_into_the_log_with_the_name(tmp_path: Path) -> None:
    program = (
        "import os, sys, logging\n"
        "from pathlib import Path\n"
        "from mirnet_gui.logs import kept_log, library_noise_of, quiet_libraries\n"
        "with quiet_libraries(), kept_log(Path(sys.argv[1])):\n"
        "    for name in ('a.rw2', 'b.rw2'):\n"
        "        with library_noise_of(Path(name)):\n"
        "            os.write(2, b'tag 0x1b is odd\\n' if name == 'b.rw2' else b'')\n"
        "    print('for people', file=sys.stderr)\n"
        "os.write(2, b'after\\n')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stderr == "for people\nafter\n"
    log = (tmp_path / "mirnet-gui.log").read_text(encoding="utf-8")
    assert "Of b.rw2 a library said: tag 0x1b is odd" in log
    assert "a.rw2" not in log


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_window_that_is_asked_to_end_says_so(tmp_path: Path, asked: signal.Signals) -> None:
    program = (
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from mirnet_gui.cli import run\n"
        "application = QApplication([])\n"
        "QTimer.singleShot(0, application, lambda: print('open', flush=True))\n"
        "run()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, "window"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
    )
    assert process.stdout
    assert process.stdout.readline() == "open\n"
    process.send_signal(asked)
    _, output = process.communicate()
    assert (process.returncode, output) == (128 + asked, "mirnet-gui: Cancelled.\n")


FOLLOWING = """
interrupts.follow_input()
with cancelled_by_interrupt(60) as cancel:
    print("ready", flush=True)
    while not cancel.is_cancelled:
        time.sleep(0.01)
print("done what there was")
sys.exit(interrupts.exit_code(130))
"""


def test_the_end_of_its_input_asks_a_process_to_stop_where_it_follows_that() -> None:
    """Who started it closed it, or died; what was written into it before is of no interest."""
    with subprocess.Popen(
        [sys.executable, "-c", BEGIN + FOLLOWING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("hello\n")
        process.stdin.flush()
        assert process.poll() is None
        process.stdin.close()
        assert process.stdout.read() == "done what there was\n"
    assert process.returncode == 130
