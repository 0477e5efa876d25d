"""Files into photographs: the header first, then the pixels in one pass."""

from __future__ import annotations

import errno
import logging
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

from mirnet_gui.errors import MirnetGuiError, PhotoTooLarge, UnreadablePhoto
from mirnet_gui.photo import xmp
from mirnet_gui.photo.avif_opening import open_avif
from mirnet_gui.photo.colour import to_rgb
from mirnet_gui.photo.colour_numbers import UnknownColoursError
from mirnet_gui.photo.decoded import (
    DamagedPictureError,
    Decoded,
    Header,
    UnsupportedKindError,
    check_single,
    check_size,
)
from mirnet_gui.photo.decoder_process import run_apart
from mirnet_gui.photo.exif_colours import saying_srgb, with_exif_colours
from mirnet_gui.photo.files import content_of
from mirnet_gui.photo.formats import (
    KIND_LABELS,
    RAW_EXTENSIONS,
    SIGNATURE_LENGTH,
    kind_of_content,
    written_as,
)
from mirnet_gui.photo.heif_boxes import colour_boxes, with_told_colours
from mirnet_gui.photo.ifd import DamagedStructureError
from mirnet_gui.photo.jpeg_opening import open_jpeg
from mirnet_gui.photo.metadata import PROFILE, gather, orientation_of
from mirnet_gui.photo.number_range import brought_into_range
from mirnet_gui.photo.photo import Format, Kind, Photo, Pixels
from mirnet_gui.photo.pillow_reading import open_with_pillow, pillow_header
from mirnet_gui.photo.png_opening import open_png
from mirnet_gui.photo.png_texts import count_frames
from mirnet_gui.photo.pnm_reading import open_pnm, pnm_header
from mirnet_gui.photo.sentences import shown, unreadable
from mirnet_gui.photo.tiff_metadata import count_pages
from mirnet_gui.photo.tiff_opening import is_raw, open_tiff
from mirnet_gui.photo.values import divided_by_alpha
from mirnet_gui.photo.vips_setup import set_up
from mirnet_gui.photo.webp_chunks import is_lossless_webp
from mirnet_gui.photo.working_space import in_working_space
from mirnet_gui.progress import CancelToken

_APART: Final = frozenset({"heic", "avif", "jxl", "jp2", "raw"})
"""Kinds whose decoders strange bytes can crash: a process beside this one decodes them."""

_OPTIONS: Final = {"access": "sequential", "fail_on": "truncated"}
HAS_FAULTS: Final = "There are faults in the file: parts of the picture may be damaged."
_DTYPES: Final = {"uchar": np.uint8, "ushort": np.uint16, "float": np.float32}

_log = logging.getLogger(__name__)

set_up()


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


def read_photo(path: Path, cancel: CancelToken | None = None, *, apart: bool = False) -> Photo:
    """Read a photograph of any kind in :data:`KIND_LABELS`, whatever it is called.

    The picture comes upright. With ``apart`` a process beside this one decodes it, whatever its
    kind. Raises :class:`UnreadablePhoto` or :class:`PhotoTooLarge`, also for
    animations and files of several pages, and :class:`mirnet_gui.errors.Cancelled`.
    """
    with _in_words(path):
        kind = detect_kind(path)
        if apart or kind in _APART:
            found: Decoded = run_apart("decode", path, kind, cancel)
        else:
            found = decode(path, kind)
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
        warnings=found.warnings,
        lossless=kind == "webp" and is_lossless_webp(path),
    )
    if photo.profile is None and photo.metadata.exif:
        metadata = replace(photo.metadata, exif=saying_srgb(photo.metadata.exif))
        photo = replace(photo, metadata=metadata)
    return in_working_space(photo)


def probe(path: Path, cancel: CancelToken | None = None) -> Probe:
    """Look at a file's header; raises what :func:`read_photo` raises, if that shows so early."""
    with _in_words(path):
        kind = detect_kind(path)
        if kind in _APART:
            found: Header = run_apart("look", path, kind, cancel)
        else:
            found = look(path, kind)
    target = written_as(kind, bit_depth=found.bit_depth, has_alpha=found.has_alpha)
    return Probe(kind, found.width, found.height, target, xmp.tells_facts(found.xmp))


def decode(path: Path, kind: Kind) -> Decoded:
    """Decode the file in this process; raises what :func:`read_photo` raises."""
    with _in_words(path):
        match kind:
            case "raw":
                found: Decoded = _raw_reading().develop(path)
            case "heic":
                found = _heif_reading().read_heic(path)
            case _:
                found = _decoded(path, kind)
    return found


def look(path: Path, kind: Kind) -> Header:
    """Look at the file's header in this process; raises what :func:`read_photo` raises."""
    with _in_words(path):
        match kind:
            case "raw":
                found: Header = _raw_reading().raw_header(path)
            case "heic":
                found = _heif_reading().heic_header(path)
            case "jxl":
                found = _jxl_reading().jxl_header(path)
            case "jp2":
                found = _jp2_reading().jp2_header(path)
            case "pnm":
                found = pnm_header(path)
            case "bmp" | "gif":
                found = pillow_header(path, kind)
            case _:
                found = _header(path, kind)
        check_size(path, found.width, found.height)
    return found


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
    if found is None:
        sentence = f"{shown(path)} is not a {listed_kinds()} picture."
        raise UnreadablePhoto(path, sentence, "Save it as one of these first.")
    return found


def listed_kinds() -> str:
    """As in "JPEG, PNG, ... or camera RAW": what can be read here."""
    *most, last = KIND_LABELS.values()
    return f"{', '.join(most)} or {last}"


