"""The Compare page, used as a person would."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from mirnet_gui import locations
from mirnet_gui.inference.tile_observer import NOBODY, TileObserver
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import parse_method, text_of
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.tone.layers import Layers
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.compare.compare_page import ComparePage
from mirnet_gui.ui.compare.method_dialog import MethodDialog
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.viewer.layouts import Layout
from tests.e2e.pilot import Drive, Pilot

USUAL = ["Photograph", "HE", "CLAHE", "LIME", "MIRNet lowlight"]


def page_of(pilot: Pilot) -> ComparePage:
    return pilot.compare


def labels(pilot: Pilot) -> list[str]:
    return [view.label for view in page_of(pilot).canvas.panes]


def begin(pilot: Pilot, count: int = 4) -> ComparePage:
    pilot.until(pilot.has_photo)
    pilot.turn_to("compare")
    until_done(pilot, count)
    return page_of(pilot)


def until_done(pilot: Pilot, count: int = 4) -> None:
    pilot.until(lambda: pilot.is_compared(count))


def until_idle(pilot: Pilot) -> None:
    pilot.until(pilot.is_idle)


def choose(box: QWidget, data: object) -> None:
    place = box.findData(data)
    assert place >= 0
    box.setCurrentIndex(place)
    box.activated.emit(place)


def is_at(pilot: Pilot, method: str) -> bool:
    """Whether ``method`` is being computed."""
    return pilot.compare.work.doing == Doing(Activity.COMPARING, method)


def drop_on(widget: QWidget, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    spot, copy = QPoint(10, 10), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(spot, copy, mime, left, none))
    QApplication.sendEvent(widget, QDropEvent(QPointF(spot), copy, mime, left, none))


def answer(pilot: Pilot, text: str) -> None:
    """Fill the open dialog for a method as ``text`` says, and agree."""
    dialog = pilot.dialog(MethodDialog)
    dialog.form.set_method(parse_method(text))
    assert text_of(dialog.method) == text
    dialog.accept()


def export_into(pilot: Pilot, folder: Path) -> None:
    """Choose ``folder`` in the dialog that asks for one."""
    pilot.window.actions_table[ActionName.EXPORT].trigger()
    dialog = pilot.dialog(QFileDialog)
    dialog.fileSelected.emit(str(folder))
    dialog.reject()


def brightness(page: ComparePage, place: int) -> float:
    """Mean of what is drawn in one pane, 0..255."""
    image = page.canvas.grab().toImage()
    piece = image.copy(page.canvas.pane_box(place).toRect())
    small = piece.scaled(32, 32, mode=Qt.TransformationMode.SmoothTransformation)
    return float(
        np.mean([[small.pixelColor(x, y).lightness() for x in range(32)] for y in range(32)])
    )


def test_methods_stand_side_by_side_with_figures(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        page = begin(pilot)
        assert labels(pilot) == USUAL
        assert all(view.picture is not None for view in page.canvas.panes)
        assert brightness(page, 4) > brightness(page, 0) + 20
        lines = page.canvas.panes[1].lines
        assert " s · mean " in lines[0]
        assert page.panel.figures.number("mean").endswith("/ 255")
        assert "not" in page.panel.figures.tooltip("mean")
        # Back on the other page its own result comes, which nobody waited for before.
        pilot.turn_to("enhance")
        pilot.until_enhanced()

    drive(script, dark_photo)


def test_a_changed_parameter_computes_only_that_method(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        page = begin(pilot)
        before = {view.key: view.picture for view in page.canvas.panes}
        page.panel.methods.menu(1).findChild(QAction, "edit").trigger()
        answer(pilot, "clahe:clip=8")
        until_done(pilot)
        after = {view.key: view.picture for view in page.canvas.panes}
        assert labels(pilot)[2] == "CLAHE, clip limit 8"
        assert after["clahe:clip=8"] is not None
        assert all(after[key] is before[key] for key in ("", "he", "lime", "mirnet"))
        # And back again it is still known.
        page.panel.methods.menu(1).findChild(QAction, "edit").trigger()
        answer(pilot, "clahe")
        assert page.canvas.panes[2].picture is before["clahe"]

    drive(script, dark_photo)


def test_methods_are_added_moved_and_removed(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        page = begin(pilot)
        add = pilot.window.actions_table[ActionName.ADD_METHOD]
        add.trigger()
        answer(pilot, "gamma:gamma=0.5+bilateral")
        until_done(pilot, 5)
        assert labels(pilot)[-1] == "Gamma, gamma 0.5 + Bilateral"
        add.trigger()
        answer(pilot, "he")
        assert pilot.compare.message is not None
        assert "already" in pilot.compare.message.sentence
        add.trigger()
        answer(pilot, "bimef")
        until_done(pilot, 6)
        add.trigger()
        assert pilot.compare.message is not None
        assert "six" in pilot.compare.message.sentence
        menu = page.panel.methods.menu(5)
        menu.findChild(QAction, "moveUp").trigger()
        assert labels(pilot)[5] == "BIMEF"
        menu = page.panel.methods.menu(0)
        menu.findChild(QAction, "remove").trigger()
        assert "HE" not in labels(pilot)
        add.trigger()
        answer(pilot, "gamma")
        until_done(pilot, 6)

    drive(script, dark_photo)


def test_a_reference_brings_figures_and_a_map_of_error(
    drive: Drive, dark_photo: Path, tmp_path: Path
) -> None:
    dark = read_photo(dark_photo).pixels
    truth = tmp_path / "truth.png"
    write_photo(Photo(np.minimum(dark.astype(int) * 4, 255).astype(np.uint8)), truth)
    small = tmp_path / "small.png"
    write_photo(Photo(dark[:50]), small)

    def script(pilot: Pilot) -> None:
        page = begin(pilot)
        drop_on(page.panel.reference, truth)
        pilot.until(lambda: page.panel.reference.text == "truth.png")
        until_idle(pilot)
        assert labels(pilot) == [*USUAL, "Reference"]
        assert all("PSNR" in view.lines[0] for view in page.canvas.panes[:5])
        page.canvas.clicked.emit("mirnet")
        assert page.panel.figures.number("psnr").endswith(" dB")
        pictures = page.canvas.panes[1].picture
        choose(page.panel.kind_box, "structure")
        pilot.until(lambda: page.canvas.panes[1].picture is not pictures)
        assert page.panel.base_box.currentText() == "Reference"
        # The photograph itself is far from it in brightness, and yellow for that.
        until_idle(pilot)
        # A reference of another size is refused, and the old one stays.
        drop_on(page.panel.reference, small)
        pilot.until(lambda: page.message is not None)
        assert "small.png" in page.message.sentence
        assert page.panel.reference.text == "truth.png"

    drive(script, dark_photo)


def test_differences_are_drawn_against_any_view(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        page = begin(pilot)
        plain = {view.key: view.picture for view in page.canvas.panes}
        choose(page.panel.kind_box, "luminance")
        pilot.until(lambda: page.canvas.panes[4].picture is not plain["mirnet"])
        until_idle(pilot)
        assert page.canvas.panes[0].picture is plain[""]
        # MIRNet is brighter than the photograph: amber, with more red than blue.
        drawn = page.canvas.panes[4].picture.levels[0].reshape(-1, 3).mean(axis=0)
        assert drawn[0] > drawn[2] + 30
        choose(page.panel.base_box, "mirnet")
        pilot.until(lambda: page.canvas.panes[0].picture is not plain[""])
        until_idle(pilot)
        drawn = page.canvas.panes[0].picture.levels[0].reshape(-1, 3).mean(axis=0)
        assert drawn[2] > drawn[0] + 30
        choose(page.panel.kind_box, "")
        assert page.canvas.panes[0].picture is plain[""]

    drive(script, dark_photo)


def test_views_are_ranked_without_their_names(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        page = begin(pilot)
        choose(page.panel.kind_box, "luminance")
        until_idle(pilot)
        pilot.window.actions_table[ActionName.BLIND].trigger()
        assert page.panel.kind_box.currentData() == "", "pictures are shown, and so it says"
        assert labels(pilot) == ["A", "B", "C", "D"]
        assert all(not view.lines for view in page.canvas.panes)
        order = [view.key for view in page.canvas.panes]
        QTest.keyClick(page.canvas, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
        for place in (0, 3):
            middle = page.canvas.pane_box(place).center().toPoint()
            QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=middle)
        pilot.until(lambda: page.message is not None and "Ranking kept" in page.message.sentence)
        ranked = [order[place] for place in (2, 0, 3, 1)]
        shown = {view.key: view.label for view in page.canvas.panes}
        assert shown[ranked[0]].endswith("best")
        assert shown[ranked[3]].endswith("4th")
        with locations.rankings().open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["method"] for row in rows] == ranked
        assert [row["rank"] for row in rows] == ["1", "2", "3", "4"]
        assert rows[0]["photo"] == str(dark_photo)
        use = pilot.window.actions_table[ActionName.USE_THIS]
        assert use.isEnabled(), "the best one is selected"
        use.trigger()
        best = parse_method(ranked[0])
        assert type(pilot.enhance.shared.recipes.method) is type(best)
        pilot.turn_to("compare")
        until_idle(pilot)
        pilot.window.actions_table[ActionName.BLIND].trigger()
        assert labels(pilot) == USUAL

    drive(script, dark_photo)


def test_the_next_photograph_is_ranked_blind_as_well(drive: Drive, three_photos: Path) -> None:
    def script(pilot: Pilot) -> None:
        page = begin(pilot)
        pilot.window.actions_table[ActionName.BLIND].trigger()
        photographs = pilot.enhance.shared.photographs
        first = photographs.name
        photographs.step(1)
        pilot.until(lambda: photographs.name != first)
        seen = set()

        def is_blind_again() -> bool:
            seen.update(labels(pilot))
            return labels(pilot) == ["A", "B", "C", "D"] and pilot.is_idle()

        pilot.until(is_blind_again)
        assert seen <= {"A", "B", "C", "D", "?"}, "no name is seen in between"
        order = [view.key for view in page.canvas.panes]
        for place in range(3):
            QTest.keyClick(
                page.canvas, Qt.Key(Qt.Key.Key_1 + place), Qt.KeyboardModifier.AltModifier
            )
        pilot.until(lambda: page.message is not None and "Ranking kept" in page.message.sentence)
        with locations.rankings().open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["method"] for row in rows] == order
        assert {Path(row["photo"]).name for row in rows} == {photographs.name}
        pilot.window.actions_table[ActionName.BLIND].trigger()
        assert labels(pilot) == USUAL

    drive(script, three_photos)


def test_all_is_exported_into_a_new_folder(drive: Drive, dark_photo: Path, tmp_path: Path) -> None:
    def script(pilot: Pilot) -> None:
        page = begin(pilot)
        for _ in range(2):
            page.dismiss()
            export_into(pilot, tmp_path)
            pilot.until(lambda: page.message is not None and "saved" in page.message.sentence)

    drive(script, dark_photo)
    first, second = tmp_path / "dark cat-comparison", tmp_path / "dark cat-comparison-2"
    assert {path.name for path in first.iterdir()} == {path.name for path in second.iterdir()}
    told = json.loads((first / "figures.json").read_text())
    assert [row["method"] for row in told] == ["input", "he", "clahe", "lime", "mirnet"]
    assert (
        read_photo(first / "dark cat_mirnet.png").pixels.mean()
        > 2 * read_photo(dark_photo).pixels.mean()
    )
    assert (first / "dark cat_comparison.pdf").exists()


def test_an_export_goes_on_whatever_is_chosen_meanwhile(
    drive: Drive, dark_photo: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "colour"
    folder.mkdir()

    def script(pilot: Pilot) -> None:
        page = begin(pilot)
        choose(page.panel.kind_box, "luminance")
        export_into(pilot, folder)
        for kind in ("colour", "", "structure"):
            choose(page.panel.kind_box, kind)
        pilot.until(lambda: page.message is not None)
        assert page.message is not None
        assert "Comparison saved" in page.message.sentence

    drive(script, dark_photo)
    assert (folder / "dark cat-comparison" / "figures.csv").is_file()


def test_the_chosen_device_computes_here_too_and_nothing_is_computed_twice(
    drive: Drive, dark_photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[str] = []
    real = MirnetMethod.layers

    def layers(
        method: MirnetMethod,
        pixels: Pixels,
        progress: ProgressCallback,
        cancel: CancelToken,
        observer: TileObserver = NOBODY,
    ) -> Layers:
        used.append(method.device)
        return real(method, pixels, progress, cancel, observer)

    monkeypatch.setattr(MirnetMethod, "layers", layers)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda _index=0: "A card")

    def choose_device(pilot: Pilot, device: str) -> None:
        pilot.prefer("Compute on", device)

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        choose_device(pilot, "cpu")
        pilot.until_enhanced()
        assert used == ["auto", "cpu"]
        page = begin(pilot)
        assert used == ["auto", "cpu"], "what the other page has computed is there"
        assert labels(pilot) == USUAL, "a method is called as before"
        mirnet = page.canvas.panes[4]
        assert mirnet.picture is pilot.enhance.controller.current.enhanced.finished
        assert " s · mean " in mirnet.lines[0]
        he = page.canvas.panes[1].picture
        # That the card is used is seen by its failing.
        choose_device(pilot, "cuda:0")
        pilot.until(lambda: page.canvas.panes[4].pending not in ("", "Computing…"))
        until_done(pilot)
        assert page.canvas.panes[4].picture is None
        assert page.canvas.panes[1].picture is he, "who knows no devices is not computed anew"
        choose_device(pilot, "cpu")
        pilot.until(lambda: page.canvas.panes[4].picture is mirnet.picture)
        assert used == ["auto", "cpu"]

    def again(pilot: Pilot) -> None:
        begin(pilot)
        assert used[-1] == "cpu", "from the start"
        count = len(used)
        # And the other way round: what was computed here is there.
        pilot.turn_to("enhance")
        pilot.until_enhanced()
        assert len(used) == count

    drive(script, dark_photo)
    used.clear()
    drive(again, dark_photo)


@pytest.mark.parametrize("size", [(1280, 720), (853, 533)])
def test_histograms_are_drawn_in_a_row_too(
    drive: Drive, dark_photo: Path, size: tuple[int, int]
) -> None:
    def script(pilot: Pilot) -> None:
        page = begin(pilot)
        pilot.window.resize(*size)
        pilot.window.actions_table[ActionName.LAYOUT_ROW].trigger()
        plain = page.canvas.grab().toImage()
        for way in ("linear", "log"):
            choose(page.panel.histogram_box, way)
            drawn = page.canvas.grab().toImage()
            for place in range(5):
                pane = page.canvas.pane_box(place).toRect()
                assert drawn.copy(pane) != plain.copy(pane), (way, place)
            plain = drawn

    drive(script, dark_photo)


def test_a_method_that_fails_says_why_and_can_be_tried_again(
    drive: Drive, dark_photo: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs.png"

    def script(pilot: Pilot) -> None:
        page = begin(pilot)
        pilot.window.actions_table[ActionName.ADD_METHOD].trigger()
        answer(pilot, f"file:{theirs}")
        until_done(pilot, 5)
        assert "theirs.png" in page.canvas.panes[5].pending
        assert page.canvas.panes[4].picture is not None
        write_photo(Photo(read_photo(dark_photo).pixels), theirs)
        pilot.window.actions_table[ActionName.RECOMPUTE].trigger()
        pilot.until(lambda: page.canvas.panes[5].picture is not None)
        assert labels(pilot)[5] == "theirs.png"

    drive(script, dark_photo)


def test_escape_stops_and_compute_goes_on(drive: Drive, large_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        pilot.turn_to("compare")
        page = page_of(pilot)
        pilot.until(lambda: is_at(pilot, "MIRNet lowlight"))
        pilot.press(Qt.Key.Key_Escape)
        pilot.until(lambda: page.canvas.panes[4].pending == "Stopped")
        assert page.canvas.panes[1].picture is not None
        assert pilot.window.actions_table[ActionName.RECOMPUTE].isEnabled()
        pilot.window.actions_table[ActionName.RECOMPUTE].trigger()
        pilot.until(lambda: is_at(pilot, "MIRNet lowlight"))
        # Who leaves the page wants the other one's work.
        pilot.turn_to("enhance")
        pilot.until(lambda: pilot.compare.work.doing.activity is not Activity.COMPARING)

    drive(script, large_photo)


def test_views_move_together_and_take_turns(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        page = begin(pilot)
        canvas, act = page.canvas, pilot.window.actions_table
        pilot.press(Qt.Key.Key_1, control=True)
        assert canvas.percent == 100
        act[ActionName.FIT].trigger()
        for key, layout in ((Qt.Key.Key_1, Layout.ROW), (Qt.Key.Key_2, Layout.GRID)):
            pilot.press(key)
            assert canvas.picture_layout is layout
            assert brightness(page, 4) > brightness(page, 0) + 8
        pilot.press(Qt.Key.Key_3)
        choose_pair = page.panel.pair_changed
        choose_pair.emit(0, 4)
        x = canvas.divider_at()
        middle = canvas.height() // 2
        pilot_drag(pilot, QPoint(round(x), middle), QPoint(round(x) - 60, middle))
        assert canvas.divider < 0.5
        pilot.press(Qt.Key.Key_4)
        turn = canvas.turn
        pilot.until(lambda: canvas.turn != turn)
        act[ActionName.LAYOUT_GRID].trigger()

    drive(script, dark_photo)


def pilot_drag(pilot: Pilot, start: QPoint, end: QPoint) -> None:
    left, canvas = Qt.MouseButton.LeftButton, page_of(pilot).canvas
    QTest.mousePress(canvas, left, pos=start)
    for step in range(1, 5):
        QTest.mouseMove(canvas, start + (end - start) * step / 4)
    QTest.mouseRelease(canvas, left, pos=end)


def test_another_photograph_is_compared_anew(
    drive: Drive, dark_photo: Path, large_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        page = begin(pilot)
        first = page.canvas.panes[1].picture
        second = dark_photo.with_name("second.png")
        second.write_bytes(dark_photo.read_bytes())
        pilot.drop(second)
        pilot.until(lambda: "second.png" in pilot.window.windowTitle())
        until_done(pilot)
        assert page.canvas.panes[1].picture is not first
        bad = dark_photo.with_name("bad.png")
        bad.write_bytes(b"nothing")
        pilot.drop(bad)
        pilot.until(lambda: page.message is not None)
        assert "bad.png" in page.message.sentence

    drive(script, dark_photo)
