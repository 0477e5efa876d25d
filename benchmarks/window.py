"""How calm the window is: how soon it is up, how soon it shows a photograph, how long it freezes.

    PYTHONPATH=. python benchmarks/window.py PHOTO... [--only start photographs hands filmstrip]

Drives the real program, each part in a process of its own, and prints markdown tables.

- start: from the start of the process to the first paint; warm as the best of some, and with
  nothing compiled and nothing in the system's cache of files (Linux).
- photographs: the first PHOTO enlarged to 24 and to 50 megapixels is dropped: seconds to its first
  pixel, to the first of its preview and to the first one enhanced.
- hands: pages, themes, layouts, dialogs, sliders, undo, 3,000 files dropped, closing.
- filmstrip: 200 photographs, made of all PHOTOs: memory of the process and its children (PSS, a
  page that two of them share counts once), and scrolling along.

A freeze is what the GUI thread does between two looks at its events. "Work" is its own processor
time, which other programs do not lengthen; "held up" is time in which it waited, but not for a
processor: for Python's lock, or for a file. Both also as ratios to 33 ms, and with the lines that
they were seen in if they are longer (``--stacks``).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mirnet_gui.ui.shell.main_window import MainWindow

LIMIT = 0.033
STARTS = 5
MEGAPIXELS = (24, 50)
DROPPED, LISTED = 3000, 200
# Milliseconds without work in which the window has given back what it does not need.
AT_REST = 5000

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("start", "photographs", "hands", "filmstrip")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path, nargs="+", metavar="PHOTO")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--cold", action="store_true", help="also start with nothing in the cache")
    parser.add_argument("--stacks", action="store_true", help="print where it froze")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    photos = [photo.absolute() for photo in arguments.photos]
    if arguments.child:
        _CHILDREN[arguments.child](photos, arguments.stacks)
        return
    with tempfile.TemporaryDirectory() as folder, _places(Path(folder)):
        print(f"One unit of work takes {1000 * _unit():.1f} ms (2.5 ms where limits were chosen).")
        if "start" in arguments.only:
            _starts(photos[:1], cold=arguments.cold)
        if "photographs" in arguments.only:
            print("\n| photograph | its first pixel | of a preview | enhanced |", end="")
            print(" longest work | | held up | |\n|---|---|---|---|---|---|---|---|")
            for megapixels in MEGAPIXELS:
                enlarged = Path(folder) / f"{megapixels} megapixels.jpg"
                _enlarge(photos[0], megapixels, enlarged)
                _child("photograph", [enlarged], arguments.stacks)
        for part in ("hands", "filmstrip"):
            if part in arguments.only:
                print(f"\n| {part} | longest work | | held up | |\n|---|---|---|---|---|")
                _child(part, photos, arguments.stacks)


def _unit() -> float:
    code = (
        "from PySide6.QtGui import QGuiApplication; from tests.e2e.gui_thread import unit_of_work;"
        "application = QGuiApplication([]); print(min(unit_of_work() for _ in range(20)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return float(done.stdout)


@contextlib.contextmanager
def _places(folder: Path) -> Iterator[None]:
    """A user who never ran the program, on a computer whose speed is known already."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["MIRNET_LANGUAGE"] = "en"
    os.environ["PYTHONPATH"] = str(ROOT)
    # An installed program is compiled once, when it is installed or first run.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        os.environ[variable] = str(folder / variable.lower())
    yield


def _child(part: str, photos: list[Path], stacks: bool = False, **more: str) -> str:
    command = [sys.executable, str(Path(__file__)), *map(str, photos), "--child", part]
    environment = {**os.environ, **more, "STARTED": repr(time.time())}
    if stacks:
        command.append("--stacks")
    if part == "start":
        done = subprocess.run(command, capture_output=True, check=True, text=True, env=environment)
        return done.stdout
    subprocess.run(command, check=True, env=environment)
    return ""


# Start


