"""Cancelling, closing and bad input leave the window usable or gone, never stuck."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer

from mirnet_gui import locations
from mirnet_gui.errors import Cancelled
from mirnet_gui.logs import FILE_NAME
from mirnet_gui.ui.model.activity import Activity
from mirnet_gui.ui.model.message import MessageKind
from tests.e2e.pilot import Drive, Pilot


def test_cancel_midway_and_enhance_after_all(
    drive: Drive, large_photo: Path, dark_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_running()
        pilot.press(Qt.Key.Key_Escape)
        assert pilot.is_enhanced(), "the light of it stays, as a result"
        assert pilot.status == "Enhanced by MIRNet · lowlight · light only"
        pilot.drop(dark_photo)
        pilot.until_enhanced()

    drive(script, large_photo)


def test_enhance_again_after_cancel(drive: Drive, large_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_running()
        pilot.press(Qt.Key.Key_Escape)
        pilot.press(Qt.Key.Key_E, control=True)
        pilot.until_running()
        assert pilot.enhance.work.doing.activity is Activity.ENHANCING

    drive(script, large_photo)


def test_closing_while_running_ends_the_program(drive: Drive, large_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_running()
        pilot.window.close()

    assert drive(script, large_photo) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGTERM")
def test_a_system_that_shuts_down_closes_the_window(drive: Drive, large_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_running()
        os.kill(os.getpid(), signal.SIGTERM)
        pilot.until(lambda: not pilot.window.isVisible())

    before = signal.getsignal(signal.SIGTERM)
    assert drive(script, large_photo) == Cancelled.exit_code
    assert signal.getsignal(signal.SIGTERM) is before


def test_another_photo_takes_the_place_of_the_running_one(
    drive: Drive, large_photo: Path, dark_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_running()
        pilot.drop(dark_photo)
        pilot.until(lambda: "dark cat.png" in pilot.window.windowTitle())
        pilot.until_enhanced()
        assert "dark cat.png" in pilot.window.windowTitle()

    drive(script, large_photo)


def test_picture_and_status_line_tell_the_same_share(
    drive: Drive, large_photo: Path, dark_photo: Path
) -> None:
    told: list[tuple[str, str]] = []

    def has_shown_both(pilot: Pilot) -> bool:
        told.append((pilot.canvas.pending, pilot.window.status.figures))
        return pilot.is_enhanced()

    def script(pilot: Pilot) -> None:
        pilot.until_running()
        pilot.drop(dark_photo, large_photo)
        pilot.until(lambda: has_shown_both(pilot))

    drive(script, large_photo)
    assert told
    for pending, figures in told:
        share = pending.removeprefix("Enhancing…").strip() if "%" in pending else ""
        assert figures.partition(" · ")[0] == share


def test_bad_file_is_told_and_the_photo_stays(
    drive: Drive, dark_photo: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "holiday.jpg"
    bad.write_text("no picture at all")

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.drop(bad)
        pilot.until(lambda: pilot.message is not None)
        assert pilot.message is not None
        assert pilot.message.kind is MessageKind.FAILED
        assert "holiday.jpg" in pilot.message.sentence
        assert "dark cat.png" in pilot.window.windowTitle()
        assert pilot.is_enhanced()
        pilot.press(Qt.Key.Key_Escape)
        assert pilot.message is None

    drive(script, dark_photo)
    log = (locations.logs() / FILE_NAME).read_text(encoding="utf-8")
    assert "holiday.jpg" in log


def test_bad_file_does_not_end_the_running_work_for_good(
    drive: Drive, large_photo: Path, tmp_path: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_running()
        pilot.drop(tmp_path / "missing.jpg")
        pilot.until(lambda: pilot.message is not None)
        pilot.until_running()
        assert "large.png" in pilot.status

    drive(script, large_photo)


def test_bad_file_among_several_is_passed_over(
    drive: Drive, dark_photo: Path, tmp_path: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        assert pilot.message is not None
        assert "missing.jpg" in pilot.message.sentence
        assert pilot.position == ""

    drive(script, tmp_path / "missing.jpg", dark_photo)


@pytest.mark.qt_no_exception_capture
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_breaks_inside_the_window_is_told_there(drive: Drive, dark_photo: Path) -> None:
    def breaks() -> None:
        raise ZeroDivisionError("for this test")

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        QTimer.singleShot(0, pilot.window, breaks)
        pilot.until(lambda: pilot.message is not None)
        assert pilot.message is not None
        assert "ZeroDivisionError" in pilot.message.sentence
        pilot.enhance.dismiss()
        thread = threading.Thread(target=breaks)
        thread.start()
        thread.join()
        pilot.until(lambda: pilot.message is not None)
        assert pilot.is_enhanced()

    before = threading.excepthook
    drive(script, dark_photo)
    assert threading.excepthook is before


def test_damaged_weights_are_told(drive: Drive, dark_photo: Path) -> None:
    locations.user_weights().mkdir(parents=True)
    (locations.user_weights() / "broken.safetensors").write_bytes(b"no weights")
    locations.settings_file().write_text('model = "broken"\nwelcomed = true\n')

    def script(pilot: Pilot) -> None:
        pilot.until(lambda: pilot.message is not None)
        assert pilot.message is not None
        assert "broken" in pilot.message.sentence
        assert pilot.is_left_undone()

    drive(script, dark_photo)


def test_damaged_catalog_does_not_stop_the_window(
    drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locations, "shipped_weights", lambda: tmp_path / "nowhere")

    def script(pilot: Pilot) -> None:
        assert pilot.message is not None
        assert "catalog" in pilot.message.sentence

    assert drive(script) == 0


def test_the_window_starts_without_torch() -> None:
    program = (
        "import sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from mirnet_gui.cli import main\n"
        "application = QApplication([])\n"
        "QTimer.singleShot(200, application.closeAllWindows)\n"
        "assert main([]) == 0\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] == 'torch'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
