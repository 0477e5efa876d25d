"""When a photograph was taken is found in every kind of file, and doubt is told."""

from __future__ import annotations

import datetime
import io
import os
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mirnet_gui.batch.dates import when_taken

PICTURE = Image.fromarray(np.full((16, 24, 3), 90, np.uint8))
TAKEN = datetime.datetime(2008, 8, 6, 15, 21, 56)
OLD = datetime.datetime(2011, 1, 2, 12, tzinfo=datetime.UTC)


def exif(original: str = "", changed: str = "", digitized: str = "") -> bytes:
    block = Image.Exif()
    inner = block.get_ifd(0x8769)
    inner[0x9000] = b"0232"
    for tag, text in ((0x9003, original), (0x9004, digitized)):
        if text:
            inner[tag] = text
    if changed:
        block[0x0132] = changed
    return block.tobytes()


RIGHT = exif("2008:08:06 15:21:56", "2020:01:01 00:00:00")
BARE = RIGHT.removeprefix(b"Exif\0\0")


def aged(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    os.utime(path, (OLD.timestamp(), OLD.timestamp()))
    return path


def saved(kind: str, block: bytes) -> bytes:
    whole = io.BytesIO()
    PICTURE.save(whole, kind, exif=block)
    return whole.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        *(saved(kind, RIGHT) for kind in ("JPEG", "PNG", "WEBP", "AVIF")),
        # RAW: an own kind of TIFF, a JPEG within the file, boxes.
        b"IIU\0" + BARE[4:] if BARE[:2] == b"II" else b"MMOR" + BARE[4:],
        b"FUJIFILMCCD-RAW " + bytes(100_000) + saved("JPEG", RIGHT),
        b"\0\0\0\x18ftypcrx " + bytes(40) + struct.pack(">I", len(BARE)) + b"CMT2" + BARE,
    ],
    ids=["JPEG", "PNG", "WebP", "AVIF", "RW2", "RAF", "CR3"],
)
def test_the_date_of_every_kind(tmp_path: Path, content: bytes) -> None:
    found = when_taken(aged(tmp_path / "photo", content))
    assert (found.date, found.doubt) == (TAKEN, "")


BLANK = "    :  :     :  :  "


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (exif(BLANK, "2008:08:06 15:21:56"), "last changed"),
        (exif("0000:00:00 00:00:00", "2020:01:01 00:00:00", "2008:08:06 15:21:56"), "digitized"),
        (exif("", "2008:08:06 15:21:56"), "last changed"),
    ],
    ids=["blank", "noughts", "none"],
)
def test_the_next_best_date_is_taken_with_a_warning(
    tmp_path: Path, block: bytes, words: str
) -> None:
    found = when_taken(aged(tmp_path / "a.jpg", saved("JPEG", block)))
    assert found.date == TAKEN
    assert words in found.doubt


def test_xmp_tells_it_too(tmp_path: Path) -> None:
    packet = b'<rdf:Description photoshop:DateCreated="2008-08-06T15:21:56+02:00"/>'
    content = saved("JPEG", exif(BLANK, "2020:01:01 00:00:00")) + packet
    found = when_taken(aged(tmp_path / "a.jpg", content))
    assert (found.date, found.doubt) == (TAKEN, "")


@pytest.mark.parametrize("tag", [b"xmp:CreateDate", b"exif:DateTimeDigitized"])
def test_xmp_tells_when_it_was_digitized(tmp_path: Path, tag: bytes) -> None:
    packet = b"<" + tag + b">2008-08-06T15:21:56+02:00</" + tag + b">"
    found = when_taken(aged(tmp_path / "a.jpg", saved("JPEG", exif()) + packet))
    assert found.date == TAKEN
    assert "digitized" in found.doubt


@pytest.mark.parametrize("order", ["<", ">"])
def test_crw_tells_it_in_a_directory_within_its_last_one(tmp_path: Path, order: str) -> None:
    seconds = int(TAKEN.replace(tzinfo=datetime.UTC).timestamp())
    inner = struct.pack(order + "IIIHHIII", seconds, 0, 0, 1, 0x180E, 12, 0, 12)
    outer = struct.pack(order + "HHIII", 1, 0x300A, len(inner), 0, len(inner))
    head = {"<": b"II", ">": b"MM"}[order] + struct.pack(order + "I", 26) + b"HEAPCCDR" + bytes(12)
    found = when_taken(aged(tmp_path / "a.crw", head + inner + outer))
    assert (found.date, found.doubt) == (TAKEN.replace(tzinfo=datetime.UTC), "")


def test_the_time_of_the_file_is_the_last_resort(tmp_path: Path) -> None:
    found = when_taken(aged(tmp_path / "a.jpg", saved("JPEG", b"")))
    assert found.date == OLD
    assert "of the file" in found.doubt
