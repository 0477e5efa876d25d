"""The trainer as a process beside this one: started, listened to, paused, stopped.

However it ends (done, stopped, crashed, killed, never started), :attr:`TrainerProcess.ended` tells
it once, in words; the window lives on. It ends with this process, too: its standard input is then
closed, and it stops with a checkpoint.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import psutil
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal, Slot

from mirnet_gui import errors
from mirnet_gui.formatting import without_stop
from mirnet_gui.jobs.trainer_events import parse_line
from mirnet_gui.language import tr

Outcome = Literal["done", "stopped", "failed"]

_STOPPED: Final = {128 + number for number in (1, 2, 15)}
"""Exit codes after a signal that the trainer obeyed: it has written a checkpoint."""
_FAULTS: Final = 1
"""Exit code of a check that told of faults."""
_OUT_OF_MEMORY: Final = 9
_SPEAKS: Final = ("mirnet-train: ", "mirnet-gui: ")
_LONGEST_LINE: Final = 16_000_000
_TAIL: Final = 6000
_POLITE: Final = 10
_PATIENCE_MS: Final = 20_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TrainerEnd:
    """How it ended; of a failure a ``sentence``, a ``hint``, and the ``tail`` of what it said."""

    outcome: Outcome
    sentence: str = ""
    hint: str = ""
    tail: str = ""


def trainer_command() -> list[str]:
    """How mirnet-train is started: in the frozen program it stands beside it."""
    if getattr(sys, "frozen", False):
        suffix = Path(sys.executable).suffix if sys.platform == "win32" else ""
        return [str(Path(sys.executable).with_name(f"mirnet-train{suffix}"))]
    return [sys.executable, "-m", "mirnet_gui.trainer"]


def program_command() -> list[str]:
    """How a command of mirnet-gui itself is started."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "mirnet_gui.cli"]


class TrainerProcess(QObject):
    """One process at a time; ``command`` gives how it is started."""

    told = Signal(object)
    """:data:`TrainerEvent`."""
    ended = Signal(object)
    """:class:`TrainerEnd`."""

    def __init__(
        self, parent: QObject | None = None, command: Callable[[], list[str]] = trainer_command
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._process: QProcess | None = None
        self._pending = b""
        self._said = ""
        self._is_stopping = self._is_paused = self._is_check = False

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    @property
    def pid(self) -> int:
        """Of the process, 0 without one."""
        return 0 if self._process is None else int(self._process.processId())

    def start(
        self, arguments: Sequence[str], *, is_long: bool = False, is_check: bool = False
    ) -> None:
        """Start it, with a low priority where ``is_long``; raises RuntimeError while there is one.

        Somebody waits for what is not long. What ``is_check`` tells by its exit code that it found
        faults, which is no failure.
        """
        if self._process is not None:
            raise RuntimeError("A process is running.")
        self._pending, self._said = b"", ""
        self._is_stopping = self._is_paused = False
        self._is_check = is_check
        process = self._process = QProcess(self)
        program, *before = self._command()
        process.setProgram(program)
        process.setArguments([*before, *arguments])
        process.setProcessEnvironment(_environment())
        if is_long:
            process.started.connect(self._yield_to_others)
        process.readyReadStandardOutput.connect(self._on_output)
        process.readyReadStandardError.connect(self._on_errors)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        process.start()

    def pause(self) -> None:
        """Hold it where it is; its memory stays taken."""
        self._is_paused = True
        self._for_each(psutil.Process.suspend)

    def resume(self) -> None:
        """Let it go on."""
        self._is_paused = False
        self._for_each(psutil.Process.resume)

    def stop(self) -> None:
        """Ask it to end at its next step, with a checkpoint; a second time it is not asked."""
        if self._process is None:
            return
        if self._is_stopping:
            self.kill()
            return
        self._is_stopping = True
        if self._is_paused:
            self.resume()
        self._process.closeWriteChannel()

    def kill(self) -> None:
        """End it at once; its last checkpoint stays."""
        if self._process is not None:
            self._is_stopping = True
            self._process.kill()

    def close(self) -> None:
        """The program ends: stop it, and wait until its checkpoint is written."""
        process = self._process
        if process is None:
            return
        if not self._is_stopping:
            self.stop()
        if not process.waitForFinished(_PATIENCE_MS):
            process.kill()
            process.waitForFinished()

    def _for_each(self, do: Callable[[psutil.Process], None]) -> None:
        if self.pid == 0:
            return
        with contextlib.suppress(psutil.Error):
            first = psutil.Process(self.pid)
            for each in (first, *first.children(recursive=True)):
                with contextlib.suppress(psutil.Error):
                    do(each)

    @Slot()
    def _yield_to_others(self) -> None:
        # Threads that it starts later are as polite as the one that starts them.
        low = psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else _POLITE
        with contextlib.suppress(psutil.Error, OSError):
            psutil.Process(self.pid).nice(low)

    @Slot()
    def _on_output(self) -> None:
        if self._process is None:
            return
        self._pending += bytes(self._process.readAllStandardOutput().data())
        *lines, self._pending = self._pending.split(b"\n")
        if len(self._pending) > _LONGEST_LINE:
            self._pending = b""
        for line in lines:
            event = parse_line(line)
            if event is None:
                _log.debug("The trainer said: %.200r", line)
            else:
                self.told.emit(event)

    @Slot()
    def _on_errors(self) -> None:
        if self._process is not None:
            said = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
            self._said = (self._said + said)[-_TAIL:]

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        # All the others are followed by the end of the process.
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            why = self._process.errorString()
            sentence = tr("The trainer could not be started: {why}.", why=without_stop(why))
            self._end(TrainerEnd("failed", sentence, tr("Install the program again.")))

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._on_output()
        self._on_errors()
        self._end(self._told_end(code, has_crashed=status == QProcess.ExitStatus.CrashExit))

    def _told_end(self, code: int, *, has_crashed: bool) -> TrainerEnd:
        has_found_faults = self._is_check and code == _FAULTS and not self._said.strip()
        if not has_crashed and (code == 0 or has_found_faults):
            return TrainerEnd("done")
        if self._is_stopping or (not has_crashed and code in _STOPPED):
            return TrainerEnd("stopped")
        lines = [line.strip() for line in self._said.splitlines() if line.strip()]
        tail = "\n".join(lines[-12:])
        if has_crashed:
            return TrainerEnd("failed", _crash(code), "", tail)
        for line in reversed(lines):
            for name in _SPEAKS:
                if line.startswith(name):
                    return TrainerEnd("failed", line.removeprefix(name), "", tail)
        last = lines[-1] if lines else tr("it did not say why")
        sentence = tr("The training ended with an error: {last}.", last=without_stop(last))
        return TrainerEnd("failed", sentence, "", tail)

    def _end(self, end: TrainerEnd) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        if end.outcome == "failed":
            _log.warning("%s %s\n%s", end.sentence, end.hint, end.tail)
        self.ended.emit(end)


def _crash(code: int) -> str:
    if code == _OUT_OF_MEMORY:
        return tr(
            "The training was ended from outside. Systems do that when there is no memory left."
        )
    return tr("The training crashed (code {code}).", code=code)


def _environment() -> QProcessEnvironment:
    # The package need not be installed: the program may have been started from its checkout.
    package = str(Path(errors.__file__).parents[1])
    made = QProcessEnvironment.systemEnvironment()
    path = os.pathsep.join(filter(None, (package, made.value("PYTHONPATH"))))
    made.insert("PYTHONPATH", path)
    made.insert("PYTHONUTF8", "1")
    return made
