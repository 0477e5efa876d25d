from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage

from mirnet_gui.ui.widgets.incoming import can_take, photo_of, take


def test_files_come_before_pictures(qapp: QGuiApplication) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/größe/a b.jpg"), QUrl("https://example.org/b.jpg")])
    mime.setImageData(QImage(3, 3, QImage.Format.Format_RGB32))
    assert take(mime).paths == (Path("/größe/a b.jpg"),)


@pytest.mark.skipif(sys.platform == "win32", reason="names there are Unicode")
@pytest.mark.parametrize(
    ("told", "path"),
    [
        (b"file:///tmp/caf%E9.jpg", b"/tmp/caf\xe9.jpg"),
        (b"file:///tmp/%FF%FE%20a.jpg", b"/tmp/\xff\xfe a.jpg"),
        (b"file://localhost/tmp/a%20b.jpg", b"/tmp/a b.jpg"),
        (f"file://{socket.gethostname()}/a/a.jpg".encode(), b"/a/a.jpg"),
        (b"file://server/share/a.jpg", b"//server/share/a.jpg"),
        (b"file:/tmp/a.jpg", b"/tmp/a.jpg"),
        (b"file:///tmp/100%25.jpg", b"/tmp/100%.jpg"),
        (b"file:///tmp/a%23b%3Fc.jpg", b"/tmp/a#b?c.jpg"),
        ("file:///a/größe.jpg".encode(), "/a/größe.jpg".encode()),
    ],
)
def test_a_file_is_found_whatever_its_name_and_host(
    qapp: QGuiApplication, told: bytes, path: bytes
) -> None:
    mime = QMimeData()
    mime.setData("text/uri-list", told + b"\r\n")
    assert [os.fsencode(found) for found in take(mime).paths] == [path]


def test_text_is_nothing(qapp: QGuiApplication) -> None:
    mime = QMimeData()
    mime.setText("hello")
    assert not can_take(mime)
    assert take(mime).is_empty


def test_pixels_of_an_image_with_padded_rows(qapp: QGuiApplication) -> None:
    image = QImage(5, 3, QImage.Format.Format_RGB888)
    image.fill("#102030")
    image.setPixelColor(4, 2, "#ff0080")
    photo = photo_of(image)
    assert photo.pixels.shape == (3, 5, 3)
    assert photo.pixels[2, 4].tolist() == [255, 0, 128]
    assert photo.pixels[0, 0].tolist() == [16, 32, 48]
    assert photo.alpha is None


def test_alpha_of_an_image(qapp: QGuiApplication) -> None:
    image = QImage(4, 4, QImage.Format.Format_ARGB32)
    image.fill("#80ffffff")
    photo = photo_of(image)
    assert photo.alpha is not None
    assert np.unique(photo.alpha).tolist() == [128]
