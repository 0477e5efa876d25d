"""EXIF blocks that stay where they are, and those that move: orientation and maker notes."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mirnet_gui.photo.containers.ifd import EXIF, DirectoryEntry, read_structure
from mirnet_gui.photo.containers.maker_notes import TAG
from mirnet_gui.photo.losses import losses
from mirnet_gui.photo.metadata import exif
from mirnet_gui.photo.metadata.tiff import read_metadata
from mirnet_gui.photo.photo import Metadata, Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo

ORIENTATION, DATE = 0x0112, 0x9003


def exif_block(entries: list[tuple[int, int, bytes]], order: str = "<") -> bytes:
    """A block whose one directory has ``entries``: tag, kind, up to four bytes."""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    table = b"".join(
        struct.pack(order + "HHI", tag, kind, 1) + value.ljust(4, b"\0")
        for tag, kind, value in entries
    )
    return head + struct.pack(order + "H", len(entries)) + table + bytes(4)


def jpeg_with(path: Path, picture: np.ndarray, *segments: tuple[int, bytes]) -> None:
    whole = io.BytesIO()
    Image.fromarray(picture).save(whole, "JPEG", quality=95)
    content = whole.getvalue()
    extra = b"".join(
        struct.pack(">BBH", 0xFF, marker, len(segment) + 2) + segment
        for marker, segment in segments
    )
    path.write_bytes(content[:2] + extra + content[2:])


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("kind", "code"), [(1, "B"), (3, "H"), (4, "I"), (6, "b"), (8, "h"), (9, "i")]
)
def test_orientation_of_every_integer_type_ends_as_1(
    picture: np.ndarray, tmp_path: Path, kind: int, code: str, order: str
) -> None:
    block = exif_block([(ORIENTATION, kind, struct.pack(order + code, 6))], order)
    jpeg_with(tmp_path / "a.jpg", picture, (0xE1, b"Exif\0\0" + block))
    photo = read_photo(tmp_path / "a.jpg")
    assert photo.pixels.shape[:2] == picture.shape[1::-1]
    assert exif.orientation_of(photo.metadata.exif or b"") == 1


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("kind", "code", "numbers"),
    [(5, "I", (6, 1)), (10, "i", (6, 1)), (3, "H", (6, 6, 6))],
    ids=["rational", "signed rational", "three numbers"],
)
def test_orientation_in_more_than_one_number_ends_as_1(
    picture: np.ndarray, tmp_path: Path, order: str, kind: int, code: str, numbers: tuple[int, ...]
) -> None:
    block = bytearray(exif_block([(ORIENTATION, kind, struct.pack(order + "I", 26))], order))
    block[14:18] = struct.pack(order + "I", 3 if kind == 3 else 1)
    block += struct.pack(f"{order}{len(numbers)}{code}", *numbers)
    assert exif.orientation_of(bytes(block)) == 6
    jpeg_with(tmp_path / "a.jpg", picture, (0xE1, b"Exif\0\0" + block))
    photo = read_photo(tmp_path / "a.jpg")
    assert photo.pixels.shape[:2] == picture.shape[1::-1]
    ones = struct.pack(f"{order}{len(numbers)}{code}", *[1] * len(numbers))
    assert (photo.metadata.exif or b"")[26:] == ones


@pytest.mark.parametrize("start", [b"IIRO", b"IIRS", b"MMOR"])
def test_exif_of_orf_is_that_of_a_tiff(start: bytes) -> None:
    order = "<" if start.startswith(b"II") else ">"
    block = exif_block([(0x010F, 2, b"O"), (0x0100, 3, struct.pack(order + "H", 9))], order)
    found = read_metadata(io.BytesIO(start + block[4:]))
    assert found.exif == exif_block([(0x010F, 2, b"O")], order)


def test_orientation_told_twice_ends_as_1_in_both(picture: np.ndarray, tmp_path: Path) -> None:
    six = (ORIENTATION, 3, struct.pack("<H", 6))
    jpeg_with(tmp_path / "a.jpg", picture, (0xE1, b"Exif\0\0" + exif_block([six, six])))
    write_photo(read_photo(tmp_path / "a.jpg"), tmp_path / "b.jpg")
    written = (tmp_path / "b.jpg").read_bytes()
    one = struct.pack("<HHI", ORIENTATION, 3, 1) + b"\1\0"
    assert written.count(one) == 2


def directory_note(header: bytes, start: int, order: str = "<", footer: bool = False) -> bytes:
    """A maker note with 12 characters behind a directory, whose offset counts from the file."""
    end = len(header) + 2 + 12 + 4
    table = struct.pack(order + "HHHII", 1, 0x0006, 2, 12, start + end)
    note = header + table + bytes(4) + b"IMG:a camera"
    return note + (b"II*\0" + struct.pack("<I", start) if footer else b"")


def block_with(make_note: Callable[[int], bytes], order: str = "<") -> bytes:
    """A block with a date and the maker note that ``make_note`` gives for where it lies."""
    note, date, place = make_note(8), b"2024:01:02 03:04:05\0", 8
    behind = place + len(note) + len(note) % 2
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", behind)
    root = struct.pack(order + "HHHIII", 1, EXIF, 4, 1, behind + 18, 0)
    child = struct.pack(order + "HHHII", 2, DATE, 2, len(date), behind + 48)
    child += struct.pack(order + "HHIII", TAG, 7, len(note), place, 0)
    return head + note.ljust(behind - place, b"\0") + root + child + date


def text_of_note(note: DirectoryEntry, header: int, order: str = "<") -> bytes:
    """What a reader finds that follows the offset in the directory from the file's beginning."""
    (offset,) = struct.unpack_from(order + "I", note.value, header + 2 + 8)
    return note.value[offset - note.start :][:12]


