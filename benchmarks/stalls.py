"""How long the window's event loop stands still while a photograph is enhanced.

    PYTHONPATH=. python benchmarks/stalls.py PHOTO [--megapixels 12]

Opens the real window with PHOTO enlarged to that size. While it is enhanced, a timer of 5 ms rings
in the event loop: a stall is how much later than that it rang. Prints the 50th, 99th and 99.9th
percentile and the longest, from opening to the first report of progress and from there to the
result, with hands still and with somebody turning the wheel all the time.
"""

from __future__ import annotations

import argparse
import math
import os
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from mirnet_gui.app import open_window
from mirnet_gui.ui.enhance.enhance_page import EnhancePage
from mirnet_gui.ui.shell.main_window import MainWindow

PERIOD = 0.005


class Meter:
    """Rings every 5 ms and notes how late, by what the window is doing."""

    def __init__(self, moving: bool) -> None:
        self.late: dict[str, list[float]] = {}
        self._last = time.perf_counter()
        self._moves = 0
        self._moving = moving
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._ring)
        self._timer.start(round(PERIOD * 1000))

    def _ring(self) -> None:
        now = time.perf_counter()
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        self.late.setdefault(_phase(window), []).append(max(now - self._last - PERIOD, 0.0))
        if window.status.text.startswith("Enhanced"):
            self._timer.stop()
            QApplication.closeAllWindows()
        elif self._moving:
            self._move(window)
        self._last = now

    def _move(self, window: MainWindow) -> None:
        canvas = window.findChild(EnhancePage).canvas
        self._moves += 1
        if self._moves % 4 == 0:
            middle = QPointF(canvas.width() / 2, canvas.height() / 2)
            delta = 120 if self._moves // 40 % 2 == 0 else -120
            wheel = QWheelEvent(
                middle, canvas.mapToGlobal(middle), QPoint(), QPoint(0, delta),
                Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.postEvent(canvas, wheel)


def _phase(window: MainWindow) -> str:
    figures = window.status.figures
    return "running" if "%" in figures else "opening"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--megapixels", type=float, default=12)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        enlarged = Path(folder) / "photo.jpg"
        _enlarge(arguments.photo, arguments.megapixels, enlarged)
        print(
            "| hands | phase | median | 99 % | 99.9 % | longest | rings |\n"
            "|---|---|---|---|---|---|---|"
        )
        for hands in ("still", "zooming"):
            _one(enlarged, hands)


def _one(photo: Path, hands: str) -> None:
    meters: list[Meter] = []
    QApplication.instance() or QApplication([])
    open_window([photo], lambda _window: meters.append(Meter(hands == "zooming")))
    for phase, late in meters[0].late.items():
        percentiles = [1000 * float(np.percentile(late, q)) for q in (50, 99, 99.9, 100)]
        print(f"| {hands} | {phase} | " + " | ".join(f"{ms:.1f} ms" for ms in percentiles), end="")
        print(f" | {len(late)} |", flush=True)


def _enlarge(photo: Path, megapixels: float, target: Path) -> None:
    picture = cv2.imread(str(photo))
    scale = math.sqrt(megapixels * 1e6 / (picture.shape[0] * picture.shape[1]))
    cv2.imwrite(str(target), cv2.resize(picture, None, fx=scale, fy=scale))


if __name__ == "__main__":
    main()
