"""A developed result on the screen: sharp where it is looked at, in its place, drawn once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs.developing import DevelopedShot, develop_job
from mirnet_gui.jobs.display import display
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.photo.photo import Photo
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.development import developed
from mirnet_gui.tone.layers import Choice, Layers
from mirnet_gui.ui.viewer.before_after_canvas import BeforeAfterCanvas
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.viewer.picture_layer import DevelopedLayer, rendered

CHOICE = Choice(Controls(exposure=1.0, shadows=-0.5, warmth=0.4))


def large_photo(alpha: np.ndarray | None = None) -> Photo:
    """Of several levels, with fine noise."""
    pixels = np.random.default_rng(3).integers(0, 120, (1401, 2103, 3), dtype=np.uint8)
    return Photo(pixels, alpha=alpha)


def result_of(photo: Photo) -> EnhancedPhoto:
    relit = photo.pixels + np.uint8(40)
    picture = display(replace(photo, pixels=relit))
    return EnhancedPhoto(Layers(photo.pixels, relit, relit), picture, picture, MirnetMethod())


@pytest.fixture
def canvas(qtbot: QtBot) -> BeforeAfterCanvas:
    made = BeforeAfterCanvas()
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.set_layout(Layout.LAST)
    made.show()
    return made


def develop(canvas: BeforeAfterCanvas, enhanced: EnhancedPhoto, choice: Choice = CHOICE) -> None:
    shot = develop_job(enhanced, choice, canvas.shot)(silent, CancelToken())
    assert isinstance(shot, DevelopedShot)
    canvas.show_developed(shot)


def show(canvas: BeforeAfterCanvas, photo: Photo) -> EnhancedPhoto:
    enhanced = result_of(photo)
    canvas.show_picture(display(photo))
    canvas.show_result(enhanced.finished, reveal=False)
    return enhanced


def pixels_of(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1)
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()


def test_actual_pixels_are_those_that_will_be_saved_also_after_panning(
    canvas: BeforeAfterCanvas,
) -> None:
    enhanced = show(canvas, large_photo())
    expected = developed(enhanced.layers, CHOICE, lambda _share: None)
    canvas.actual_size()
    for dx, dy in ((0, 0), (-313, 201), (5000, -5000)):
        canvas.pan_by(dx, dy)
        develop(canvas, enhanced)
        left, top = round(canvas.view.left), round(canvas.view.top)
        seen = pixels_of(canvas.grab().toImage())
        # Apart from the corner with the name of the side.
        rows, columns = slice(100, 400), slice(200, 600)
        wanted = expected[100 - top : 400 - top, 200 - left : 600 - left]
        assert np.abs(seen[rows, columns].astype(int) - wanted).max() <= 1


def test_a_result_of_twice_the_size_is_developed_in_its_place(canvas: BeforeAfterCanvas) -> None:
    photo = Photo(np.random.default_rng(3).integers(0, 120, (701, 1053, 3), dtype=np.uint8))
    large = photo.pixels.repeat(2, axis=0).repeat(2, axis=1)
    enhanced = result_of(Photo(large))
    canvas.show_picture(display(photo))
    canvas.show_result(enhanced.finished, reveal=False)
    expected = developed(enhanced.layers, CHOICE, lambda _share: None)
    canvas.zoom_to(2.0)
    for dx, dy in ((0, 0), (-313, 201), (5000, -5000)):
        canvas.pan_by(dx, dy)
        develop(canvas, enhanced)
        left, top = round(canvas.view.left), round(canvas.view.top)
        seen = pixels_of(canvas.grab().toImage())[100:400, 200:600]
        wanted = expected[100 - top : 400 - top, 200 - left : 600 - left]
        assert np.abs(seen.astype(int) - wanted).max() <= 1


def test_until_the_part_is_there_the_whole_stands_in_for_it(canvas: BeforeAfterCanvas) -> None:
    enhanced = show(canvas, large_photo())
    canvas.actual_size()
    develop(canvas, enhanced)
    bright = pixels_of(canvas.grab().toImage())[100:400, 200:600].mean()
    canvas.pan_by(600, 400)
    assert pixels_of(canvas.grab().toImage())[100:400, 200:600].mean() == pytest.approx(
        bright, 0.02
    )
    canvas.show_developed(None)
    assert pixels_of(canvas.grab().toImage())[100:400, 200:600].mean() < bright - 20


def test_another_result_takes_its_place_with_the_choice_still_seen(
    canvas: BeforeAfterCanvas,
) -> None:
    photo = large_photo()
    enhanced = show(canvas, photo)
    develop(canvas, enhanced)
    bright = canvas.grab().toImage().pixelColor(QPoint(320, 240))
    canvas.show_result(result_of(photo).finished, reveal=False)
    assert canvas.grab().toImage().pixelColor(QPoint(320, 240)) == bright, "nothing flickers"
    canvas.drop_result()
    assert canvas.grab().toImage().pixelColor(QPoint(320, 240)) != bright
    # And nothing of it remains for the next photograph.
    develop(canvas, show(canvas, photo))
    canvas.show_picture(display(photo))
    canvas.show_result(enhanced.finished, reveal=False)
    assert canvas.grab().toImage().pixelColor(QPoint(320, 240)) != bright


@pytest.mark.parametrize("scale", [0.2173, 0.331, 0.77, 1.0, 1.37])
@pytest.mark.parametrize("shift", [(0.0, 0.0), (-0.37, 0.61), (-200.0, -150.0)])
def test_what_is_half_transparent_is_drawn_once(
    qapp: QApplication, scale: float, shift: tuple[float, float]
) -> None:
    alpha = np.full((1401, 2103), 128, np.uint8)
    photo = replace(large_photo(alpha), pixels=np.full((1401, 2103, 3), 250, np.uint8))
    picture = display(photo)
    enhanced = EnhancedPhoto(Layers(*[photo.pixels] * 3), picture, picture, MirnetMethod())
    canvas = BeforeAfterCanvas()
    canvas.resize(640, 480)
    canvas.set_layout(Layout.LAST)
    canvas.show_picture(picture)
    canvas.zoom_to(scale)
    canvas.pan_by(*shift)
    view = canvas.view
    assert view.scale == pytest.approx(scale)
    shot = develop_job(enhanced, Choice(Controls(exposure=-1.0)), canvas.shot)(
        silent, CancelToken()
    )
    assert isinstance(shot, DevelopedShot)
    drawn = pixels_of(rendered(DevelopedLayer(shot, picture), view, "#000000"))
    once = int(shot.part[0, 0, 0]) * 128 / 255
    visible = view.visible()
    rows = slice(round(visible.top) + 2, round(visible.bottom) - 2)
    columns = slice(round(visible.left) + 2, round(visible.right) - 2)
    assert np.abs(drawn[rows, columns].astype(float) - once).max() <= 3
    # While the hand pans, before the new part comes, nothing is drawn twice either.
    panned = pixels_of(rendered(DevelopedLayer(shot, picture), view.panned(90, 70), "#000000"))
    assert panned.max() <= once + 3
