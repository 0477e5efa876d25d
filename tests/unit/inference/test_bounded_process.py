"""Whatever a process of foreign work does, the program goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import psutil
import pytest

from mirnet_gui.errors import Cancelled
from mirnet_gui.inference.bounded_process import (
    BoundedProcess,
    ProcessEndedError,
    TooMuchMemoryError,
)
from mirnet_gui.progress import CancelToken

_MUCH = 10**12


def answering(pipe: Connection) -> None:
    while True:
        number = pipe.recv()
        pipe.send(number + len(pipe.recv_bytes()))
        pipe.send_bytes(b"data")


def endless(_pipe: Connection) -> None:
    while True:
        pass


def crashing(_pipe: Connection) -> None:
    os.abort()


def hoarding(pipe: Connection) -> None:
    kept = [b"1" * 600_000_000]
    pipe.recv()
    pipe.send(len(kept))


def _nothing() -> None:
    pass


def test_it_answers() -> None:
    process = BoundedProcess(answering)
    process.send(1, memoryview(b"five5"))
    assert process.answer(_nothing, _MUCH) == 6
    assert process.data() == b"data"
    assert process.memory > 1_000_000
    process.end()
    assert not process.is_running


def test_one_that_never_answers_is_ended_by_a_cancel() -> None:
    process = BoundedProcess(endless)
    token = CancelToken()
    looks = []

    def look() -> None:
        looks.append(1)
        if len(looks) == 3:
            token.cancel()
        token.raise_if_cancelled()

    with pytest.raises(Cancelled):
        process.answer(look, _MUCH)
    assert not process.is_running
    assert process.memory == 0


def test_a_crash_is_told() -> None:
    process = BoundedProcess(crashing)
    with pytest.raises(ProcessEndedError):
        process.answer(_nothing, _MUCH)
    with pytest.raises(ProcessEndedError):
        process.send(1)
    assert not process.is_running


def test_more_memory_than_agreed_ends_it() -> None:
    process = BoundedProcess(hoarding)
    with pytest.raises(TooMuchMemoryError):
        process.answer(_nothing, 300_000_000)
    assert not process.is_running


def test_it_ends_with_who_holds_it() -> None:
    before = _others(os.getpid())
    process = BoundedProcess(endless)
    (child,) = (other for other in _others(os.getpid()) if other not in before)
    assert child.is_running()
    del process
    assert not child.is_running(), "letting go of it waits for its end"


@pytest.mark.skipif(os.name == "nt", reason="kills as Unix does")
def test_it_ends_with_a_program_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "holds.py"
    script.write_text(
        "import time\n"
        "from mirnet_gui.inference.bounded_process import BoundedProcess\n"
        "def endless(_pipe):\n"
        "    while True:\n"
        "        pass\n"
        "if __name__ == '__main__':\n"
        "    process = BoundedProcess(endless)\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(10000)\n"
    )
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"ready\n"
        children = _others(program.pid)
        assert children
        program.kill()
        for child in children:
            _wait_until_gone(child)


def _others(pid: int) -> list[psutil.Process]:
    children = psutil.Process(pid).children(recursive=True)
    # What another test left behind dead has no command line any more.
    alive = [child for child in children if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in alive if "resource_tracker" not in " ".join(child.cmdline())]


def _wait_until_gone(process: psutil.Process) -> None:
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
