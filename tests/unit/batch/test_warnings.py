"""What a result does not hold of its photograph is told beside its name."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from mirnet_gui.cli import main

PICTURE = np.ascontiguousarray(data.chelsea()[:48, :64])
UNKNOWN_NOTE = b"a note that nobody knows"


def enhanced(
    source: Path, capsys: pytest.CaptureFixture[str], *options: str
) -> tuple[list[str], Path]:
    """The warnings of a batch of one, and where its result lies."""
    folder = source.parent / "out"
    arguments = ["enhance", str(source), "--method", "gamma:gamma=1", "--output", str(folder)]
    assert main([*arguments, *options]) == 0
    output = capsys.readouterr().err.splitlines()
    (result,) = folder.iterdir()
    return [line for line in output if line.startswith(f"{source}: ")], result


def with_segment(path: Path, marker: int, content: bytes, behind: bytes = b"") -> Path:
    Image.fromarray(PICTURE).save(path)
    whole = path.read_bytes()
    segment = struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
    path.write_bytes(whole[:2] + segment + whole[2:] + behind)
    return path


def test_what_is_left_out_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = with_segment(tmp_path / "a.jpg", 0xE1, b"FLIR\0data", b"\0\0\0\x18ftypmp42")
    (warning,), _ = enhanced(path, capsys)
    assert "FLIR thermal data" in warning
    assert "motion video" in warning


def test_maker_notes_that_cannot_be_moved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    block = Image.Exif()
    block.get_ifd(0x8769)[0x927C] = UNKNOWN_NOTE
    Image.fromarray(PICTURE).save(tmp_path / "a.jpg", exif=block)
    (warning,), result = enhanced(tmp_path / "a.jpg", capsys, "--format", "tiff")
    assert "maker notes" in warning
    assert UNKNOWN_NOTE not in result.read_bytes()


def test_a_date_that_is_not_when_it_was_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    block = Image.Exif()
    block[0x0132] = "2001:02:03 04:05:06"
    block.get_ifd(0x8769)[0x9003] = "    :  :     :  :  "
    Image.fromarray(PICTURE).save(tmp_path / "a.jpg", exif=block)
    (warning,), result = enhanced(tmp_path / "a.jpg", capsys, "--name", "{date}")
    assert result.name == "2001-02-03.jpg"
    assert "does not say when it was taken" in warning


def test_a_depth_that_was_asked_for_is_no_loss(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.fromarray(PICTURE).save(tmp_path / "a.jpg")
    warnings, result = enhanced(tmp_path / "a.jpg", capsys, "--format", "avif", "--depth", "10")
    assert warnings == []
    assert result.suffix == ".avif"


def test_an_ordinary_photograph_warns_of_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    block = Image.Exif()
    block[0x010F] = "Maker"
    Image.fromarray(PICTURE).save(tmp_path / "a.jpg", exif=block, quality=90)
    assert enhanced(tmp_path / "a.jpg", capsys)[0] == []
