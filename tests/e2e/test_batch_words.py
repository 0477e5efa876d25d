"""What the window says and shows of a batch is true at every moment."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.batch.batch_model import Column
from mirnet_gui.ui.batch.batch_page import BatchPage
from mirnet_gui.ui.batch.batch_state import Filter
from tests.e2e.pilot import Drive, Pilot, Turnstile
from tests.e2e.samples import reduced_sample

UNWRITTEN = (Column.THUMBNAIL, Column.REASON)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def party(tmp_path: Path) -> Path:
    """Four photographs, the second of them broken."""
    folder = tmp_path / "party"
    folder.mkdir()
    first = reduced_sample("cat-in-the-dusk.jpg", folder / "1.png", 100)
    for name in ("3", "4"):
        shutil.copy(first, folder / f"{name}.png")
    (folder / "2.png").write_bytes(b"no photograph")
    return folder


def page_of(pilot: Pilot, out: Path, method: str = "mirnet") -> BatchPage:
    pilot.turn_to("batch")
    page = pilot.batch
    page.panel.form.set_method(create_method(method))
    page.panel.set_folder(out)
    return page


def start(pilot: Pilot, page: BatchPage, folder: Path) -> None:
    page.take_in([folder])
    pilot.until(pilot.window.actions_table[ActionName.START_BATCH].isEnabled)
    pilot.click(page.bar.start)


def with_first_done(pilot: Pilot, out: Path, folder: Path, turnstile: Turnstile) -> BatchPage:
    """A running batch that waits at its second photograph."""
    page = page_of(pilot, out)
    turnstile.let(1)
    start(pilot, page, folder)
    pilot.until(lambda: cells(page, Column.STATE)[0] == "Done")
    return page


def until_through(pilot: Pilot, page: BatchPage) -> None:
    pilot.until(lambda: page.message is not None and "enhanced" in page.message.sentence)


def cells(page: BatchPage, column: Column) -> list[str]:
    model = page.listing.photographs.model()
    return [model.index(line, column).data() for line in range(model.rowCount())]


class Diary:
    """Everything that is written in the window, looked at all the time."""

    def __init__(self, pilot: Pilot) -> None:
        self.told: set[str] = set()
        self.places: set[int] = set()
        self._pilot = pilot
        self._timer = QTimer(pilot.window)
        self._timer.timeout.connect(self._look)
        self._timer.start(5)

    def _look(self) -> None:
        window = self._pilot.window
        status = window.status
        facts = self._pilot.batch.bar.facts
        self.told |= {status.text, status.figures, facts, window.windowTitle()}
        self.told |= set(cells(self._pilot.batch, Column.TIME))
        if status.cancel.isVisible():
            self.places.add(status.cancel.mapTo(window, QPoint(0, 0)).x())

    def end(self) -> None:
        self._timer.stop()


def test_a_broken_file_in_second_place_tells_of_no_months(drive: Drive, tmp_path: Path) -> None:
    folder = tmp_path / "large"
    folder.mkdir()
    grey = np.full((2400, 3200, 3), 30, np.uint8)
    for name in ("1", "3", "4", "5"):
        write_photo(Photo(grey), folder / f"{name}.png", format="png")
    (folder / "2.png").write_bytes(b"no photograph")
    seconds: list[float] = []

    def script(pilot: Pilot) -> None:
        page = page_of(pilot, tmp_path / "out", "gamma")
        pilot.batch.controller.advanced.connect(
            lambda advance: seconds.append(advance.seconds_left or 0.0)
        )
        diary = Diary(pilot)
        start(pilot, page, folder)
        until_through(pilot, page)
        diary.end()
        assert not [words for words in diary.told if " h " in words]

    drive(script)
    assert max(seconds) > 0.0
    assert max(seconds) < 3600.0


def test_skipped_photographs_have_taken_no_time(drive: Drive, party: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("1", "3", "4"):
        (out / f"{name}-enhanced.png").write_bytes(b"stands already")

    def script(pilot: Pilot) -> None:
        page = page_of(pilot, out, "gamma")
        diary = Diary(pilot)
        start(pilot, page, party)
        until_through(pilot, page)
        diary.end()
        states = dict(zip(cells(page, Column.STATE), cells(page, Column.TIME), strict=True))
        assert states["Skipped"] == ""
        assert not [words for words in diary.told if " left" in words]

    drive(script)


def test_what_is_passed_over_is_named(drive: Drive, party: Path, tmp_path: Path) -> None:
    (party / "collage.psd").write_bytes(b"8BPS")

    def script(pilot: Pilot) -> None:
        page = page_of(pilot, tmp_path / "out", "gamma")
        pilot.drop(party)
        pilot.until(lambda: page.message is not None)
        assert page.message is not None
        assert "collage.psd" in page.message.sentence
        assert page.bar.facts.endswith("1 passed over")
        page.dismiss()
        start(pilot, page, party)
        until_through(pilot, page)
        page.dismiss()
        pilot.drop(party)
        pilot.until(lambda: page.message is not None)
        assert page.message is not None
        assert page.message.sentence == "Nothing was added."
        (party / "more.xcf").write_bytes(b"gimp xcf")
        pilot.drop(party)
        pilot.until(lambda: page.message is not None and "more.xcf" in page.message.sentence)

    drive(script)


def test_cancel_stops_the_batch_also_while_a_pair_is_open(
    drive: Drive, party: Path, tmp_path: Path, turnstile: Turnstile
) -> None:
    def script(pilot: Pilot) -> None:
        page = with_first_done(pilot, tmp_path / "out", party, turnstile)
        index = page.listing.photographs.model().index(0, Column.PHOTOGRAPH)
        spot = page.listing.photographs.visualRect(index).center()
        QTest.mouseClick(page.listing.photographs.viewport(), LEFT, pos=spot)
        pilot.until(lambda: page.shows_pair)
        pilot.click(pilot.window.status.cancel)
        pilot.until(pilot.is_idle)
        assert page.bar.facts == "1 enhanced · 1 failed · 2 waiting"
        assert page.shows_pair, "what is looked at stays"
        pilot.press(Qt.Key.Key_Escape)
        assert not page.shows_pair
        assert cells(page, Column.STATE).count("Waiting") == 2

    drive(script)


def test_escape_closes_what_is_above_before_it_stops_anything(
    drive: Drive, party: Path, tmp_path: Path, turnstile: Turnstile
) -> None:
    def script(pilot: Pilot) -> None:
        page = with_first_done(pilot, tmp_path / "out", party, turnstile)
        page.listing.photographs.selectRow(0)
        pilot.window.actions_table[ActionName.SHOW_PAIR].trigger()
        pilot.until(lambda: page.shows_pair)
        pilot.press(Qt.Key.Key_Escape)
        assert not page.shows_pair
        assert pilot.status.startswith("Batch")
        pilot.press(Qt.Key.Key_Escape)
        pilot.until(pilot.is_idle)

    drive(script)


def test_a_cancelled_batch_is_not_offered_again(
    drive: Drive, party: Path, tmp_path: Path, turnstile: Turnstile, dark_photo: Path
) -> None:
    def cancelled(pilot: Pilot) -> None:
        page = page_of(pilot, tmp_path / "out")
        start(pilot, page, party)
        pilot.until(lambda: turnstile.come == 1)
        pilot.click(pilot.window.status.cancel)
        pilot.until(pilot.is_idle)

    def again(pilot: Pilot) -> None:
        turnstile.let_all()
        pilot.until_enhanced()
        assert pilot.message is None
        assert pilot.batch.message is None
        assert QApplication.activeModalWidget() is None

    for _ in range(2):
        turnstile.come = 0
        drive(cancelled)
    drive(again, dark_photo)


def test_an_interrupted_batch_is_not_offered_over_a_photograph(
    drive: Drive, party: Path, tmp_path: Path, turnstile: Turnstile, dark_photo: Path
) -> None:
    def closed(pilot: Pilot) -> None:
        page = page_of(pilot, tmp_path / "out")
        start(pilot, page, party)
        pilot.until(lambda: turnstile.come == 1)

    def again(pilot: Pilot) -> None:
        turnstile.let_all()
        pilot.until_enhanced()
        assert pilot.message is None
        assert QApplication.activeModalWidget() is None
        pilot.until(lambda: pilot.batch.message is not None)
        pilot.turn_to("batch")
        pilot.answer(0)
        until_through(pilot, pilot.batch)

    drive(closed)
    drive(again, dark_photo)
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_a_new_batch_begins_with_a_clean_page(drive: Drive, party: Path, tmp_path: Path) -> None:
    def script(pilot: Pilot) -> None:
        page = page_of(pilot, tmp_path / "out", "gamma")
        actions = pilot.window.actions_table
        start(pilot, page, party)
        until_through(pilot, page)
        actions[ActionName.LIST_DONE].trigger()
        QTest.keyClicks(page.listing.filters.findChild(QLineEdit, "findInNames"), "1.png")
        assert cells(page, Column.PHOTOGRAPH) == [str(Path("party/1.png"))]
        actions[ActionName.NEW_BATCH].trigger()
        assert page.message is None
        assert page.bar.facts == ""
        assert page.listing.filters.chosen is Filter.ALL
        assert page.listing.filters.words == ""
        page.take_in([party])
        pilot.until(lambda: len(cells(page, Column.STATE)) == 4)

    drive(script)


def test_a_paused_batch_stands_still_and_says_so(
    drive: Drive, party: Path, tmp_path: Path, turnstile: Turnstile
) -> None:
    def script(pilot: Pilot) -> None:
        page = page_of(pilot, tmp_path / "out")
        status, actions = pilot.window.status, pilot.window.actions_table
        turnstile.let(1)
        start(pilot, page, party)
        pilot.until(lambda: "Done" in cells(page, Column.STATE) and turnstile.come == 2)
        # A third of the pixels: less than a hundredth of the bar has no colour that could change.
        pilot.until(lambda: status.bar.value() > 300)
        share, running = status.bar.value(), status.bar.grab().toImage()
        pilot.click(page.bar.pause)
        assert status.text.startswith("Paused")
        assert status.figures == "Paused"
        assert status.bar.maximum() > 0, "no bar that runs to and fro"
        assert status.bar.value() == share
        assert status.bar.grab().toImage() != running
        assert page.bar.facts == "Paused"
        assert page.bar.pause.text() == "Resume"
        assert page.bar.pause.property("kind") == "accent"
        assert pilot.window.windowTitle().startswith("Paused")
        turnstile.let_all()
        pilot.until(lambda: "Running" not in cells(page, Column.STATE))
        assert "Next" not in cells(page, Column.STATE), "nothing is next while nothing goes on"
        actions[ActionName.PAUSE_BATCH].trigger()
        assert not pilot.window.windowTitle().startswith("Paused")
        until_through(pilot, page)
        assert pilot.window.windowTitle() == "MIRNet GUI"

    drive(script)


def test_a_watched_folder_has_no_share_and_no_end(
    drive: Drive, party: Path, tmp_path: Path
) -> None:
    arriving = tmp_path / "inbox"
    arriving.mkdir()

    def script(pilot: Pilot) -> None:
        page = page_of(pilot, tmp_path / "out", "gamma")
        diary, actions = Diary(pilot), pilot.window.actions_table
        actions[ActionName.WATCH_ON].trigger()
        dialog = pilot.dialog(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        dialog.setDirectory(str(arriving))
        dialog.accept()
        pilot.until(lambda: pilot.status == "Watching inbox · nothing has arrived yet")
        assert not pilot.window.status.bar.isVisible()
        assert pilot.window.status.cancel.isVisible()
        shutil.copy(party / "1.png", arriving / "new.png")
        pilot.until(lambda: pilot.status == "Watching inbox · 1 enhanced")
        pilot.click(pilot.window.status.cancel)
        pilot.until(pilot.is_idle)
        assert page.bar.facts == "1 enhanced", "it is not watched any more"
        diary.end()
        untrue = ("0 of 0", "1 of 1", "0 photographs", "about", "%", "left")
        lines = [words for words in diary.told if words not in cells(page, Column.TIME)]
        assert not [words for words in lines for each in untrue if each in words]

    drive(script)


def test_cancel_stands_where_it_stands(
    drive: Drive, party: Path, tmp_path: Path, turnstile: Turnstile, tiled_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        diary = Diary(pilot)
        pilot.until(lambda: "%" in pilot.window.status.figures)
        page = page_of(pilot, tmp_path / "out")
        pilot.until(pilot.is_idle)
        diary.places.clear()
        start(pilot, page, party)
        # The broken one goes by unhindered, and with the second so much is told anew.
        for done in ("2 of 4 · 1 failed", "3 of 4 · 1 failed"):
            turnstile.let(1)
            pilot.until(lambda told=f"Batch · {done}": told in diary.told)
        turnstile.let_all()
        until_through(pilot, page)
        diary.end()
        assert len(diary.places) == 1

    drive(script, tiled_photo)


@pytest.mark.parametrize("theme", [ActionName.THEME_DARK, ActionName.THEME_LIGHT])
def test_selected_lines_can_be_read(
    drive: Drive, party: Path, tmp_path: Path, theme: ActionName
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.choose_theme(theme)
        page = page_of(pilot, tmp_path / "out", "gamma")
        start(pilot, page, party)
        until_through(pilot, page)
        page.dismiss()
        plain = page.listing.photographs.viewport().grab().toImage()
        page.listing.photographs.setFocus()
        page.listing.photographs.selectAll()
        picture = page.listing.photographs.viewport().grab().toImage()
        model = page.listing.photographs.model()
        written = [(0, column) for column in Column if column not in UNWRITTEN]
        for line, column in (*written, (1, Column.STATE), (1, Column.REASON)):
            cell = page.listing.photographs.visualRect(model.index(line, column)).adjusted(
                2, 2, -2, -2
            )
            assert contrast_in(picture.copy(cell)) >= 4.5, (line, column.name)
        thumbnail = page.listing.photographs.visualRect(model.index(0, Column.THUMBNAIL))
        middle = thumbnail.center() - QPoint(10, 0)
        assert picture.pixelColor(middle) == plain.pixelColor(middle), "no colour over pictures"
        edge = page.listing.photographs.visualRect(model.index(0, Column.REASON)).center()
        marked, unmarked = picture.pixelColor(edge).name(), plain.pixelColor(edge).name()
        assert contrast(marked, unmarked) >= 1.2, "it can be seen which are selected"

    drive(script)


def contrast_in(cell: QImage) -> float:
    """Of what is written in ``cell`` with what it is written on."""
    colours = Counter(
        cell.pixelColor(x, y).name() for x in range(cell.width()) for y in range(cell.height())
    )
    ground = colours.most_common(1)[0][0]
    return max(contrast(colour, ground) for colour in colours)


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
