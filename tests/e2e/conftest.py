"""Drives the program through its real main() and lets nothing be left behind."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from types import SimpleNamespace

import psutil
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mirnet_gui import app, locations
from mirnet_gui.cli import main
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.ui.shell.main_window import MainWindow
from tests.e2e.gui_thread import UNIT, GuiThreadMeter, Turn, unit_of_work
from tests.e2e.pilot import Drive, Pilot, Script, Turnstile, leave
from tests.e2e.samples import reduced_sample


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """A thread that runs, a timer that ticks or a window that stands fails the test."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    left = [
        *(f"window {widget!r}" for widget in QApplication.topLevelWidgets()),
        *(f"thread {thread!r}" for thread in living(QThread) if thread.isRunning()),
        *(f"timer {timer!r}" for timer in living(QTimer) if timer.isActive()),
    ]
    assert not left, f"Left behind: {left}"


@pytest.fixture(autouse=True)
def welcomed(own_places: Path) -> Path:
    """Who sits before the window has closed the welcome before; the file of the settings."""
    file = locations.settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("welcomed = true\n", encoding="utf-8")
    return file


def living(kind: type) -> list:
    """The objects of ``kind`` that Python knows and Qt has not deleted."""
    # type() rather than isinstance(): a stranger's __class__ may have opinions.
    found = [thing for thing in gc.get_objects() if issubclass(type(thing), kind)]
    return [thing for thing in found if shiboken6.isValid(thing)]


MOST_WORK = 3 * 0.033
"""Seconds of processor time that the GUI thread may work in one event: a frame, and two to spare.

On the computer that this was chosen on, where a unit of work takes ``UNIT`` seconds. On another,
or on a busier day, as many times more as a unit takes then, measured before and after each test.
"""


@pytest.fixture
def calm(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[list[Turn]]:
    """The turns of the event loop in which the program had the word.

    None may be long in a test that is marked ``pytest.mark.calm``.
    """
    turns: list[Turn] = []
    before = median(unit_of_work() for _ in range(5))
    yield turns
    if not is_judged(request):
        return
    speed = max(before, median(unit_of_work() for _ in range(5))) / UNIT
    most = MOST_WORK * max(speed, 1.0)
    longest = max(turns, key=lambda turn: turn.cpu, default=None)
    if longest is not None:
        limit = f"(at most {1000 * most:.0f} ms on this computer now)"
        assert longest.cpu <= most, f"The GUI thread froze: {limit}\n{longest.text}"


def is_judged(request: pytest.FixtureRequest) -> bool:
    """Whether the test is about a window that does not freeze."""
    return request.node.get_closest_marker("calm") is not None


@pytest.fixture
def drive(
    qtbot: QtBot,
    qapp: QApplication,
    calm: list[Turn],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Drive:
    """``drive(script, *arguments)`` runs main() and the script inside its event loop.

    What the program works meanwhile is measured, but not what the script does itself.
    """
    open_window = app.open_window

    def run(script: Script, *arguments: str | Path) -> int:
        raised: list[BaseException] = []

        def play(window: MainWindow) -> None:
            meter = GuiThreadMeter(MOST_WORK, samples=is_judged(request))
            try:
                with meter.looking_away():
                    script(Pilot(window, qtbot, meter))
            except BaseException as error:  # noqa: BLE001 - told when main() is through
                raised.append(error)
            finally:
                meter.stop()
                calm.extend(meter.take())
                qapp.closeAllWindows()
                leave(window)

        monkeypatch.setattr(app, "open_window", lambda paths: open_window(paths, play))
        code = main([str(argument) for argument in arguments])
        if raised:
            raise raised[0]
        return code

    return run


@pytest.fixture
def dark_photo(tmp_path: Path) -> Path:
    """A small dark photograph: a sample, reduced."""
    return reduced_sample("cat-in-the-dusk.jpg", tmp_path / "dark cat.png", 120)


@pytest.fixture
def three_photos(tmp_path: Path, dark_photo: Path) -> Path:
    """A folder of three small dark photographs."""
    folder = tmp_path / "party"
    folder.mkdir()
    for name in ("1", "2", "3"):
        shutil.copy(dark_photo, folder / f"{name}.png")
    return folder


@pytest.fixture
def turnstile(monkeypatch: pytest.MonkeyPatch) -> Turnstile:
    """Before the network, so that a test knows how far a batch is, however fast it runs."""
    made = Turnstile()
    real = MirnetMethod.apply

    def apply(
        method: MirnetMethod, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken
    ) -> Pixels:
        made.pass_through(cancel)
        return real(method, pixels, progress, cancel)

    monkeypatch.setattr(MirnetMethod, "apply", apply)
    return made


@pytest.fixture
def tiled_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A photograph that is previewed and runs in small tiles, since little memory is free."""
    little = SimpleNamespace(available=100_000_000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: little)
    return reduced_sample("portrait-in-the-shade.jpg", tmp_path / "tiled.png", 1600)


@pytest.fixture
def large_photo(tmp_path: Path) -> Path:
    """A photograph that takes long enough to be interrupted."""
    return reduced_sample("portrait-in-the-shade.jpg", tmp_path / "large.png", 1400)
