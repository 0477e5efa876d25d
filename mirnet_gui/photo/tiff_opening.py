"""Opening TIFF files, whose many kinds are not all photographs and not all known to libvips."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Any, Final

import pyvips

from mirnet_gui.photo.colour import rgb_of_lab
from mirnet_gui.photo.colour_numbers import UnknownColoursError
from mirnet_gui.photo.ifd import DamagedStructureError, Directory, Layout
from mirnet_gui.photo.tiff_metadata import read_root

_SUBFILE, _BITS, _PHOTOMETRIC, _SUBDIRECTORIES, _DNG = 254, 258, 262, 330, 50706
_TILE_OFFSETS, _TILE_SIZES = 324, 325
_RGB, _CIELAB = 2, 8
_REDUCED: Final = 1


def open_tiff(path: Path, **options: Any) -> pyvips.Image:
    """The first page of a TIFF file, its header read; ``options`` are libvips' own.

    Raises :class:`UnknownColoursError`, :class:`mirnet_gui.photo.ifd.DamagedStructureError`,
    pyvips.Error or OSError.
    """
    layout, root = read_root(path)
    _check_tiles(path, layout, root)
    bits = _number(layout, root, _BITS) or 1
    if bits > 32:
        raise UnknownColoursError("numbers of a kind that no photograph has")
    if _number(layout, root, _PHOTOMETRIC) == _CIELAB and bits == 8:
        return _open_lab(path, layout, root, options)
    return pyvips.Image.tiffload(os.fsencode(path), **options)


def _number(layout: Layout, root: Directory, tag: int) -> int | None:
    entry = root.entries.get(tag)
    return entry.integer(layout) if entry else None


def is_raw(path: Path) -> bool:
    """Whether a camera's own file wears the guise of TIFF. Raises OSError."""
    try:
        layout, root = read_root(path)
    except DamagedStructureError:
        return False
    # Raw files put a thumbnail first and the sensor's data behind it.
    is_reduced = (_number(layout, root, _SUBFILE) or 0) & _REDUCED
    return _DNG in root.entries or bool(is_reduced and _SUBDIRECTORIES in root.entries)


def _check_tiles(path: Path, layout: Layout, root: Directory) -> None:
    # libvips fills tiles that are missing with black and says nothing.
    if _TILE_OFFSETS not in root.entries or _TILE_SIZES not in root.entries:
        return
    starts = root.entries[_TILE_OFFSETS].integers(layout)
    sizes = root.entries[_TILE_SIZES].integers(layout)
    ends = (start + size for start, size in zip(starts, sizes, strict=False))
    if max(ends, default=0) > path.stat().st_size:
        raise DamagedStructureError("tiles lie outside the file")


def _open_lab(path: Path, layout: Layout, root: Directory, options: dict[str, Any]) -> pyvips.Image:
    # libvips 8.18 refuses 8-bit Lab ("bad labq format"): declared as RGB in a copy, its channels
    # come as they are.
    content = bytearray(path.read_bytes())
    struct.pack_into(layout.order + "H", content, root.entries[_PHOTOMETRIC].start, _RGB)
    image = pyvips.Image.tiffload_buffer(bytes(content), **options)
    hues = [image[band].copy(format="char") for band in (1, 2)]
    lab = (image[0] * (100 / 255)).bandjoin(hues).cast("float").copy(interpretation="lab")
    rgb = rgb_of_lab(lab, depth=8)
    rgb.remove("icc-profile-data")
    return rgb if image.bands == 3 else rgb.bandjoin(image[3])
