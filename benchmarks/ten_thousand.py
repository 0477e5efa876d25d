"""Ten thousand small photographs in the real window, three per cent of them broken in twenty ways.

    PYTHONPATH=. python benchmarks/ten_thousand.py [--photographs 10000] [--method gamma]

Adds the folder on the Batch page, starts, and waits for the end. Meanwhile a timer of 5 ms rings in
the event loop: a stall is how much later than that it rang. Prints the counts, what memory the
program held after a tenth of the photographs and at its most after that, the stalls, and what the
report counts.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil
from PIL import Image
from skimage import data

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from broken import WAYS
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from mirnet_gui.app import open_window
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.journals import newest
from mirnet_gui.batch.report import save_report
from mirnet_gui.methods.registry import create_method
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.batch.batch_page import BatchPage
from mirnet_gui.ui.batch.batch_state import Phase
from mirnet_gui.ui.shell.main_window import MainWindow

PERIOD = 0.005
KINDS = ((".jpg", "JPEG"), (".png", "PNG"), (".webp", "WEBP"), (".tif", "TIFF"))


def main() -> None:
    """Print what was measured; ends with 1 when the counts are wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photographs", type=int, default=10_000)
    parser.add_argument("--method", default="gamma")
    arguments = parser.parse_args()
    with TemporaryDirectory() as name:
        place = Path(name)
        for variable in ("STATE", "CONFIG", "DATA"):
            os.environ[f"XDG_{variable}_HOME"] = str(place / variable)
        broken = make_photographs(place / "in", arguments.photographs)
        run = Run(place, arguments.method, arguments.photographs)
        open_window([], run.begin)
        outcome = run.figures() | _report(place)
    outcome["wanted"] = {"done": arguments.photographs - broken, "failed": broken}
    print(json.dumps(outcome))
    right = all(outcome["counts"][key] == value for key, value in outcome["wanted"].items())
    sys.exit(not (right and outcome["report"] == outcome["counts"]))


def make_photographs(folder: Path, count: int) -> int:
    """Fill ``folder``; gives back how many are broken."""
    rng = np.random.default_rng(0)
    cat = data.chelsea() // 4
    broken = 0
    for number in range(count):
        place = folder / f"{number // 500:03}"
        place.mkdir(parents=True, exist_ok=True)
        # Three of a hundred, spread, and each way as often as the others.
        if number % 100 in (7, 41, 83):
            extension, spoil = WAYS[broken % len(WAYS)]
            spoil(place / f"{number:05}{extension}")
            broken += 1
            continue
        top, left = rng.integers(0, 200, 2)
        extension, kind = KINDS[number % len(KINDS)]
        picture = Image.fromarray(cat[top : top + 64, left : left + 96])
        picture.save(place / f"{number:05}{extension}", format=kind)
    return broken


class Run:
    """What a hand does to the window, and what is measured meanwhile."""

    def __init__(self, place: Path, method: str, count: int) -> None:
        self._place, self._method, self._count = place, method, count
        self._late: dict[str, list[float]] = {}
        self._memory: list[int] = []
        self._step = self._open
        self._seconds: dict[str, float] = {}
        self._began = self._last = time.perf_counter()
        self._counts: dict[str, int] = {}
        self._process = psutil.Process()
        self._rings = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._ring)

    def begin(self, _window: MainWindow) -> None:
        """The window is there."""
        self._timer.start(round(PERIOD * 1000))

    def figures(self) -> dict[str, object]:
        """What was measured."""
        early = self._memory[len(self._memory) // 10]
        return {
            "counts": self._counts,
            "seconds": {key: round(value, 1) for key, value in self._seconds.items()},
            "memory_mb": {
                "after_a_tenth": round(early / 1e6),
                "most_after_that": round(max(self._memory[len(self._memory) // 10 :]) / 1e6),
                "end": round(self._memory[-1] / 1e6),
            },
            "stalls_ms": {phase: _spread(late) for phase, late in self._late.items()},
        }

    def _ring(self) -> None:
        now = time.perf_counter()
        phase = _PHASES[self._step.__name__]
        self._late.setdefault(phase, []).append(max(now - self._last - PERIOD, 0.0))
        self._last = now
        self._rings += 1
        try:
            self._step()
        except Exception:  # noqa: BLE001 - Qt would print it and ring again for ever
            traceback.print_exc()
            os._exit(1)

    def _window(self) -> MainWindow:
        return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))

    def _page(self) -> BatchPage:
        return self._window().findChild(BatchPage)

    def _open(self) -> None:
        window = self._window()
        window.actions_table["page_batch"].trigger()
        page = self._page()
        page.panel.form.set_method(create_method(self._method))
        page.panel.set_folder(self._place / "out")
        page.take_in([self._place / "in"])
        self._step = self._start

    def _start(self) -> None:
        window = self._window()
        start = window.actions_table[ActionName.START_BATCH]
        if len(self._page().listing.model.rows) >= self._count and start.isEnabled():
            self._seconds["planning"] = time.perf_counter() - self._began
            self._began = time.perf_counter()
            start.trigger()
            self._step = self._wait_for_the_start

    def _wait_for_the_start(self) -> None:
        if self._page().phase is Phase.RUNNING:
            self._step = self._wait

    def _wait(self) -> None:
        page = self._page()
        if self._rings % 100 == 0:
            self._memory.append(self._process.memory_info().rss)
        if page.phase is Phase.ENDED and not any(
            row.state == "running" for row in page.listing.model.rows
        ):
            self._seconds["enhancing"] = time.perf_counter() - self._began
            states = [row.state for row in page.listing.model.rows]
            for state in ("done", "skipped", "failed"):
                self._counts[state] = states.count(state)
            self._timer.stop()
            QApplication.closeAllWindows()


_PHASES = {
    "_open": "opening the window",
    "_start": "planning",
    "_wait_for_the_start": "beginning",
    "_wait": "enhancing",
}


def _spread(late: list[float]) -> dict[str, float]:
    ordered = sorted(late)
    shares = {"p50": 0.5, "p99": 0.99, "p99.9": 0.999}
    found = {key: ordered[int(len(ordered) * share)] for key, share in shares.items()}
    return {
        key: round(1000 * value, 1) for key, value in (found | {"longest": ordered[-1]}).items()
    }


def _report(place: Path) -> dict[str, object]:
    journal = newest(place / "STATE" / "mirnet-gui" / "batches")
    assert journal is not None  # noqa: S101 - a batch was run
    with Journal.open(journal) as opened:
        page = save_report(opened, place / "report")
    record = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    counts = {key: record["counts"][key] for key in ("done", "skipped", "failed")}
    reasons = {each["reason"] for each in record["photographs"] if each["state"] == "failed"}
    return {"report": counts, "report_mb": round(page.stat().st_size / 1e6, 1),
            "without_a_reason": int("" in reasons)}  # fmt: skip


if __name__ == "__main__":
    main()