def _starts(photos: list[Path], *, cold: bool) -> None:
    print("\n| start | to the first paint | ratio to 1 s | processor |\n|---|---|---|---|")
    if cold:
        with tempfile.TemporaryDirectory() as compiled:
            _forget_files()
            _tell_start("cold", [_started(photos, PYTHONPYCACHEPREFIX=compiled)])
    _tell_start("warm", [_started(photos) for _ in range(STARTS)])


def _started(photos: list[Path], **more: str) -> tuple[float, float]:
    wall, cpu = json.loads(_child("start", photos, **more).splitlines()[-1])
    return wall, cpu


def _tell_start(name: str, measured: list[tuple[float, float]]) -> None:
    wall, cpu = min(measured)
    print(f"| {name} | {wall:.2f} s | {wall:.2f} | {cpu:.2f} s |", flush=True)


def _forget_files() -> None:
    """Let the system read all files of the program from the disk again."""
    for root in (Path(sys.prefix), ROOT / "mirnet_gui", ROOT / "weights"):
        for path in root.rglob("*"):
            with contextlib.suppress(OSError), path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _start(_photos: list[Path], _stacks: bool) -> None:
    from mirnet_gui.cli import main as program

    def told() -> None:
        seconds = time.time() - float(os.environ["STARTED"])
        print(json.dumps([seconds, time.process_time()]), flush=True)
        os._exit(0)

    _when_shown(lambda window: _once_painted(window, told), lambda _: None)
    program([])


def _when_shown(
    before: Callable[[MainWindow], None], afterwards: Callable[[MainWindow], None]
) -> None:
    """Call one with the window that is about to be shown, and one when the event loop turns."""
    from PySide6.QtCore import QTimer

    from mirnet_gui import app

    show = app._show_at_once

    def shown(window: MainWindow) -> None:
        before(window)
        show(window)
        QTimer.singleShot(0, window, lambda: afterwards(window))

    app._show_at_once = shown


def _once_painted(window: MainWindow, told: Callable[[], None]) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Eye(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                window.removeEventFilter(self)
                # What lies on it is painted with it.
                QTimer.singleShot(0, window, told)
            return False

    window.eye = Eye(window)
    window.installEventFilter(window.eye)


# The parts that somebody drives


def _window() -> MainWindow:
    from PySide6.QtWidgets import QApplication

    from mirnet_gui.ui.shell.main_window import MainWindow

    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))


class Driver:
    """Does something to the window and tells how long it froze meanwhile."""

    def __init__(self, stacks: bool) -> None:
        from tests.e2e.gui_thread import GuiThreadMeter

        self.meter = GuiThreadMeter(LIMIT, beats=True)
        self.window = _window()
        self.table = self.window.actions_table
        self.page = self.window.page
        self._stacks = stacks

    def pause(self, milliseconds: int) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def rest(self) -> None:
        """Wait until nothing was computed for a while, also not the next photograph ahead."""
        busy = True
        while busy:
            before = time.process_time()
            self.pause(AT_REST)
            busy = time.process_time() - before > AT_REST / 10_000

    def until(self, condition: Callable[[], bool], seconds: float = 900.0) -> None:
        latest = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > latest:
                raise SystemExit(f"Nothing came of it in {seconds:g} s.")
            self.pause(5)

    def is_idle(self) -> bool:
        from mirnet_gui.ui.model.activity import Activity

        works = (self.window.page.work, self.page.shared.photographs)
        return all(each.doing.activity is Activity.IDLE for each in works)

    def drop(self, paths: list[Path]) -> None:
        from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
        from PySide6.QtGui import QDragEnterEvent, QDropEvent
        from PySide6.QtWidgets import QApplication

        with self.meter.looking_away():
            # As it comes from another program.
            mime = QMimeData()
            mime.setData("text/uri-list", "\r\n".join(path.as_uri() for path in paths).encode())
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        copy, spot = Qt.DropAction.CopyAction, QPoint(300, 300)
        enter = QDragEnterEvent(spot, copy, mime, left, none)
        QApplication.sendEvent(self.window, enter)
        QApplication.sendEvent(self.window, QDropEvent(QPointF(spot), copy, mime, left, none))

    def row(self, name: str, *more: str) -> None:
        """Tell of the longest freezes since the last row."""
        with self.meter.looking_away():
            self._tell(name, *more)

    def _tell(self, name: str, *more: str) -> None:
        turns = self.meter.take()
        cells = []
        for measure in ("cpu", "held_up"):
            longest = max((getattr(turn, measure) for turn in turns), default=0.0)
            cells += [f"{1000 * longest:.0f} ms", f"{longest / LIMIT:.1f}"]
        print("| " + " | ".join((name, *more, *cells)) + " |", flush=True)
        if self._stacks:
            for turn in sorted(turns, key=lambda each: -max(each.cpu, each.held_up))[:4]:
                if max(turn.cpu, turn.held_up) > LIMIT:
                    print(turn.text, file=sys.stderr, flush=True)


