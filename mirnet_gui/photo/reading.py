"""Files into photographs: the header first, then the pixels in one pass."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyvips

from mirnet_gui.errors import PhotoTooLarge, UnreadablePhoto
from mirnet_gui.photo import xmp
from mirnet_gui.photo.colour import to_rgb
from mirnet_gui.photo.colour_numbers import UnknownColoursError
from mirnet_gui.photo.decoded import Decoded, Header, check_single, check_size
from mirnet_gui.photo.exif_colours import saying_srgb, with_exif_colours
from mirnet_gui.photo.formats import (
    KIND_LABELS,
    RAW_EXTENSIONS,
    SIGNATURE_LENGTH,
    kind_of_content,
    written_as,
)
from mirnet_gui.photo.heif_boxes import colour_boxes, with_told_colours
from mirnet_gui.photo.heif_reading import heic_header, read_heic
from mirnet_gui.photo.ifd import DamagedStructureError
from mirnet_gui.photo.metadata import gather, orientation_of
from mirnet_gui.photo.photo import Format, Kind, Photo, Pixels
from mirnet_gui.photo.png_opening import open_png
from mirnet_gui.photo.png_texts import count_frames
from mirnet_gui.photo.sentences import shown, unreadable
from mirnet_gui.photo.tiff_metadata import count_pages
from mirnet_gui.photo.tiff_opening import is_raw, open_tiff
from mirnet_gui.photo.values import divided_by_alpha
from mirnet_gui.photo.webp_chunks import is_lossless_webp
from mirnet_gui.photo.working_space import in_working_space

_LOADERS: Final = {
    "jpeg": "jpegload",
    "png": "pngload",
    "webp": "webpload",
    "avif": "heifload",
    "jxl": "jxlload",
}
_OPTIONS: Final = {"access": "sequential", "fail_on": "truncated"}
_DTYPES: Final = {"uchar": np.uint8, "ushort": np.uint16, "float": np.float32}

# libvips would keep files open and answer for a changed file with what it was before.
pyvips.cache_set_max(0)


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file is found to be without decoding it; ``width`` x ``height`` as it lies there.

    ``format`` is the one in which a result keeps most of it. ``enhanced`` says that it is a result
    of this program.
    """

    kind: Kind
    width: int
    height: int
    format: Format
    enhanced: bool = False


def read_photo(path: Path) -> Photo:
    """Read a photograph of any kind in :data:`KIND_LABELS`, whatever it is called.

    The picture comes upright. Raises :class:`UnreadablePhoto` or :class:`PhotoTooLarge`, also for
    animations and files of several pages.
    """
    kind = detect_kind(path)
    with _in_words(path):
        match kind:
            case "raw":
                found = _raw_reading().develop(path)
            case "heic":
                found = read_heic(path)
            case _:
                found = _decoded(path, kind)
    depth = found.pixels.dtype.itemsize * 8
    photo = Photo(
        found.pixels,
        found.alpha,
        found.profile,
        found.metadata,
        found.grey,
        written_as(kind, bit_depth=depth, has_alpha=found.alpha is not None),
        path,
        kind,
        lossless=kind == "webp" and is_lossless_webp(path),
    )
    if photo.profile is None and photo.metadata.exif:
        metadata = replace(photo.metadata, exif=saying_srgb(photo.metadata.exif))
        photo = replace(photo, metadata=metadata)
    return in_working_space(photo)


def probe(path: Path) -> Probe:
    """Look at a file's header; raises what :func:`read_photo` raises, if that shows so early."""
    kind = detect_kind(path)
    with _in_words(path):
        match kind:
            case "raw":
                found = _raw_reading().raw_header(path)
            case "heic":
                found = heic_header(path)
            case _:
                found = _header(path, kind)
    target = written_as(kind, bit_depth=found.bit_depth, has_alpha=found.has_alpha)
    return Probe(kind, found.width, found.height, target, xmp.tells_facts(found.xmp))