@pytest.mark.parametrize("footer", [True, False], ids=["as Canon", "as Olympus"])
def test_maker_notes_keep_their_values_in_a_tiff(
    picture: np.ndarray, tmp_path: Path, footer: bool
) -> None:
    header = b"" if footer else b"OLYMP\0\1\0"
    block = block_with(lambda start: directory_note(header, start, footer=footer))
    photo = Photo(picture, metadata=Metadata(exif=block))
    assert losses(photo, "tiff") == ()
    write_photo(photo, tmp_path / "a.tif")
    _, root = read_structure(io.BytesIO((tmp_path / "a.tif").read_bytes()))
    note = root.children[EXIF].entries[TAG]
    assert text_of_note(note, len(header)) == b"IMG:a camera"
    if footer:
        assert note.value.endswith(struct.pack("<I", note.start))
    # And once more, out of the TIFF.
    again = read_photo(tmp_path / "a.tif").metadata.exif or b""
    note = exif.parse(again)[1].children[EXIF].entries[TAG]
    assert text_of_note(note, len(header)) == b"IMG:a camera"


@pytest.mark.parametrize("note", [b"FUJIFILM\x0c\0\0\0\0\0", b"Nikon\0\2\x10\0\0MM\0*\0\0\0\x08"])
def test_maker_notes_that_count_from_within_are_moved_as_they_are(
    picture: np.ndarray, tmp_path: Path, note: bytes
) -> None:
    photo = Photo(picture, metadata=Metadata(exif=block_with(lambda _: note, ">")))
    assert losses(photo, "tiff") == ()
    write_photo(photo, tmp_path / "a.tif")
    _, root = read_structure(io.BytesIO((tmp_path / "a.tif").read_bytes()))
    assert root.children[EXIF].entries[TAG].value == note


@pytest.mark.parametrize(
    ("make_note", "order"),
    [
        (lambda _: b"something that nobody knows", "<"),
        (lambda start: directory_note(b"", start + 100_000), "<"),
        (lambda start: directory_note(b"", start, ">"), ">"),
    ],
    ids=["unknown", "pointing elsewhere", "of the other byte order"],
)
def test_maker_notes_that_cannot_be_moved_are_left_out_with_a_warning(
    picture: np.ndarray, tmp_path: Path, make_note: Callable[[int], bytes], order: str
) -> None:
    photo = Photo(picture, metadata=Metadata(exif=block_with(make_note, order)))
    assert losses(photo, "tiff") == ("maker notes",)
    assert "maker notes" not in losses(photo, "jpeg")
    write_photo(photo, tmp_path / "a.tif")
    _, written = read_structure(io.BytesIO((tmp_path / "a.tif").read_bytes()))
    assert TAG not in written.children[EXIF].entries
    assert DATE in written.children[EXIF].entries
