"""What the window is led through when its pictures are taken: see make_screenshots.py."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import numpy as np
from help_pictures import PAGES, save_for_help
from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mirnet_gui import locations
from mirnet_gui.app import open_window
from mirnet_gui.methods.registry import create_method
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.batch.batch_page import BatchPage
from mirnet_gui.ui.compare.compare_page import ComparePage
from mirnet_gui.ui.enhance.enhance_page import EnhancePage
from mirnet_gui.ui.model.activity import Activity
from mirnet_gui.ui.shell.main_window import MainWindow
from mirnet_gui.ui.train import train_actions
from mirnet_gui.ui.train.train_page import TrainPage
from mirnet_gui.ui.train.train_state import Phase

SAMPLES: Final = Path(__file__).resolve().parents[1] / "resources" / "samples"
_DOCUMENTED: Final = Path(__file__).resolve().parent / "screenshots"
SAMPLE: Final = SAMPLES / "cat-in-the-dusk.jpg"
PATIENCE_MS: Final = 600_000
README: Final = frozenset(
    {"empty", "before", "after", "side-by-side", "light", "save", "during"}
    | {"compare", "compare-light", "batch", "train"}
)

Shot = tuple[str, QWidget]
_A = ActionName
_Q = TypeVar("_Q", bound=QWidget)


class Stage:
    """The window, the files that it is shown with, and patience with both."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self.window = window
        self.folder = folder

    def do(self, name: str, pause: int = 150) -> None:
        """Trigger an action and let what follows be painted."""
        self.window.actions_table[name].trigger()
        self.pause(pause)

    def page(self, kind: type[_Q]) -> _Q:
        """The page of ``kind``."""
        return self.window.findChildren(kind)[0]

    def dialog(self) -> QDialog:
        """The one that stands over the window."""
        self.until(lambda: bool(dialogs()))
        self.pause(600)
        return dialogs()[0]

    def is_idle(self) -> bool:
        """Whether the open page has nothing to do."""
        return self.window.page.work.doing.activity is Activity.IDLE

    def until(self, condition: Callable[[], bool]) -> None:
        """Raises TimeoutError when that never comes."""
        for _ in range(PATIENCE_MS // 20):
            if condition():
                return
            self.pause(20)
        raise TimeoutError("The window did not come this far.")

    @staticmethod
    def pause(milliseconds: int) -> None:
        """Let the window do what it does."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()


def dialogs() -> list[QDialog]:
    """Those that stand over the window."""
    standing = (each for each in QApplication.topLevelWidgets() if each.isVisible())
    return [each for each in standing if isinstance(each, QDialog)]


Tour = Callable[[Stage], Iterator[Shot]]


class Look(NamedTuple):
    """Theme and size of the window."""

    theme: str
    size: tuple[int, int]


def play(tour: str, look: Look, every: Path | None) -> int:
    """Lead the window through ``tour`` and write its pictures; gives back an exit code.

    All of them go into the folder ``every``; without it those that README shows into docs.
    """
    folder = _DOCUMENTED if every is None else every
    folder.mkdir(parents=True, exist_ok=True)
    settings = locations.settings_file()
    settings.parent.mkdir(parents=True, exist_ok=True)
    welcomed = str(tour != "start" or every is None).lower()
    settings.write_text(f'welcomed = {welcomed}\ntheme = "{look.theme}"\n', encoding="utf-8")
    # Kept until the end: the program finds this one.
    _held = QApplication(sys.argv[:1])
    opened, script = _TOURS[tour]
    failed: list[Exception] = []
    with tempfile.TemporaryDirectory() as files:

        def take(window: MainWindow) -> None:
            window.resize(*look.size)
            try:
                for name, widget in script(Stage(window, Path(files))):
                    if every is not None or name in README:
                        widget.grab().save(str(folder / f"{name}.png"))
                    if every is None and name in PAGES:
                        save_for_help(widget.grab(), PAGES[name])
            except Exception as error:  # noqa: BLE001 - told once the window is closed
                failed.append(error)
            finally:
                for each in dialogs():
                    each.reject()
                window.close_unasked()

        code = open_window([path(Path(files)) for path in opened], take)
    for error in failed:
        print(f"{tour}: {error!r}", file=sys.stderr)
    return 1 if failed else code


# What is opened with the window


def _sample(name: str) -> Callable[[Path], Path]:
    return lambda _folder: SAMPLES / name


def _cut_short(folder: Path) -> Path:
    whole, cut = SAMPLE.read_bytes(), folder / "a-cut-short.jpg"
    cut.write_bytes(whole[: len(whole) // 3])
    return cut


def _large(folder: Path) -> Path:
    # The sample itself is done before anybody could look.
    large = folder / "coffee-by-candlelight.png"
    with Image.open(SAMPLES / "coffee-by-candlelight.jpg") as sample:
        sample.resize((sample.width * 5, sample.height * 5)).save(large)
    return large


# The tours


def _start(stage: Stage) -> Iterator[Shot]:
    stage.pause(500)
    yield "empty", stage.window
    for page in ("compare", "batch", "train"):
        stage.do(f"page_{page}", 300)
        yield f"empty-{page}", stage.window


def _enhance(stage: Stage) -> Iterator[Shot]:
    window, page = stage.window, stage.page(EnhancePage)
    stage.until(lambda: bool(window.status.figures))
    stage.pause(40)
    yield "before", window
    stage.until(lambda: page.controller.current.enhanced is not None and stage.is_idle())
    stage.pause(800)
    yield "after", window
    stage.do(_A.VIEW_SIDE_BY_SIDE)
    yield "side-by-side", window
    stage.do(_A.VIEW_SLIDER)
    stage.do(_A.DIVIDER_TURN)
    yield "before-over-after", window
    stage.do(_A.DIVIDER_TURN)
    stage.do(_A.CLIPPING, 500)
    stage.do(_A.LOUPE, 300)
    yield "clipping-and-loupe", window
    stage.do(_A.CLIPPING)
    stage.do(_A.LOUPE)
    stage.do(_A.ACTUAL_SIZE, 300)
    yield "actual-size", window
    stage.do(_A.FIT)
    stage.do(_A.SAVE_AS, 600)
    dialog = stage.dialog()
    yield "save", dialog
    dialog.reject()
    stage.do(_A.THEME_LIGHT, 300)
    yield "light", window
    stage.do(_A.THEME_DARK)
    page.take_in([*sorted(SAMPLES.glob("*.jpg")), _cut_short(stage.folder)])
    stage.pause(1500)
    stage.until(stage.is_idle)
    stage.pause(500)
    yield "broken-among-others", window


def _working(stage: Stage) -> Iterator[Shot]:
    window = stage.window
    stage.until(window.status.bar.isVisible)
    stage.pause(2000)
    if stage.is_idle():
        raise TimeoutError("The work was done before its picture could be taken.")
    yield "during", window
    stage.do(_A.STOP, 500)
    yield "cancelled", window


def _compare(stage: Stage) -> Iterator[Shot]:
    window, page = stage.window, stage.page(ComparePage)
    controller = page.controller
    stage.until(window.actions_table[_A.FIT].isEnabled)
    stage.do("page_compare", 300)
    yield "comparing", window
    stage.until(lambda: controller.count_done == len(controller.methods) and stage.is_idle())
    stage.pause(300)
    yield "compare", window
    for layout in (_A.LAYOUT_ROW, _A.LAYOUT_SLIDER, _A.LAYOUT_FLICKER):
        stage.do(layout, 300)
        yield f"compare-{layout.removeprefix('layout_')}", window
    stage.do(_A.LAYOUT_GRID)
    stage.do(_A.INSIGHT, 300)
    stage.until(stage.is_idle)
    stage.pause(1500)
    yield "insight", window
    stage.do(_A.INSIGHT)
    stage.do(_A.BLIND, 300)
    yield "blind", window
    stage.do(_A.BLIND)
    stage.do(_A.THEME_LIGHT, 300)
    yield "compare-light", window


def _batch(stage: Stage) -> Iterator[Shot]:
    window, page = stage.window, stage.page(BatchPage)
    act = window.actions_table
    stage.do("page_batch")
    party = stage.folder / "party"
    party.mkdir()
    for number in range(2):
        for sample in sorted(SAMPLES.glob("*.jpg")):
            shutil.copy(sample, party / f"{sample.stem}-{number + 1}.jpg")
    _cut_short(party)
    page.panel.set_folder(stage.folder / "enhanced")
    page.panel.form.set_method(create_method("mirnet"))
    page.take_in([party])
    stage.until(act[_A.START_BATCH].isEnabled)
    stage.pause(500)
    yield "batch-listed", window
    act[_A.START_BATCH].trigger()
    stage.until(lambda: sum(row.state == "done" for row in page.listing.model.rows) >= 2)
    stage.pause(700)
    yield "batch", window
    stage.do(_A.PAUSE_BATCH, 1500)
    yield "batch-paused", window
    stage.do(_A.PAUSE_BATCH)
    stage.until(lambda: not page.phase.is_active)
    stage.pause(500)
    yield "batch-done", window
    done = next(row for row in page.listing.model.rows if row.state == "done")
    page.listing.photographs.select([done.id])
    stage.do(_A.SHOW_PAIR, 1500)
    yield "batch-pair", window


def _train(stage: Stage) -> Iterator[Shot]:
    window, page = stage.window, stage.page(TrainPage)
    controller = page.controller
    stage.do("page_train", 300)
    page.choose(_pairs(stage.folder / "my camera"), "pairs")
    stage.until(lambda: controller.data is not None)
    page.panel.form.choose("denoise", 60)
    stage.pause(500)
    stage.until(lambda: not controller.check.is_busy and stage.is_idle())
    stage.pause(500)
    yield "train-data", window
    stage.do(train_actions.START)
    stage.until(lambda: controller.phase is Phase.RUNNING and page.panel.now.number("loss") != "–")
    stage.pause(1500)
    yield "train-running", window
    stage.until(
        lambda: controller.trainings.shown is not None and controller.trainings.shown.is_done
    )
    stage.until(lambda: page.run_view.samples.step is not None)
    stage.pause(800)
    yield "train", window
    stage.do(train_actions.IMPORT, 500)
    yield "train-import", stage.dialog()


def _pairs(folder: Path) -> Path:
    rng = np.random.default_rng(0)
    for sample in sorted(SAMPLES.glob("*.jpg")):
        with Image.open(sample) as picture:
            clean = np.asarray(picture.convert("RGB").resize((320, 240)))
        clean = (255 * (clean / 255) ** 0.5).astype(np.uint8)
        noisy = (clean + rng.normal(0, 20, clean.shape)).round().clip(0, 255).astype(np.uint8)
        for side, pixels in (("noisy", noisy), ("clean", clean)):
            (folder / side).mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels).save(folder / side / f"{sample.stem}.png")
    return folder


def _dialogs(stage: Stage) -> Iterator[Shot]:
    page = stage.page(EnhancePage)
    stage.until(lambda: page.controller.current.enhanced is not None and stage.is_idle())
    for name in (
        _A.SETTINGS,
        _A.PALETTE,
        _A.HELP,
        _A.SHORTCUTS,
        _A.ABOUT,
        _A.SAVE_PRESET,
        _A.SAVE_ALL,
    ):
        # A dialog may have an event loop of its own.
        QTimer.singleShot(0, stage.window.actions_table[name].trigger)
        dialog = stage.dialog()
        yield f"dialog-{name}", dialog
        dialog.reject()
        stage.pause(100)
    stage.window.close()
    dialog = stage.dialog()
    yield "dialog-leave", dialog
    dialog.reject()


_TOURS: Final[dict[str, tuple[tuple[Callable[[Path], Path], ...], Tour]]] = {
    "start": ((), _start),
    "enhance": ((_sample(SAMPLE.name),), _enhance),
    "working": ((_large,), _working),
    "compare": ((_sample(SAMPLE.name),), _compare),
    "batch": ((), _batch),
    "train": ((), _train),
    "dialogs": ((_sample(SAMPLE.name),), _dialogs),
}
