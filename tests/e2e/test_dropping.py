"""What is dropped is opened, whatever it is called, and stays where it is."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from mirnet_gui.ui.model.message import MessageKind
from tests.e2e.pilot import Drive, Pilot

COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier


def dropped(widget: QWidget, mime: QMimeData, actions: Qt.DropAction) -> list[Qt.DropAction]:
    """Drag and drop as a source that proposes to move; gives back what it is answered."""
    spot = QPoint(10, 10)
    enter = QDragEnterEvent(spot, actions, mime, LEFT, SHIFT)
    move = QDragMoveEvent(spot, actions, mime, LEFT, SHIFT)
    drop = QDropEvent(QPointF(spot), actions, mime, LEFT, SHIFT)
    for event in (enter, move, drop):
        assert event.proposedAction() is MOVE
        QApplication.sendEvent(widget, event)
        assert event.isAccepted()
    return [event.dropAction() for event in (enter, move, drop)]


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def raw(*urls: bytes) -> QMimeData:
    mime = QMimeData()
    mime.setData("text/uri-list", b"".join(url + b"\r\n" for url in urls))
    return mime


def test_a_source_that_proposes_to_move_is_told_copy(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        assert dropped(pilot.window, files(dark_photo), COPY | MOVE) == [COPY] * 3
        pilot.until(pilot.has_photo)
        pilot.turn_to("compare")
        page = pilot.compare
        assert dropped(page.panel.reference, files(dark_photo), COPY | MOVE) == [COPY] * 3
        pilot.until(lambda: page.panel.reference.text == "dark cat.png")

    drive(script)


def test_a_source_that_can_only_move_is_told_that_nothing_was_taken(
    drive: Drive, dark_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        answers = dropped(pilot.window, files(dark_photo), MOVE)
        assert answers[-1] is Qt.DropAction.IgnoreAction
        pilot.until(pilot.has_photo)

    drive(script)


def test_a_drop_of_this_computer_by_its_name_is_opened(drive: Drive, dark_photo: Path) -> None:
    url = QUrl.fromLocalFile(str(dark_photo))
    url.setHost("localhost")

    def script(pilot: Pilot) -> None:
        pilot.drop_mime(raw(bytes(url.toEncoded().data())))
        pilot.until(pilot.has_photo)
        assert pilot.message is None

    drive(script)


@pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode elsewhere")
def test_a_name_that_is_no_utf8_is_opened_and_shown(drive: Drive, dark_photo: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(dark_photo.parent) + b"/caf\xe9.png"))
    shutil.copy(dark_photo, odd)
    folder = os.fsencode(dark_photo.parent).decode()
    url = f"file://{folder}/caf%E9.png".encode()

    def script(pilot: Pilot) -> None:
        pilot.drop_mime(raw(url))
        pilot.until(pilot.has_photo)
        assert pilot.window.windowTitle().startswith("caf\\xe9.png")
        pilot.until_enhanced()
        pilot.turn_to("batch")
        pilot.drop_mime(raw(url))
        page = pilot.batch
        pilot.until(lambda: len(page.listing.model.rows) == 1)
        assert page.listing.model.rows[0].source == odd

    drive(script)


def test_every_broken_file_of_a_mixed_drop_is_told(
    drive: Drive, dark_photo: Path, tmp_path: Path
) -> None:
    broken = [tmp_path / name for name in ("a.jpg", "b.jpg", "c.jpg")]
    for path in broken:
        path.write_bytes(b"no photograph")

    def on_enhance(pilot: Pilot) -> None:
        pilot.drop(broken[0], broken[1], dark_photo, broken[2])
        pilot.until(pilot.has_photo)
        assert pilot.message is not None
        assert pilot.message.kind is MessageKind.FAILED
        assert "2 photographs could not be opened" in pilot.message.sentence
        assert "a.jpg" in pilot.message.sentence
        assert "b.jpg" in pilot.message.sentence
        pilot.until_enhanced()
        assert pilot.message.kind is MessageKind.FAILED, "nothing takes its place unseen"
        pilot.press(Qt.Key.Key_PageDown)
        pilot.until(lambda: pilot.message is not None and "c.jpg" in pilot.message.sentence)

    def on_compare(pilot: Pilot) -> None:
        pilot.turn_to("compare")
        pilot.drop(broken[0], dark_photo)
        pilot.until(pilot.has_photo)
        message = pilot.compare.message
        assert message is not None
        assert "a.jpg" in message.sentence
        pilot.until(lambda: pilot.is_compared(4))
        assert pilot.compare.message == message

    def nothing_but_broken(pilot: Pilot) -> None:
        pilot.drop(*broken)
        pilot.until(lambda: pilot.message is not None)
        assert pilot.message is not None
        assert "3 photographs" in pilot.message.sentence
        assert not pilot.has_photo()

    for script in (on_enhance, on_compare, nothing_but_broken):
        drive(script)
