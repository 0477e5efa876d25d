"""What a drop or the clipboard brings: files, or a picture without a file."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

import numpy as np
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage

from mirnet_gui.photo.photo import Photo

_SCHEME = b"file:"
_PLAIN = b"file:///"
_UNUSUAL = re.compile(rb"[%?#]")
_AFTER_PATH = re.compile(rb"[?#]")


@dataclass(frozen=True, slots=True, eq=False)
class Incoming:
    """``paths`` of files and folders on this computer, else perhaps a ``photo``."""

    paths: tuple[Path, ...] = ()
    photo: Photo | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could be shown."""
        return not self.paths and self.photo is None


def can_take(mime: QMimeData) -> bool:
    """Whether :func:`take` would find something, without looking into it."""
    return mime.hasImage() or next(_files(mime), None) is not None


def accept_as_copy(event: QDropEvent) -> None:
    """Take what is dragged without taking it away: files stay where they are.

    A source that is told "moved" deletes them. One that offers nothing but a move is told that
    nothing was taken, once it is dropped.
    """
    if event.possibleActions() & Qt.DropAction.CopyAction:
        event.setDropAction(Qt.DropAction.CopyAction)
    elif event.type() == QDropEvent.Type.Drop:
        event.setDropAction(Qt.DropAction.IgnoreAction)
    event.accept()


def take(mime: QMimeData | None) -> Incoming:
    """Files first, because they carry more than pixels. An empty clipboard has no ``mime``."""
    if mime is None:
        return Incoming()
    paths = tuple(_files(mime))
    if paths:
        return Incoming(paths)
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return Incoming(photo=photo_of(image))
    return Incoming()


def _files(mime: QMimeData) -> Iterator[Path]:
    """The files and folders that ``mime`` names.

    Thousands may come in one drop, and a QUrl of each would hold the window up.
    """
    if sys.platform == "win32":
        yield from (_windows_path(url) for url in mime.urls() if url.isLocalFile())
        return
    for line in bytes(mime.data("text/uri-list").data()).splitlines():
        if line[: len(_SCHEME)].lower() == _SCHEME:
            yield _path_of(line)


def _path_of(url: bytes) -> Path:
    """The file of a local ``url``, whatever bytes its name holds.

    Qt takes names for UTF-8, and any host, also this very computer, for a share of Windows.
    """
    if url.startswith(_PLAIN) and not _UNUSUAL.search(url):
        # As nearly all of thousands are.
        return Path(os.fsdecode(url[len(_PLAIN) - 1 :]))
    rest = _AFTER_PATH.split(url[len(_SCHEME) :], maxsplit=1)[0]
    host = b""
    if rest.startswith(b"//"):
        host, slash, path = rest[2:].partition(b"/")
        rest = slash + path
    name = os.fsdecode(unquote_to_bytes(rest))
    return Path(name if _is_here(host.decode(errors="replace")) else f"//{os.fsdecode(host)}{name}")


def _windows_path(url: QUrl) -> Path:
    is_here = _is_here(url.host())
    return Path(QUrl.fromLocalFile(url.path()).toLocalFile() if is_here else url.toLocalFile())


def _is_here(host: str) -> bool:
    return not host or host.casefold() in ("localhost", socket.gethostname().casefold())


def photo_of(image: QImage) -> Photo:
    """The pixels of ``image`` as a photograph without a file."""
    has_alpha = image.hasAlphaChannel()
    converted = image.convertToFormat(QImage.Format.Format_RGBA8888)
    width, height = converted.width(), converted.height()
    rows = np.frombuffer(converted.constBits(), np.uint8).reshape(height, -1)
    rgba = rows[:, : width * 4].reshape(height, width, 4)
    pixels = np.ascontiguousarray(rgba[..., :3])
    alpha = np.ascontiguousarray(rgba[..., 3]) if has_alpha else None
    return Photo(pixels=pixels, alpha=alpha, format="png")
