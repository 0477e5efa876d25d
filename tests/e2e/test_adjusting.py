"""The sliders act on a finished result at once, and on what is saved and copied of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from skimage import data

from mirnet_gui.inference.tile_observer import TileObserver
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, ProgressCallback, silent
from mirnet_gui.tone.development import developed
from mirnet_gui.tone.layers import Layers
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.enhance import enhancing
from mirnet_gui.ui.enhance.adjustments import Adjustments
from mirnet_gui.ui.enhance.save_dialog import SaveDialog
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from tests.e2e.pilot import Drive, Pilot
from tests.e2e.samples import reduced_sample

LEFT = Qt.MouseButton.LeftButton


class Network:
    """Counts how often it ran, and lets its last pass wait while the gate is closed."""

    def __init__(self) -> None:
        self.runs = 0
        self.gate = threading.Event()
        self.gate.set()

    def pass_through(self, cancel: CancelToken) -> None:
        self.runs += 1
        while not self.gate.wait(0.01):
            cancel.raise_if_cancelled()


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    made, real = Network(), MirnetMethod.layers

    def layers(
        method: MirnetMethod,
        pixels: Pixels,
        progress: ProgressCallback,
        cancel: CancelToken,
        observer: TileObserver,
    ) -> Layers:
        if method.speed == "full":
            made.pass_through(cancel)
        return real(method, pixels, progress, cancel, observer)

    monkeypatch.setattr(MirnetMethod, "layers", layers)
    yield made
    made.gate.set()


def adjustments_of(pilot: Pilot) -> Adjustments:
    return pilot.enhance.panel.adjustments


def slider_of(pilot: Pilot, name: str) -> LabelledSlider:
    return adjustments_of(pilot).slider(name)


def write(pilot: Pilot, name: str, text: str) -> None:
    """A number by keyboard, as a person does."""
    field = slider_of(pilot, name).figure
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def middle(pilot: Pilot) -> QRect:
    """Of the photograph, away from the names of the sides, the divider and its handle."""
    return QRect(pilot.point(0.6, 0.55), pilot.point(0.85, 0.85))


def light(pilot: Pilot) -> float:
    """How bright the result is, 0..255, as it is seen."""
    piece = pilot.picture().copy(middle(pilot))
    return float(pixels_of(piece).mean())


def pixels_of(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1)
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()


def as_chosen(pilot: Pilot) -> Pixels:
    """What would be saved now."""
    controller = pilot.enhance.controller
    shown = controller.current
    assert shown.enhanced is not None
    return developed(shown.enhanced.layers, controller.choice, lambda _share: None)


def until_seen(pilot: Pilot) -> None:
    """Until what is drawn there has the colours of what would be saved."""

    def is_seen() -> bool:
        box, view = middle(pilot), pilot.canvas.view
        top, left = (box.top() - view.top) / view.scale, (box.left() - view.left) / view.scale
        bottom, right = top + box.height() / view.scale, left + box.width() / view.scale
        wanted = as_chosen(pilot)[round(top) : round(bottom), round(left) : round(right)]
        seen = pixels_of(pilot.picture().copy(box))
        return bool(np.abs(seen.mean(axis=(0, 1)) - wanted.mean(axis=(0, 1))).max() < 2.5)

    pilot.until(is_seen)


def save(pilot: Pilot, name: str) -> None:
    pilot.press(Qt.Key.Key_S, control=True)
    dialog = pilot.dialog(SaveDialog)
    line = dialog.findChild(QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, name)
    QTest.keyClick(line, Qt.Key.Key_Return)
    pilot.until(lambda: pilot.message is not None and name in pilot.message.sentence)
    pilot.enhance.dismiss()


def test_exposure_acts_at_once_whole_enlarged_and_after_panning(
    drive: Drive, dark_photo: Path, network: Network
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        before = light(pilot)
        write(pilot, "exposure", "0.5")
        pilot.until(lambda: light(pilot) > before + 4)
        some = light(pilot)
        exposure = slider_of(pilot, "exposure").slider
        exposure.setFocus()
        QTest.keyClick(exposure, Qt.Key.Key_End)
        pilot.until(lambda: light(pilot) > some + 4)
        write(pilot, "exposure", "-0.75")
        pilot.until(lambda: light(pilot) < before - 4)
        # The names of the sides and the handle would cover it in actual pixels.
        pilot.canvas.zoom_to(12.0)
        until_seen(pilot)
        pilot.drag(QPoint(200, 300), QPoint(420, 180))
        until_seen(pilot)
        write(pilot, "exposure", "1")
        until_seen(pilot)
        assert pilot.is_enhanced()

    drive(script, dark_photo)
    assert network.runs == 1


def test_what_is_saved_and_copied_is_what_the_command_makes(drive: Drive, dark_photo: Path) -> None:
    chosen = {"exposure": 0.35, "shadows": -0.4, "colour": 0.25, "denoise": 0.3, "strength": 0.8}
    shown = {"exposure": "0.35", "shadows": "-40", "colour": "25", "denoise": "30"}
    copied: list[np.ndarray] = []

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        for name, text in (shown | {"strength": "80"}).items():
            write(pilot, name, text)
        save(pilot, "adjusted.png")
        clipboard = QGuiApplication.clipboard()
        clipboard.clear()
        pilot.canvas.setFocus()
        pilot.press(Qt.Key.Key_C, control=True)
        pilot.until(lambda: not clipboard.image().isNull())
        copied.append(pixels_of(clipboard.image()))

    drive(script, dark_photo)
    photo = read_photo(dark_photo)
    expected = create_method("mirnet", **chosen).apply(photo.pixels, silent, CancelToken())
    saved = read_photo(dark_photo.parent / "adjusted.png")
    assert np.array_equal(saved.pixels, expected)
    assert np.array_equal(copied[0], expected)
    told = saved.metadata.xmp or b""
    assert b"mirnet:exposure=0.35:shadows=-0.4:colour=0.25:denoise=0.3:strength=0.8" in told
    plain = create_method("mirnet").apply(photo.pixels, silent, CancelToken())
    assert not np.array_equal(plain, expected)


@pytest.mark.parametrize("kind", ["sixteen bits", "transparent"])
def test_controls_work_on_photographs_of_every_kind(
    drive: Drive, dark_photo: Path, kind: str
) -> None:
    pixels = read_photo(dark_photo).pixels
    name = "deep.tif" if kind == "sixteen bits" else "clear.png"
    photo = Photo(pixels.astype(np.uint16) * 257 + np.uint16(90))
    if kind == "transparent":
        photo = Photo(pixels, alpha=np.full(pixels.shape[:2], 128, np.uint8))
    path = dark_photo.with_name(name)
    write_photo(photo, path, format="tiff" if kind == "sixteen bits" else "png")

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        before = light(pilot)
        write(pilot, "exposure", "1.5")
        pilot.until(lambda: light(pilot) > before + 8)
        save(pilot, f"out-{name}")

    drive(script, path)
    before, saved = read_photo(path), read_photo(path.with_name(f"out-{name}"))
    method = create_method("mirnet", exposure=1.5)
    assert np.array_equal(saved.pixels, method.apply(before.pixels, silent, CancelToken()))
    assert saved.pixels.dtype == before.pixels.dtype
    assert (saved.alpha is None) == (before.alpha is None)
    if before.alpha is not None and saved.alpha is not None:
        assert np.array_equal(saved.alpha, before.alpha)


def test_every_photograph_has_its_own_sliders(
    drive: Drive, dark_photo: Path, network: Network
) -> None:
    second = reduced_sample("portrait-in-the-shade.jpg", dark_photo.with_name("second.png"), 110)

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        neutral = light(pilot)
        write(pilot, "exposure", "1")
        write(pilot, "strength", "90")
        pilot.until(lambda: light(pilot) > neutral + 10)
        bright = light(pilot)
        pilot.press(Qt.Key.Key_PageDown)
        pilot.until(lambda: "second.png" in pilot.window.windowTitle())
        pilot.until_enhanced()
        assert slider_of(pilot, "exposure").value == 0.0
        assert slider_of(pilot, "strength").value == 1.0
        write(pilot, "warmth", "-50")
        pilot.press(Qt.Key.Key_PageUp)
        assert slider_of(pilot, "exposure").value == 1.0
        assert slider_of(pilot, "strength").value == pytest.approx(0.9)
        assert slider_of(pilot, "warmth").value == 0.0
        pilot.until(lambda: abs(light(pilot) - bright) < 1)
        pilot.press(Qt.Key.Key_PageDown)
        assert slider_of(pilot, "exposure").value == 0.0
        assert slider_of(pilot, "warmth").value == pytest.approx(-0.5)

    drive(script, dark_photo, second)
    assert network.runs == 2

    def again(pilot: Pilot) -> None:
        assert slider_of(pilot, "strength").value == 1.0
        assert slider_of(pilot, "exposure").value == 0.0

    drive(again)


def test_double_clicks_and_reset_all_bring_back_the_result(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        neutral, histogram = light(pilot), pilot.enhance.panel.histogram.grab().toImage()
        write(pilot, "exposure", "1")
        pilot.until(lambda: light(pilot) > neutral + 10)
        assert pilot.enhance.panel.histogram.grab().toImage() != histogram
        QTest.mouseDClick(slider_of(pilot, "exposure").slider, LEFT, pos=QPoint(40, 8))
        pilot.until(lambda: light(pilot) == neutral)
        for name, text in (("exposure", "-1"), ("contrast", "60"), ("strength", "50")):
            write(pilot, name, text)
        pilot.until(lambda: light(pilot) < neutral - 10)
        QTest.mouseClick(adjustments_of(pilot).findChild(QPushButton, "resetAdjustments"), LEFT)
        pilot.until(lambda: light(pilot) == neutral)
        assert pilot.enhance.panel.histogram.grab().toImage() == histogram

    drive(script, dark_photo)


def test_the_histogram_counts_what_is_seen_with_strength_too(
    drive: Drive, dark_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        histogram = pilot.enhance.panel.histogram
        pilot.until_enhanced()
        write(pilot, "strength", "50")
        plain = histogram.grab().toImage()
        write(pilot, "exposure", "1.5")
        pilot.until(lambda: histogram.grab().toImage() != plain)
        bright = histogram.grab().toImage()
        write(pilot, "strength", "60")
        write(pilot, "strength", "50")
        assert histogram.grab().toImage() == bright

    drive(script, dark_photo)


def test_sliders_act_on_the_preview_and_the_result_comes_as_chosen(
    drive: Drive, dark_photo: Path, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enhancing, "PREVIEW_FROM", 1)
    network.gate.clear()

    def script(pilot: Pilot) -> None:
        pilot.until(lambda: pilot.canvas.provisional)
        pilot.until_revealed()
        before = light(pilot)
        write(pilot, "exposure", "1")
        pilot.until(lambda: light(pilot) > before + 10)
        assert pilot.canvas.provisional
        network.gate.set()
        pilot.until_enhanced()
        assert not pilot.canvas.provisional
        assert slider_of(pilot, "exposure").value == 1.0
        pilot.canvas.zoom_to(12.0)
        until_seen(pilot)

    drive(script, dark_photo)


def test_sliders_act_while_tiles_come(drive: Drive, tiled_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(lambda: pilot.canvas.provisional)
        pilot.until_revealed()
        before = light(pilot)
        write(pilot, "exposure", "1")
        pilot.until(lambda: light(pilot) > before + 4)
        pilot.canvas.set_divider(0.0)
        box = QRect(pilot.point(0.4, 0.6), pilot.point(0.6, 0.8))
        bright = pilot.picture().copy(box)
        pilot.until(lambda: pilot.picture().copy(box) != bright)
        assert pilot.canvas.provisional, "a tile came, and it is as bright as was chosen"
        assert pixels_of(pilot.picture().copy(box)).mean() == pytest.approx(
            pixels_of(bright).mean(), abs=4
        )
        pilot.press(Qt.Key.Key_Escape)
        pilot.until(lambda: not pilot.canvas.provisional)

    drive(script, tiled_photo)


def test_a_well_lit_photograph_is_told_from_a_dark_one(drive: Drive, dark_photo: Path) -> None:
    lit = dark_photo.with_name("lit.png")
    write_photo(
        Photo(cv2.resize(data.chelsea(), (192, 144), interpolation=cv2.INTER_AREA)),
        lit,
        format="png",
    )

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        assert pilot.message is None
        pilot.drop(lit)
        pilot.until(lambda: "lit.png" in pilot.window.windowTitle())
        pilot.until_enhanced()
        pilot.until(lambda: pilot.message is not None)
        assert pilot.message is not None
        assert "well lit" in pilot.message.sentence
        assert "Exposure" in pilot.message.hint
        before = light(pilot)
        write(pilot, "exposure", "1")
        pilot.until(lambda: light(pilot) > before + 10)

    drive(script, dark_photo)


def test_noise_can_be_had_back_where_it_was_taken_away_by_a_pass_of_its_own(
    drive: Drive, dark_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        denoise = slider_of(pilot, "denoise")
        pilot.until_enhanced()
        assert denoise.isEnabled()
        clean = pilot.picture().copy(middle(pilot))
        denoise.slider.setFocus()
        QTest.keyClick(denoise.slider, Qt.Key.Key_Home)
        pilot.until(lambda: pilot.picture().copy(middle(pilot)) != clean)
        for model, offered in (("lol-one-pass", False), ("denoise", True), ("lowlight", True)):
            pilot.choose_model(model)
            assert denoise.isEnabled() is offered
            pilot.until_enhanced()
            assert denoise.isEnabled() is offered

    drive(script, dark_photo)


def test_a_slider_that_is_moved_without_a_result_counts_when_it_comes(
    drive: Drive, dark_photo: Path, network: Network
) -> None:
    network.gate.clear()

    def script(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        dark = light(pilot)
        write(pilot, "exposure", "-2")
        assert light(pilot) == dark
        network.gate.set()
        pilot.until_enhanced()
        pilot.canvas.zoom_to(12.0)
        until_seen(pilot)

    drive(script, dark_photo)


def test_closing_while_a_slider_is_moved_ends_the_program(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        exposure = slider_of(pilot, "exposure").slider
        exposure.setFocus()
        for _ in range(6):
            QTest.keyClick(exposure, Qt.Key.Key_Right)
        assert pilot.enhance.developer.is_busy
        pilot.window.close()

    assert drive(script, dark_photo) == 0


def test_digits_are_numbers_where_they_are_written_and_views_elsewhere(
    drive: Drive, dark_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        view, scale = pilot.canvas.picture_layout, pilot.canvas.percent
        write(pilot, "shadows", "-32")
        assert slider_of(pilot, "shadows").value == pytest.approx(-0.32)
        assert (pilot.canvas.picture_layout, pilot.canvas.percent) == (view, scale)
        pilot.canvas.setFocus()
        pilot.press(Qt.Key.Key_2)
        assert pilot.canvas.picture_layout is not view
        assert pilot.window.actions_table[ActionName.VIEW_SIDE_BY_SIDE].isChecked()

    drive(script, dark_photo)
