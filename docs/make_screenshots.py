"""Drives the real window over a sample and writes docs/screenshots: run it from the checkout.

    python docs/make_screenshots.py [PHOTO]

PHOTO is what the Compare page is shown with; a sample without it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.TemporaryDirectory()
for _variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
    # A user's own settings and weights have no place in the documentation.
    os.environ[_variable] = _HOME.name

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from mirnet_gui import locations  # noqa: E402
from mirnet_gui.app import open_window  # noqa: E402
from mirnet_gui.ui.actions import ActionName  # noqa: E402
from mirnet_gui.ui.batch.batch_page import BatchPage  # noqa: E402
from mirnet_gui.ui.enhance.save_dialog import SaveDialog  # noqa: E402
from mirnet_gui.ui.shell.main_window import MainWindow  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
SAMPLE = ROOT / "resources" / "samples" / "cat-in-the-dusk.jpg"
SIZE = (1440, 900)
PATIENCE_MS = 120_000

Shots = Iterator[tuple[str, QWidget]]


def main() -> int:
    """Take all pictures, window by window."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    # The welcome of the first start has been closed.
    settings = locations.settings_file()
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("welcomed = true\n", encoding="utf-8")
    _held = QApplication(sys.argv[:1])
    code = _photograph([], _empty)
    code = code or _photograph([SAMPLE], _enhancing)
    # The sample itself is done before anybody could look.
    large = Path(_HOME.name) / "coffee-by-candlelight.png"
    with Image.open(SAMPLE.with_name("coffee-by-candlelight.jpg")) as sample:
        sample.resize((sample.width * 5, sample.height * 5)).save(large)
    code = code or _photograph([large], _working)
    compared = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    code = code or _photograph([compared], _comparing)
    return code or _photograph([], _batching)


def _empty(window: MainWindow) -> Shots:
    _pause(300)
    yield "empty", window


def _enhancing(window: MainWindow) -> Shots:
    _until(lambda: bool(window.status.figures))
    _pause(40)
    yield "before", window
    _until(lambda: _is_done(window))
    _pause(800)
    yield "after", window
    act = window.actions_table
    act[ActionName.VIEW_SIDE_BY_SIDE].trigger()
    _pause(100)
    yield "side-by-side", window
    act[ActionName.VIEW_SLIDER].trigger()
    act[ActionName.THEME_LIGHT].trigger()
    _pause(100)
    yield "light", window
    act[ActionName.THEME_DARK].trigger()
    act[ActionName.SAVE_AS].trigger()
    _pause(200)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, SaveDialog))
    yield "save", dialog
    dialog.reject()


def _batching(window: MainWindow) -> Shots:
    act = window.actions_table
    act[ActionName.THEME_DARK].trigger()
    act["page_batch"].trigger()
    page = window.findChild(BatchPage)
    folder = Path(_HOME.name) / "party"
    folder.mkdir()
    for number in range(2):
        for sample in sorted(SAMPLE.parent.glob("*.jpg")):
            shutil.copy(sample, folder / f"{sample.stem}-{number + 1}.jpg")
    whole = SAMPLE.read_bytes()
    (folder / "a-cut-short.jpg").write_bytes(whole[: len(whole) // 3])
    page.panel.set_folder(Path(_HOME.name) / "enhanced")
    page.take_in([folder])
    _until(act[ActionName.START_BATCH].isEnabled)
    act[ActionName.START_BATCH].trigger()
    _until(lambda: sum(row.state == "done" for row in page.listing.model.rows) >= 2)
    _pause(700)
    yield "batch", window
    act[ActionName.STOP].trigger()
    _until(lambda: not page.phase.is_active)


def _working(window: MainWindow) -> Shots:
    _until(lambda: "left" in window.status.figures)
    _pause(2000)
    if _is_done(window):
        raise TimeoutError("The work was done before its picture could be taken.")
    yield "during", window


def _comparing(window: MainWindow) -> Shots:
    act = window.actions_table
    _until(act[ActionName.FIT].isEnabled)
    act["page_compare"].trigger()
    _until(lambda: window.status.text.startswith("4 of 4"))
    _pause(300)
    yield "compare", window
    act[ActionName.THEME_LIGHT].trigger()
    _pause(200)
    yield "compare-light", window


def _photograph(paths: list[Path], tour: Callable[[MainWindow], Shots]) -> int:
    def take(window: MainWindow) -> None:
        window.resize(*SIZE)
        try:
            for name, widget in tour(window):
                widget.grab().save(str(FOLDER / f"{name}.png"))
        finally:
            window.close_unasked()

    return open_window(paths, take)


def _is_done(window: MainWindow) -> bool:
    return window.status.text.startswith("Enhanced")


def _until(condition: Callable[[], bool]) -> None:
    for _ in range(PATIENCE_MS // 20):
        if condition():
            return
        _pause(20)
    raise TimeoutError("The window did not come this far.")


def _pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
