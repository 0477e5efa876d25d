"""Twenty ways in which a photograph can be broken."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from skimage import data


def _picture() -> Image.Image:
    return Image.fromarray(data.chelsea()[:64, :96] // 4)


def _whole(path: Path, kind: str) -> bytes:
    _picture().save(path, format=kind)
    return path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _cut(kind: str, share: float) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        content = _whole(path, kind)
        path.write_bytes(content[: int(len(content) * share)])

    return make


def _png_of(width: int, height: int, path: Path) -> None:
    header = struct.pack(">II", width, height) + b"\x08\x02\0\0\0"
    chunk = b"IHDR" + header
    crc = struct.pack(">I", zlib.crc32(chunk))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + crc)


def _flipped(path: Path) -> None:
    content = bytearray(_whole(path, "PNG"))
    for place in range(60, len(content), 7):
        content[place] ^= 0xFF
    path.write_bytes(content)


def _pages(path: Path) -> None:
    _picture().save(path, format="TIFF", save_all=True, append_images=[_picture()])


def _animated(kind: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        other = Image.fromarray(np.roll(np.asarray(_picture()), 9, axis=1))
        _picture().save(path, format=kind, save_all=True, append_images=[other], duration=100)

    return make


WAYS: tuple[tuple[str, Callable[[Path], None]], ...] = (
    (".jpg", lambda path: _write(path, b"")),
    (".jpg", lambda path: _write(path, b"\0" * 4096)),
    (".jpg", lambda path: _write(path, b"<!doctype html><title>404</title>")),
    (".jpg", lambda path: _write(path, b"\xff\xd8\xff")),
    (".jpg", _cut("JPEG", 0.1)),
    (".jpg", _cut("JPEG", 0.6)),
    (".jpg", lambda path: _write(path, b"8BPS\0\1" + bytes(200))),
    (".jpg", lambda path: path.symlink_to(path.with_name("nowhere.jpg"))),
    (".png", lambda path: _write(path, b"\x89PNG\r\n\x1a\n")),
    (".png", _cut("PNG", 0.5)),
    (".png", _flipped),
    (".png", lambda path: _png_of(200_000, 200_000, path)),
    (".png", lambda path: _png_of(0, 0, path)),
    (".png", os.mkfifo if hasattr(os, "mkfifo") else lambda path: _write(path, b"")),
    (".png", _animated("PNG")),
    (".tif", _cut("TIFF", 0.3)),
    (".tif", _pages),
    (".webp", _cut("WEBP", 0.5)),
    (".webp", _animated("WEBP")),
    (".nef", lambda path: _write(path, b"II*\0" + b"\xff" * 500)),
)
"""The extension of a file, and what makes it."""