def detect_kind(path: Path) -> Kind:
    """The kind by the file's content. Raises :class:`UnreadablePhoto` when it is none of ours."""
    try:
        _check_is_file(path)
        with path.open("rb") as file:
            head = file.read(SIGNATURE_LENGTH)
        found = kind_of_content(head)
        if found == "tiff" and (path.suffix.lower() in RAW_EXTENSIONS or is_raw(path)):
            found = "raw"
    except OSError as error:
        raise unreadable(path, error) from error
    if not head:
        hint = "Copy it again from the camera or from a backup."
        raise UnreadablePhoto(path, f"{shown(path)} is empty.", hint)
    if found is None or (found == "jxl" and not _knows_jxl()):
        raise _unknown(path, found)
    return found


def _unknown(path: Path, kind: Kind | None) -> UnreadablePhoto:
    if kind == "jxl":
        sentence = f"{shown(path)} is a JPEG XL picture, which the libvips in use cannot read."
        return UnreadablePhoto(path, sentence, "Save it as PNG or TIFF first.")
    named = listed_kinds()
    sentence = f"{shown(path)} is not a {named} picture."
    return UnreadablePhoto(path, sentence, "Save it as one of these first.")


def listed_kinds() -> str:
    """As in "JPEG, PNG, ... or camera RAW": what can be read here."""
    labels = [label for kind, label in KIND_LABELS.items() if kind != "jxl" or _knows_jxl()]
    return f"{', '.join(labels[:-1])} or {labels[-1]}"


def _knows_jxl() -> bool:
    return bool(pyvips.type_find("VipsForeign", "jxlload"))


def _raw_reading() -> ModuleType:
    # LibRaw takes a third of a second to load, which the window's start has no time for.
    from mirnet_gui.photo import raw_reading  # noqa: PLC0415

    return raw_reading


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unreadable(path, error) from error
    except MemoryError as error:
        sentence = f"There is not enough memory to open {shown(path)}."
        raise PhotoTooLarge(path, sentence, "Close other programs, or reduce it first.") from error
    except UnknownColoursError as error:
        raise UnreadablePhoto(path, f"{shown(path)} has {error}.", error.hint) from error
    except (pyvips.Error, DamagedStructureError) as error:
        hint = "Copy it again from the camera or from a backup."
        raise UnreadablePhoto(path, f"{shown(path)} is damaged or cut short.", hint) from error


def _decoded(path: Path, kind: Kind) -> Decoded:
    image = _open(path, kind)
    check_size(path, image.width, image.height)
    _check_single(path, image, kind)
    metadata = gather(image, path, kind)
    rgb = to_rgb(with_exif_colours(image, metadata.exif, kind))
    if rgb.is_profile_lost:
        metadata = replace(metadata, missing=(*metadata.missing, "The colour profile"))
    pixels, alpha = _pixels(rgb.image, orientation_of(image))
    if alpha is not None and kind == "avif" and colour_boxes(path).premultiplied:
        pixels = divided_by_alpha(pixels, alpha)
    return Decoded(pixels, alpha, rgb.profile, metadata, rgb.grey)


def _header(path: Path, kind: Kind) -> Header:
    image = _open(path, kind)
    _check_single(path, image, kind)
    bits = {"uchar": 8, "ushort": 16}.get(image.format, 32)
    packet = bytes(image.get("xmp-data")) if image.get_typeof("xmp-data") else None
    return Header(image.width, image.height, bits, image.hasalpha(), packet)


def _check_single(path: Path, image: pyvips.Image, kind: Kind) -> None:
    match kind:
        case "tiff":
            check_single(path, count_pages(path), "pages")
        case "png":
            check_single(path, count_frames(path), "frames")
        case "webp" | "avif" | "jxl":
            pages = image.get("n-pages") if image.get_typeof("n-pages") else 1
            check_single(path, pages, "frames")


def _check_is_file(path: Path) -> None:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        # Opening a pipe would wait for ever.
        raise UnreadablePhoto(path, f"{shown(path)} is no ordinary file.", "Choose a photograph.")


def _open(path: Path, kind: Kind) -> pyvips.Image:
    if kind == "tiff":
        # Missing strips are no truncation in libvips' eyes, but an error.
        return open_tiff(path, **_OPTIONS | {"fail_on": "error"})
    if kind == "png":
        return open_png(path, **_OPTIONS)
    if kind == "avif":
        return with_told_colours(_loaded(path, kind), path)
    return _loaded(path, kind)


def _loaded(path: Path, kind: Kind) -> pyvips.Image:
    return getattr(pyvips.Image, _LOADERS[kind])(os.fsencode(path), **_OPTIONS)


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
