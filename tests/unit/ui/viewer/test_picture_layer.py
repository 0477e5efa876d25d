from __future__ import annotations

import numpy as np
from PySide6.QtGui import QGuiApplication

from mirnet_gui.jobs.display import display
from mirnet_gui.photo.photo import Photo
from mirnet_gui.ui.viewer.picture_layer import PictureLayer, copied_image, rendered
from mirnet_gui.ui.viewer.view_transform import Size, ViewTransform


def test_actual_pixels_are_shown_exactly(qapp: QGuiApplication) -> None:
    # 37 columns: rows of 111 bytes, which Qt would like to pad.
    pixels = np.random.default_rng(2).integers(0, 256, (29, 37, 3), dtype=np.uint8)
    view = ViewTransform.fitted(Size(37, 29), Size(41, 33)).zoomed_to(1.0, 0, 0)
    pane = rendered(PictureLayer(display(Photo(pixels))), view, "#112233")
    colour = pane.pixelColor(2 + 5, 2 + 7)
    assert [colour.red(), colour.green(), colour.blue()] == pixels[7, 5].tolist()
    assert pane.pixelColor(0, 0).name() == "#112233"


def test_reduced_picture_keeps_its_brightness(qapp: QGuiApplication) -> None:
    rows = np.arange(2000)[:, None] % 2 * 200
    pixels = np.broadcast_to(rows[..., None], (2000, 1600, 3)).astype(np.uint8)
    view = ViewTransform.fitted(Size(1600, 2000), Size(100, 100))
    pane = rendered(PictureLayer(display(Photo(pixels.copy()))), view, "#000000")
    assert abs(pane.pixelColor(50, 50).red() - 100) <= 2


def test_transparent_parts_show_the_canvas(qapp: QGuiApplication) -> None:
    alpha = np.zeros((20, 20), np.uint8)
    photo = Photo(np.full((20, 20, 3), 255, np.uint8), alpha=alpha)
    view = ViewTransform.fitted(Size(20, 20), Size(20, 20))
    assert rendered(PictureLayer(display(photo)), view, "#445566").pixelColor(9, 9).name() == (
        "#445566"
    )


def test_copied_image_outlives_its_pixels(qapp: QGuiApplication) -> None:
    pixels = np.full((5, 7, 3), 200, np.uint8)
    image = copied_image(pixels)
    pixels[:] = 0
    assert image.pixelColor(6, 4).red() == 200


def test_four_channels_are_shown_exactly_where_they_are_opaque(qapp: QGuiApplication) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (29, 37, 3), dtype=np.uint8)
    photo = Photo(pixels, alpha=np.full((29, 37), 255, np.uint8))
    view = ViewTransform.fitted(Size(37, 29), Size(37, 29)).zoomed_to(1.0, 0, 0)
    colour = rendered(PictureLayer(display(photo)), view, "#112233").pixelColor(20, 25)
    assert [colour.red(), colour.green(), colour.blue()] == pixels[25, 20].tolist()
