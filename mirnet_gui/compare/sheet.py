"""A contact sheet: the photograph, what each method made of it, and the reference."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import cv2
from PIL import Image, ImageDraw

from mirnet_gui.atomic import atomic_path
from mirnet_gui.lettering import length_of, write
from mirnet_gui.photo.colour.srgb import to_bytes, to_srgb
from mirnet_gui.photo.error_messages import unwritable
from mirnet_gui.photo.photo import Pixels

_WIDTH: Final = 640
_GAP, _MARGIN = 24, 40
_TITLE, _NAME, _LINE = 30, 24, 18
_LEADING = 8
_PAPER, _INK, _FAINT = (38, 38, 38), (236, 236, 236), (170, 170, 170)
_DOTS_PER_INCH = 200.0


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One picture of a sheet, 8-bit sRGB, with its name and the lines below it."""

    picture: Image.Image
    name: str
    lines: tuple[str, ...]


def size_of_cells(pictures: Sequence[Pixels]) -> tuple[int, int]:
    """Width and height at which a sheet shows ``pictures`` (H, W, 3), all alike.

    That of the largest where there is room for it: results of other sizes are of the same view.
    """
    height, width = max(picture.shape[:2] for picture in pictures)
    scale = min(_WIDTH / width, _WIDTH / height, 1.0)
    return max(round(width * scale), 1), max(round(height * scale), 1)


def cell_of(
    pixels: Pixels, profile: bytes | None, name: str, lines: Sequence[str], size: tuple[int, int]
) -> Cell:
    """A cell for ``pixels`` (H, W, 3) in the colour space of ``profile``, drawn at ``size``."""
    is_larger = size[0] > pixels.shape[1]
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC if is_larger else cv2.INTER_AREA)
    displayed = to_srgb(to_bytes(cast(Pixels, small)), profile)
    return Cell(Image.fromarray(displayed), name, tuple(lines))


def draw_sheet(title: str, cells: Sequence[Cell], notes: Sequence[str] = ()) -> Image.Image:
    """All ``cells`` in rows, of at most three up to nine and of four beyond, below ``title``.

    ``notes`` stand at the foot, as many lines each as they need.
    """
    columns = min(len(cells), _columns(len(cells)))
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    width = max(*(cell.picture.width for cell in cells), _widest_text(cells))
    heights = [max(_height(cell) for cell in row) for row in rows]
    across = 2 * _MARGIN + columns * width + (columns - 1) * _GAP
    lines = [line for note in notes for line in _wrapped(note, across - 2 * _MARGIN)]
    foot = len(lines) * (_LINE + _LEADING)
    down = 2 * _MARGIN + _TITLE + len(rows) * _GAP + sum(heights) + (_GAP + foot if lines else 0)
    sheet = Image.new("RGB", (across, down), _PAPER)
    draw = ImageDraw.Draw(sheet)
    title = _fitting(title, across - 2 * _MARGIN)
    write(draw, (_MARGIN, _MARGIN), title, _TITLE, _INK)
    top = _MARGIN + _TITLE + _GAP
    for row, height in zip(rows, heights, strict=True):
        for column, cell in enumerate(row):
            _draw_cell(sheet, draw, cell, (_MARGIN + column * (width + _GAP), top))
        top += height + _GAP
    for line in lines:
        write(draw, (_MARGIN, top), line, _LINE, _FAINT)
        top += _LINE + _LEADING
    return sheet


def save_sheet(
    sheet: Image.Image, path: Path, *, overwrite: bool, made_of: Path | None = None
) -> None:
    """Write ``sheet`` as PNG or PDF by the name, as private as the photograph it is ``made_of``.

    Raises :class:`UnwritablePhoto`, OutputExists.
    """
    options = {"resolution": _DOTS_PER_INCH} if path.suffix == ".pdf" else {}
    try:
        with atomic_path(path, overwrite, made_of) as temporary, temporary.open("w+b") as file:
            sheet.save(file, format=path.suffix[1:], **options)
    except OSError as error:
        raise unwritable(path, error) from error


def _columns(count: int) -> int:
    return 2 if count == 4 else 3 if count <= 9 else 4


def _height(cell: Cell) -> int:
    texts = _NAME + len(cell.lines) * (_LINE + _LEADING)
    return cell.picture.height + 2 * _LEADING + texts


def _widest_text(cells: Sequence[Cell]) -> int:
    lines = [line for cell in cells for line in cell.lines]
    return math.ceil(max((length_of(line, _LINE) for line in lines), default=0))


def _draw_cell(
    sheet: Image.Image, draw: ImageDraw.ImageDraw, cell: Cell, corner: tuple[int, int]
) -> None:
    left, top = corner
    sheet.paste(cell.picture, corner)
    top += cell.picture.height + _LEADING
    width = max(cell.picture.width, _widest_text([cell]))
    name = _fitting(cell.name, width, _NAME)
    write(draw, (left, top), name, _NAME, _INK)
    top += _NAME + _LEADING
    for line in cell.lines:
        write(draw, (left, top), line, _LINE, _FAINT)
        top += _LINE + _LEADING


def _wrapped(text: str, width: float) -> list[str]:
    lines = [""]
    for word in re.findall(r"\S+\s*", text):
        # Chinese and Japanese have no spaces: a word longer than a line is cut anywhere.
        fits = length_of(word.rstrip(), _LINE) <= width
        for piece in [word] if fits else word:
            if lines[-1] and length_of((lines[-1] + piece).rstrip(), _LINE) > width:
                lines.append("")
            lines[-1] += piece
    return [line.rstrip() for line in lines]


def _fitting(text: str, width: float, size: int = _TITLE) -> str:
    if length_of(text, size) <= width:
        return text
    kept = len(text)
    while kept > 1 and length_of(f"{text[:kept]}…", size) > width:
        kept -= 1
    return f"{text[:kept]}…"
