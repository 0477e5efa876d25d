"""The table of formats agrees with itself, and with whoever offers formats to people."""

from __future__ import annotations

from typing import get_args

import pytest

from mirnet_gui.batch.options import Options
from mirnet_gui.photo import formats
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.formats import EXTENSIONS, FORMATS, LABELS, READ_EXTENSIONS, WRITTEN
from mirnet_gui.photo.naming import extension_of
from mirnet_gui.photo.readers import reader_of
from mirnet_gui.photo.writers import writer_of
from mirnet_gui.photo.writers.writer import Writer

HEADS = {
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "tiff": b"II*\0\x08\0\0\0\x0b\0",
    "webp": b"RIFF\0\0\0\0WEBPVP8 ",
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "avif": b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf",
    "jxl": b"\xff\x0a\0\0",
    "jp2": b"\0\0\0\x0cjP  \r\n\x87\n",
    "bmp": b"BM" + bytes(8) + b"\x36\0\0\0\x28\0\0\0",
    "gif": b"GIF89a",
    "pnm": b"P6\n2 2\n255\n",
    "raw": b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
}


def test_every_row_has_its_modules() -> None:
    assert set(get_args(formats.Format)) == set(WRITTEN)
    assert FORMATS.keys() == HEADS.keys()
    for kind in FORMATS:
        reader = reader_of(kind)
        assert callable(reader.look)
        assert callable(reader.decode)
    for target in WRITTEN:
        assert isinstance(writer_of(target), Writer)


def test_no_ending_is_that_of_two_formats() -> None:
    endings = [ending for spec in FORMATS.values() for ending in spec.endings]
    assert len(endings) == len(set(endings)) == len(READ_EXTENSIONS)
    assert all(ending == ending.lower() and ending.startswith(".") for ending in endings)


@pytest.mark.parametrize(("kind", "head"), HEADS.items())
def test_no_beginning_is_that_of_two_formats(kind: str, head: bytes) -> None:
    head = head.ljust(formats.SIGNATURE_LENGTH, b"\0")
    assert [spec.name for spec in FORMATS.values() if spec.recognizes(head)] == [kind]


@pytest.mark.parametrize("head", [b"II*\0\x10\0\0\0CR\2\0", b"IIU\0", b"FOVb", b"MMOR"])
def test_cameras_in_the_guise_of_others(head: bytes) -> None:
    assert [spec.name for spec in FORMATS.values() if spec.recognizes(head)] == ["raw"]


@pytest.mark.parametrize("target", WRITTEN)
def test_what_is_written_can_be_asked_for(target: formats.Format) -> None:
    options = Options(encoding=Encoding(target))
    assert Options.from_dict(options.to_dict()) == options
    assert EXTENSIONS[extension_of(target)] == target
    assert LABELS[target] == FORMATS[target].label
    assert formats.written_as(target, bit_depth=32, has_alpha=True) == target