def _driven(script: Callable[[Driver], None], stacks: bool) -> None:
    from PySide6.QtWidgets import QApplication

    from mirnet_gui.cli import main as program
    from mirnet_gui.ui.shell.leave_dialog import LeaveDialog

    def begin() -> None:
        try:
            driver = Driver(stacks)
            driver.pause(500)
            script(driver)
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        for each in QApplication.topLevelWidgets():
            if isinstance(each, LeaveDialog):
                each.leave.click()
        os._exit(0)

    _when_shown(lambda _: None, lambda _: begin())
    program([])


def _photograph(photos: list[Path], stacks: bool) -> None:
    def script(driver: Driver) -> None:
        controller, canvas = driver.page.controller, driver.page.canvas
        came: dict[str, float] = {}

        def note(name: str) -> Callable[..., None]:
            return lambda *_: came.setdefault(name, time.monotonic())

        controller.photo_shown.connect(note("shown"))
        controller.preview_shown.connect(note("preview"))
        controller.part_shown.connect(note("enhanced"))
        controller.result_shown.connect(note("enhanced"))
        driver.row("empty window", "", "", "")
        dropped = time.monotonic()
        driver.drop(photos[:1])
        driver.until(lambda: "enhanced" in came)
        canvas.grab()
        driver.pause(1500)
        figures = [
            f"{came[name] - dropped:.2f} s" if name in came else ""
            for name in ("shown", "preview", "enhanced")
        ]
        driver.row(photos[0].stem, *figures)
        controller.cancel()
        driver.until(driver.is_idle)
        driver.row("cancelled", "", "", "")

    _driven(script, stacks)


def _hands(photos: list[Path], stacks: bool) -> None:
    def script(driver: Driver) -> None:
        _handle(driver, photos)

    _driven(script, stacks)


def _handle(driver: Driver, photos: list[Path]) -> None:
    from PySide6.QtWidgets import QApplication, QDialog

    from mirnet_gui.ui.action_table import ActionName

    def close_dialogs() -> None:
        for each in QApplication.topLevelWidgets():
            if isinstance(each, QDialog) and each.isVisible():
                each.close()

    def do(name: str, *actions: str) -> None:
        for action in actions:
            driver.table[action].trigger()
            driver.pause(400)
            close_dialogs()
            driver.pause(200)
        driver.row(name)

    driver.row("nothing")
    for page in ("compare", "batch", "enhance"):
        do(f"first show of {page}", f"page_{page}")
    do("themes", ActionName.THEME_LIGHT, ActionName.THEME_DARK)
    driver.drop(photos[:1])
    driver.until(lambda: driver.page.controller.current.opened is not None)
    driver.row("photograph")
    driver.until(lambda: driver.page.controller.current.enhanced is not None)
    driver.until(driver.is_idle)
    driver.pause(1000)
    driver.row("result")
    views = ("view_side_by_side", "view_after", "view_slider")
    do("layouts", *views)
    do("zooms", "actual_size", "zoom_400", "zoom_25", "fit")
    do("loupe and clipping", "loupe", "loupe", "clipping", "clipping")
    for value in (0.1, 0.3, 0.5, -0.2):
        driver.page.panel.adjustments.slider("exposure").set_value(value)
        driver.pause(150)
    driver.row("slider")
    do("undo and redo", "undo", "undo", "redo", "redo", "undo")
    do("save dialog", "save_as")
    do("shortcuts, about", "shortcuts", "about")
    do("copy", "copy")
    driver.pause(1500)
    driver.row("copied")
    do("themes with a photograph", "theme_light", "theme_dark")
    do("compare with a photograph", "page_compare")
    do("layouts of compare", "layout_grid", "layout_slider", "layout_flicker", "layout_row")
    do("add method", "add_method")
    do("back", "page_enhance")
    driver.until(driver.is_idle)
    driver.pause(500)
    driver.row("rest")
    _drop_many(driver, photos[0], do)