# These load slowly, and the process of the window has no need of them.
def _raw_reading() -> ModuleType:
    from mirnet_gui.photo import raw_reading  # noqa: PLC0415

    return raw_reading


def _heif_reading() -> ModuleType:
    from mirnet_gui.photo import heif_reading  # noqa: PLC0415

    return heif_reading


def _jp2_reading() -> ModuleType:
    from mirnet_gui.photo import jp2_reading  # noqa: PLC0415

    return jp2_reading


def _jxl_reading() -> ModuleType:
    from mirnet_gui.photo import jxl_reading  # noqa: PLC0415

    return jxl_reading


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Whatever strange bytes do to what reads them, as a sentence about the file."""
    again = "Copy it again from the camera or from a backup."
    try:
        yield
    except MirnetGuiError:
        raise
    except OSError as error:
        if error.errno not in (None, errno.EINVAL, errno.EOVERFLOW):
            raise unreadable(path, error) from error
        # No drive has such places and no library such words: the numbers in the file are wrong.
        raise UnreadablePhoto(path, f"{shown(path)} is damaged or cut short.", again) from error
    except MemoryError as error:
        sentence = f"There is not enough memory to open {shown(path)}."
        raise PhotoTooLarge(path, sentence, "Close other programs, or reduce it first.") from error
    except UnknownColoursError as error:
        raise UnreadablePhoto(path, f"{shown(path)} has {error}.", error.hint) from error
    except UnsupportedKindError as error:
        sentence = f"{shown(path)} is {error}, which cannot be read here."
        hint = "Save it as PNG or as an ordinary TIFF first."
        raise UnreadablePhoto(path, sentence, hint) from error
    except (pyvips.Error, DamagedStructureError, DamagedPictureError, EOFError) as error:
        raise UnreadablePhoto(path, f"{shown(path)} is damaged or cut short.", again) from error
    except Exception as error:
        _log.info("%s cannot be read", shown(path), exc_info=error)
        sentence = f"{shown(path)} cannot be read: it is damaged, or of a kind that is not known."
        raise UnreadablePhoto(path, sentence, again) from error


def _decoded(path: Path, kind: Kind) -> Decoded:
    if kind != "jpeg":
        return _decoded_with(path, kind, _OPTIONS)
    try:
        return _decoded_with(path, kind, _OPTIONS | {"fail_on": "warning"})
    except pyvips.Error as error:
        # What a card has lost in the middle is grey to libjpeg, and some faults are harmless.
        found = _decoded_with(path, kind, _OPTIONS)
        _log.info("Of %s its decoder said: %s", shown(path), error)
        return replace(found, warnings=(*found.warnings, HAS_FAULTS))


def _decoded_with(path: Path, kind: Kind, options: dict[str, str]) -> Decoded:
    image, warnings = _open(path, kind, options)
    check_size(path, image.width, image.height)
    _check_single(path, image, kind)
    metadata = gather(image, path, kind)
    rgb = to_rgb(with_exif_colours(image, metadata.exif, kind))
    if rgb.is_profile_lost:
        metadata = replace(metadata, missing=(*metadata.missing, PROFILE))
    pixels, alpha = _pixels(rgb.image, orientation_of(image))
    if alpha is not None and kind == "avif" and colour_boxes(path).premultiplied:
        pixels = divided_by_alpha(pixels, alpha)
    warnings += brought_into_range(pixels, alpha)
    return Decoded(pixels, alpha, rgb.profile, metadata, rgb.grey, warnings)


def _header(path: Path, kind: Kind) -> Header:
    image, _ = _open(path, kind, _OPTIONS)
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
        case "webp":
            pages = image.get("n-pages") if image.get_typeof("n-pages") else 1
            check_single(path, pages, "frames")


def _check_is_file(path: Path) -> None:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        # Opening a pipe would wait for ever.
        raise UnreadablePhoto(path, f"{shown(path)} is no ordinary file.", "Choose a photograph.")


def _open(path: Path, kind: Kind, options: dict[str, str]) -> tuple[pyvips.Image, tuple[str, ...]]:
    warnings: tuple[str, ...] = ()
    match kind:
        case "jpeg":
            image, warnings = open_jpeg(path, **options)
        case "tiff":
            # Missing strips are no truncation in libvips' eyes, but an error.
            image = open_tiff(path, **options | {"fail_on": "error"})
        case "png":
            image = open_png(path, **options)
        case "webp":
            # Mapped, a file that becomes shorter while it is read would end the process.
            image = pyvips.Image.webpload_buffer(content_of(path), **options)
        case "avif":
            image = with_told_colours(open_avif(path, **options), path)
        case "pnm":
            image = open_pnm(path)
        case "bmp" | "gif":
            image, warnings = open_with_pillow(path, kind)
        case "jp2":
            image, warnings = _jp2_reading().open_jp2(path)
        case "jxl":
            image, warnings = _jxl_reading().open_jxl(path)
        case "heic" | "raw":
            raise AssertionError("they are decoded otherwise")
    return image, warnings


def _pixels(image: pyvips.Image, orientation: int) -> tuple[Pixels, Pixels | None]:
    array = _rendered(image)
    if orientation != 1:
        # A picture read from top to bottom can be turned only once it is there as a whole.
        lying = pyvips.Image.new_from_array(array).copy()
        lying.set_type(pyvips.GValue.gint_type, "orientation", orientation)
        array = _rendered(lying.autorot())
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
