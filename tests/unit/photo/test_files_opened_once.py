"""A photograph is opened once, however much is read of it, and once more by a decoder apart."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import imagecodecs
import numpy as np
import pillow_heif
import pytest
from PIL import Image

from mirnet_gui.photo.formats import FORMATS
from mirnet_gui.photo.photo import Kind, Metadata, Photo
from mirnet_gui.photo.reading import probe, read_photo
from mirnet_gui.photo.writing import write_photo
from tests.unit.photo.dng import write_dng

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="opening is counted by inotify")

_ACCESS, _OPEN, _CLOSE = 0x01, 0x20, 0x10
_EVENT = struct.Struct("iIII")
PACKET = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'


@contextmanager
def counting(path: Path) -> Iterator[Callable[[], int]]:
    """Tells how often any process, and any library in it, has opened ``path`` since."""
    libc = ctypes.CDLL(None, use_errno=True)
    queue = libc.inotify_init1(os.O_NONBLOCK)
    # Alike events that follow each other are told as one: what lies between has to be heard, too.
    watch = libc.inotify_add_watch(queue, os.fsencode(path), _ACCESS | _OPEN | _CLOSE)
    assert queue >= 0
    assert watch >= 0

    def count() -> int:
        events = os.read(queue, 1 << 20)
        return sum(bool(mask & _OPEN) for _, mask, _, _ in _EVENT.iter_unpack(events))

    try:
        yield count
    finally:
        os.close(queue)


@pytest.fixture
def make(picture: np.ndarray, tmp_path: Path) -> Callable[[Kind], Path]:
    """Gives a photograph of a kind, with all metadata that it can hold."""

    def of(kind: Kind) -> Path:
        path = tmp_path / f"a{FORMATS[kind].endings[0]}"
        exif, image = Image.Exif(), Image.fromarray(picture)
        exif[0x010F] = "A maker"
        if kind == "raw":
            write_dng(path.with_suffix(".dng"), picture)
            return path.with_suffix(".dng")
        if FORMATS[kind].written:
            metadata = Metadata(
                exif=exif.tobytes().removeprefix(b"Exif\0\0"),
                xmp=PACKET,
                iptc=b"\x1c\x02\x5a\x00\x04Bonn",
                comments=(b"a comment",),
                texts=((b"tEXt", b"Title\0Night"),),
            )
            write_photo(Photo(picture, metadata=metadata), path)
        elif kind == "heic":
            pillow_heif.from_pillow(image).save(path, exif=exif.tobytes(), xmp=PACKET)
        elif kind == "jxl":
            path.write_bytes(imagecodecs.jpegxl_encode(picture))
        else:
            image.save(path, format={"jp2": "JPEG2000", "pnm": "PPM"}.get(kind, kind.upper()))
        return path

    return of


@pytest.mark.parametrize("work", [read_photo, probe])
@pytest.mark.parametrize("kind", FORMATS)
def test_every_kind(
    make: Callable[[Kind], Path], kind: Kind, work: Callable[[Path], object]
) -> None:
    path = make(kind)
    with counting(path) as opens:
        work(path)
        assert opens() == (2 if FORMATS[kind].apart else 1)


def test_a_tiff_with_a_thumbnail_in_front(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    image = Image.fromarray(picture)
    small = image.resize((44, 30))
    small.save(path, save_all=True, append_images=[image], tiffinfo={254: 1})
    with counting(path) as opens:
        read_photo(path)
        assert opens() == 1


def test_looking_twice_counts_twice(make: Callable[[Kind], Path]) -> None:
    path = make("png")
    with counting(path) as opens:
        probe(path)
        probe(path)
        assert opens() == 2