def _drop_many(driver: Driver, photo: Path, do: Callable[..., None]) -> None:
    from PySide6.QtWidgets import QApplication

    from mirnet_gui.ui.shell.leave_dialog import LeaveDialog

    with tempfile.TemporaryDirectory() as folder:
        many = [Path(folder) / f"{number}.jpg" for number in range(DROPPED)]
        with driver.meter.looking_away():
            for each in many:
                each.symlink_to(photo)
        driver.drop(many)
        driver.pause(4000)
        driver.row(f"{DROPPED} files dropped")
        do("theme with them", "theme_light")
        do("batch page", "page_batch")
        driver.drop(many)
        driver.pause(6000)
        driver.row(f"{DROPPED} files dropped on Batch")
        driver.window.close()
        driver.pause(300)
        for each in QApplication.topLevelWidgets():
            if isinstance(each, LeaveDialog) and each.isVisible():
                each.leave.click()
        driver.row("closing")


def _filmstrip(photos: list[Path], stacks: bool) -> None:
    def script(driver: Driver) -> None:
        from mirnet_gui.ui.widgets.filmstrip import Filmstrip

        driver.row("empty window", _memory())
        with tempfile.TemporaryDirectory() as folder:
            many = [Path(folder) / f"{number}.jpg" for number in range(LISTED)]
            with driver.meter.looking_away():
                for number, each in enumerate(many):
                    each.symlink_to(photos[number % len(photos)])
            driver.drop(many)
            driver.until(lambda: driver.page.controller.current.enhanced is not None)
            driver.until(driver.is_idle)
            driver.row("the first one enhanced", _memory())
            driver.rest()
            driver.row("the same, at rest", _memory())
            strip = driver.page.findChild(Filmstrip)
            bar = strip.horizontalScrollBar()
            for _round in range(2):
                for place in range(0, bar.maximum() + 1, max(1, bar.pageStep() // 2)):
                    bar.setValue(place)
                    driver.pause(250)
                driver.rest()
                driver.row(f"{LISTED} photographs scrolled through", _memory())
            for _step in range(6):
                driver.table["next"].trigger()
                driver.until(lambda: driver.page.controller.current.enhanced is not None)
                driver.until(driver.is_idle)
            driver.row("six more enhanced", _memory())
            driver.rest()
            driver.row("the same, at rest", _memory())

    _driven(script, stacks)


def _memory() -> str:
    """PSS of this process and of all below it."""
    import psutil

    own = psutil.Process()
    total = sum(each.memory_full_info().pss for each in (own, *own.children(recursive=True)))
    return f"{total / 1e6:.0f} MB"


def _enlarge(photo: Path, megapixels: float, target: Path) -> None:
    import cv2

    picture = cv2.imread(str(photo))
    scale = math.sqrt(megapixels * 1e6 / (picture.shape[0] * picture.shape[1]))
    cv2.imwrite(str(target), cv2.resize(picture, None, fx=scale, fy=scale))


_CHILDREN = {
    "start": _start,
    "photograph": _photograph,
    "hands": _hands,
    "filmstrip": _filmstrip,
}


if __name__ == "__main__":
    main()
