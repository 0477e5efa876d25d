"""HEIC, as telephones write it, through libheif; AVIF is read by libvips like the others."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pi_heif

from mirnet_gui.errors import UnreadablePhoto
from mirnet_gui.language import mark, tr
from mirnet_gui.photo.colour.icc import colour_space
from mirnet_gui.photo.colour.numbers import (
    ColourNumbers,
    check_profile,
    check_range,
    profile_of_numbers,
)
from mirnet_gui.photo.decoded import Decoded, Header, check_size
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.metadata import exif, xmp
from mirnet_gui.photo.metadata.gathering import PROFILE
from mirnet_gui.photo.opening.arrays import at_full_scale
from mirnet_gui.photo.opening.avif import check_single_picture
from mirnet_gui.photo.photo import Metadata, Pixels
from mirnet_gui.photo.values import divided_by_alpha

_FAULTS = (ValueError, RuntimeError, SyntaxError, EOFError, KeyError, IndexError)


def look(file: PhotoFile) -> Header:
    """What a HEIC file says of itself; raises what :func:`decode` raises."""
    picture = _opened(file)
    width, height = picture.size
    _profile(picture.info)
    depth = 16 if picture.info.get("bit_depth", 8) > 8 else 8
    return Header(width, height, depth, "A" in picture.mode, picture.info.get("xmp") or None)


def decode(file: PhotoFile) -> Decoded:
    """The primary picture of a HEIC file, turned as the file says, 10 and 12 bits as 16.

    Raises :class:`UnreadablePhoto`, :class:`mirnet_gui.errors.PhotoTooLarge` or OSError.
    """
    picture = _opened(file)
    check_size(file.path, *picture.size)
    try:
        # A copy: what libheif decoded into goes with the picture.
        array = np.array(picture)
    except _FAULTS as error:
        raise _damaged(file.path) from error
    bits = picture.info.get("bit_depth", 8)
    if array.dtype == np.uint16 and 8 < bits < 16:
        array = at_full_scale(array >> (16 - bits), (1 << bits) - 1)
    grey = array.ndim == 2 or array.shape[2] == 2
    pixels, alpha = _parted(array)
    if alpha is not None and picture.premultiplied_alpha:
        pixels = divided_by_alpha(pixels, alpha)
    profile = _profile(picture.info)
    fits = profile is None or colour_space(profile) == (b"GRAY" if grey else b"RGB ")
    metadata = _metadata(picture)
    if not fits:
        metadata = replace(metadata, missing=(*metadata.missing, PROFILE))
    return Decoded(pixels, alpha, profile if fits else None, metadata, grey)


def _opened(file: PhotoFile) -> Any:
    path, content = file.path, file.content()
    try:
        found = pi_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=False)
    except _FAULTS as error:
        raise _damaged(path) from error
    check_single_picture(path, content)
    if not 0 <= found.primary_index < len(found):
        raise _damaged(path)
    return found[found.primary_index]


def _damaged(path: Path) -> UnreadablePhoto:
    hint = tr("Copy it again from the camera or from a backup.")
    return UnreadablePhoto(path, tr("{path} is damaged or cut short.", path=quoted(path)), hint)


def _parted(array: npt.NDArray[Any]) -> tuple[Pixels, Pixels | None]:
    if array.ndim == 2:
        array = array[..., None]
    colours = array[..., :1].repeat(3, axis=2) if array.shape[2] < 3 else array[..., :3]
    alpha = array[..., -1] if array.shape[2] in (2, 4) else None
    return np.ascontiguousarray(colours), None if alpha is None else np.ascontiguousarray(alpha)


def _profile(info: dict[str, Any]) -> bytes | None:
    nclx = info.get("nclx_profile")
    numbers = None
    if nclx:
        numbers = ColourNumbers(int(nclx["color_primaries"]), int(nclx["transfer_characteristics"]))
        check_range(numbers)
    profile = info.get("icc_profile") or None
    if profile:
        check_profile(profile)
        return bytes(profile)
    return profile_of_numbers(numbers) if numbers else None


def _metadata(picture: Any) -> Metadata:
    width, height = picture.size
    raw, given = picture.info.get("exif"), picture.info.get("xmp")
    packet = xmp.carried(given, is_turned=True) if given else None
    # libheif has turned the picture already, whatever EXIF says of it.
    kept = exif.upright(raw, width, height) if raw else None
    return Metadata(
        exif=kept,
        xmp=packet.packet if packet else None,
        left_out=tuple(dict.fromkeys((*_gone(picture.info), *(packet.gone if packet else ())))),
        missing=("EXIF",) if raw and kept is None else (),
    )


def _gone(info: dict[str, Any]) -> Iterator[str]:
    """What people call the pictures beside the primary one that a result does not hold."""
    if info.get("depth_images"):
        yield mark("depth map")
    for kind in info.get("aux") or ():
        if "hdrgainmap" in kind:
            yield mark("gain map (HDR)")
        elif "depth" in kind or "disparity" in kind:
            yield mark("depth map")
        elif "alpha" not in kind and not kind.endswith("auxid:1"):
            yield mark("further pictures in the file")
