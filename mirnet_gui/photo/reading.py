"""Files into photographs: the header first, then the pixels in one pass."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyvips

from mirnet_gui.errors import PhotoTooLarge, UnreadablePhoto
from mirnet_gui.photo.colour import UnknownColoursError, to_rgb
from mirnet_gui.photo.formats import SIGNATURE_LENGTH, format_of_content
from mirnet_gui.photo.ifd import DamagedStructureError
from mirnet_gui.photo.metadata import gather, orientation_of
from mirnet_gui.photo.photo import Format, Photo, Pixels
from mirnet_gui.photo.sentences import shown, unreadable
from mirnet_gui.photo.tiff_opening import open_tiff

MAX_PIXELS: Final = 300_000_000
"""Pictures of more pixels are refused: 900 MB as 8-bit RGB, and far beyond any camera."""

_LOADERS: Final = {"jpeg": "jpegload", "png": "pngload", "webp": "webpload"}
_OPTIONS: Final = {"access": "sequential", "fail_on": "truncated"}
_DTYPES: Final = {"uchar": np.uint8, "ushort": np.uint16, "float": np.float32}

# libvips would keep files open and answer for a changed file with what it was before.
pyvips.cache_set_max(0)


def read_photo(path: Path) -> Photo:
    """Read a JPEG, PNG, TIFF or WebP file, whatever it is called; of several pages the first.

    The picture comes upright. Raises :class:`UnreadablePhoto` or :class:`PhotoTooLarge`.
    """
    source = detect_format(path)
    try:
        image = _open(path, source)
        _check_size(path, image)
        metadata = gather(image, path, source)
        rgb = to_rgb(image)
        pixels, alpha = _pixels(rgb.image, orientation_of(image))
    except OSError as error:
        raise unreadable(path, error) from error
    except MemoryError as error:
        sentence = f"There is not enough memory to open {shown(path)}."
        raise PhotoTooLarge(path, sentence, "Close other programs, or reduce it first.") from error
    except UnknownColoursError as error:
        hint = "Save it as RGB or grey with 8 or 16 bits first."
        raise UnreadablePhoto(path, f"{shown(path)} has {error}.", hint) from error
    except (pyvips.Error, DamagedStructureError) as error:
        hint = "Copy it again from the camera or from a backup."
        raise UnreadablePhoto(path, f"{shown(path)} is damaged or cut short.", hint) from error
    return Photo(pixels, alpha, rgb.profile, metadata, rgb.grey, source, path)


def detect_format(path: Path) -> Format:
    """The format by the file's content. Raises :class:`UnreadablePhoto` when it is none of ours."""
    try:
        _check_is_file(path)
        with path.open("rb") as file:
            head = file.read(SIGNATURE_LENGTH)
    except OSError as error:
        raise unreadable(path, error) from error
    if not head:
        hint = "Copy it again from the camera or from a backup."
        raise UnreadablePhoto(path, f"{shown(path)} is empty.", hint)
    found = format_of_content(head)
    if found is None:
        sentence = f"{shown(path)} is not a JPEG, PNG, TIFF or WebP picture."
        raise UnreadablePhoto(path, sentence, "Save it as one of these first.")
    return found


def _check_is_file(path: Path) -> None:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        # Opening a pipe would wait for ever.
        raise UnreadablePhoto(path, f"{shown(path)} is no ordinary file.", "Choose a photograph.")


def _open(path: Path, source: Format) -> pyvips.Image:
    if source == "tiff":
        # Missing strips are no truncation in libvips' eyes, but an error.
        return open_tiff(path, **_OPTIONS | {"fail_on": "error"})
    return getattr(pyvips.Image, _LOADERS[source])(os.fsencode(path), **_OPTIONS)


def _check_size(path: Path, image: pyvips.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        megapixels = image.width * image.height / 1e6
        sentence = f"{shown(path)} has {megapixels:,.0f} megapixels."
        hint = f"At most {MAX_PIXELS / 1e6:.0f} can be opened: reduce or crop it first."
        raise PhotoTooLarge(path, sentence, hint)


def _pixels(image: pyvips.Image, orientation: int) -> tuple[Pixels, Pixels | None]:
    array = _rendered(image)
    if orientation != 1:
        # A picture read from top to bottom can be turned only once it is there as a whole.
        lying = pyvips.Image.new_from_array(array).copy()
        lying.set_type(pyvips.GValue.gint_type, "orientation", orientation)
        array = _rendered(lying.autorot())
    if array.dtype == np.float32:
        np.nan_to_num(array, copy=False, nan=0.0, posinf=1.0, neginf=0.0)
    if image.bands == 3:
        return array, None
    return np.ascontiguousarray(array[..., :3]), np.ascontiguousarray(array[..., 3])


def _rendered(image: pyvips.Image) -> npt.NDArray[Any]:
    # The room is made here because numpy says so when there is none; libvips calls that a failure
    # like any other.
    array = np.empty((image.height, image.width, image.bands), _DTYPES[image.format])
    room = (image.width, image.height, image.bands, image.format)
    image.write(pyvips.Image.new_from_memory(array, *room))
    return array
