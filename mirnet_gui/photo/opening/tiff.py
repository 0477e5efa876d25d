"""Opening TIFF files, whose many kinds are not all photographs and not all known to libvips."""

from __future__ import annotations

import struct
from typing import Any, BinaryIO, Final

import pyvips

from mirnet_gui.language import tr
from mirnet_gui.photo.colour.conversion import rgb_of_lab
from mirnet_gui.photo.colour.numbers import UnknownColoursError
from mirnet_gui.photo.containers.ifd import (
    ByteLayout,
    DamagedStructureError,
    Directory,
    read_structure,
)
from mirnet_gui.photo.decoded import check_size
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.metadata.tiff import PROFILE, Page, colours_below
from mirnet_gui.photo.opening.tiff_kinds import (
    BITS,
    COLOURS,
    HEIGHT,
    PHOTOMETRIC,
    WIDTH,
    check_kind,
    number,
)

_SUBFILE, _ORIENTATION, _SUBDIRECTORIES, _DNG = 254, 274, 330, 50706
_RGB, _CIELAB = 2, 8
_REDUCED: Final = 1


def open_tiff(file: PhotoFile, found: Page, **options: Any) -> pyvips.Image:
    """The picture ``found`` in a TIFF file, its header read; ``options`` are libvips' own.

    Raises :class:`UnknownColoursError`, :class:`mirnet_gui.photo.decoded.UnsupportedKindError`,
    :class:`mirnet_gui.photo.decoded.DamagedPictureError`,
    :class:`mirnet_gui.photo.containers.ifd.DamagedStructureError`, pyvips.Error or OSError.
    """
    layout, page = found.layout, found.directory
    place = {"page": found.number} | ({} if found.below is None else {"subifd": found.below})
    check_kind(layout, page, file.size)
    width, height = (number(layout, page, tag) or 0 for tag in (WIDTH, HEIGHT))
    check_size(file.path, width, height)
    bits = number(layout, page, BITS) or 1
    if bits > 32:
        raise UnknownColoursError(tr("numbers of a kind that no photograph has"))
    if number(layout, page, PHOTOMETRIC) == _CIELAB and bits == 8:
        return _open_lab(file, layout, page, options | place)
    image = pyvips.Image.tiffload_source(file.vips_source(), **place, **options)
    return image if found.below is None or not found.root else _completed(image, found, found.root)


def _completed(image: pyvips.Image, found: Page, root: Directory) -> pyvips.Image:
    """``image``, which lies below its thumbnail, with what is said there alone of both."""
    image = image.copy()
    turned = number(found.layout, root, _ORIENTATION)
    if _ORIENTATION not in found.directory.entries and turned in range(1, 9):
        image.set_type(pyvips.GValue.gint_type, "orientation", turned)
    if PROFILE not in found.directory.entries and (profile := root.entries.get(PROFILE)):
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile.value)
    return image


def is_raw(file: BinaryIO) -> bool:
    """Whether a camera's own file wears the guise of TIFF. Raises OSError."""
    try:
        layout, root = read_structure(file)
    except DamagedStructureError:
        return False
    if _DNG in root.entries:
        return True
    # Raw files put a thumbnail first and the sensor's data below it.
    is_reduced = (number(layout, root, _SUBFILE) or 0) & _REDUCED
    return bool(is_reduced) and _SUBDIRECTORIES in root.entries and not _has_picture_below(file)


def _has_picture_below(file: BinaryIO) -> bool:
    try:
        colours = colours_below(file)
    except DamagedStructureError:
        return False
    return bool(colours) and all(each in COLOURS for each in colours)


def _open_lab(
    file: PhotoFile, layout: ByteLayout, page: Directory, options: dict[str, Any]
) -> pyvips.Image:
    # libvips 8.18 refuses 8-bit Lab ("bad labq format"): declared as RGB in a copy, its channels
    # come as they are.
    content = bytearray(file.content())
    struct.pack_into(layout.order + "H", content, page.entries[PHOTOMETRIC].start, _RGB)
    image = pyvips.Image.tiffload_buffer(bytes(content), **options)
    hues = [image[band].copy(format="char") for band in (1, 2)]
    lab = (image[0] * (100 / 255)).bandjoin(hues).cast("float").copy(interpretation="lab")
    rgb = rgb_of_lab(lab, depth=8)
    rgb.remove("icc-profile-data")
    return rgb if image.bands == 3 else rgb.bandjoin(image[3])
