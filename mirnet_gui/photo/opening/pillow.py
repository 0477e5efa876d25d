"""BMP and GIF, read by Pillow."""

from __future__ import annotations

import struct
from contextlib import suppress
from typing import BinaryIO, Final, Literal

import numpy as np
import pyvips
from PIL import BmpImagePlugin, GifImagePlugin, Image, ImageFile

from mirnet_gui.language import mark, tr
from mirnet_gui.photo.decoded import (
    DamagedPictureError,
    Header,
    UnsupportedKindError,
    check_single,
    check_size,
)
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.opening.arrays import image_of

# The plugins themselves: Image.open has limits and warnings of its own for large pictures.
_PLUGINS: Final = {"bmp": BmpImagePlugin.BmpImageFile, "gif": GifImagePlugin.GifImageFile}
_CHANNELS: Final = {"1": "L", "L": "L", "LA": "LA", "RGB": "RGB", "RGBA": "RGBA"}
_FAULTS: Final = (
    SyntaxError, ValueError, EOFError, IndexError, struct.error, Image.DecompressionBombError,
)  # fmt: skip
_EMBEDDED: Final = b"DEBM"
_LINKED: Final = b"KNIL"
_V5: Final = 124


def pillow_header(file: PhotoFile, kind: Literal["bmp", "gif"]) -> Header:
    """What the file says of itself; raises what :func:`open_with_pillow` raises."""
    picture = _opened(file, kind)
    return Header(*picture.size, has_alpha=_has_alpha(picture))


def open_with_pillow(
    file: PhotoFile, kind: Literal["bmp", "gif"]
) -> tuple[pyvips.Image, tuple[str, ...]]:
    """The picture with 8 bits per channel, with the profile of a BMP; and warnings.

    Raises :class:`DamagedPictureError`, :class:`UnsupportedKindError`, OSError,
    :class:`mirnet_gui.errors.UnreadablePhoto` or :class:`mirnet_gui.errors.PhotoTooLarge`.
    """
    picture = _opened(file, kind)
    profile = _profile_of_bmp(file.stream) if kind == "bmp" else None
    mode = picture.mode
    if mode in ("P", "PA") or "transparency" in picture.info:
        mode = "RGBA" if _has_alpha(picture) else "RGB"
    try:
        pixels = np.asarray(picture.convert(_CHANNELS[mode]))
    except _FAULTS as error:
        raise DamagedPictureError(str(error)) from error
    return image_of(pixels.reshape(*pixels.shape[:2], -1), profile), _left_behind(picture)


def _left_behind(picture: ImageFile.ImageFile) -> tuple[str, ...]:
    said = []
    if picture.info.get("comment"):
        said.append(tr("Its comment is not in the result."))
    if picture.info.get("extension", (b"",))[0].startswith(b"XMP Data"):
        said.append(tr("Its XMP is not in the result."))
    return tuple(said)


def _opened(file: PhotoFile, kind: Literal["bmp", "gif"]) -> ImageFile.ImageFile:
    path, stream = file.path, file.stream
    stream.seek(0)
    try:
        picture: ImageFile.ImageFile = _PLUGINS[kind](stream)
    except _FAULTS as error:
        raise DamagedPictureError(str(error)) from error
    except OSError as error:
        if error.errno is None and "Unsupported" in str(error):
            raise UnsupportedKindError(
                tr("a {kind} picture of a rare kind", kind=kind.upper())
            ) from error
        raise
    check_size(path, *picture.size)
    if kind == "gif":
        check_single(path, _frames_of(picture), mark("frames"))
        stream.seek(0)
        picture = _PLUGINS[kind](stream)
    if picture.mode not in (*_CHANNELS, "P", "PA"):
        raise UnsupportedKindError(tr("a {kind} picture of a rare kind", kind=kind.upper()))
    return picture


def _frames_of(picture: ImageFile.ImageFile) -> int:
    """1 or 2: whoever has a second frame is an animation, and a damaged one shows as such."""
    with suppress(OSError, *_FAULTS):
        picture.seek(1)
        return 2
    return 1


def _has_alpha(picture: ImageFile.ImageFile) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _profile_of_bmp(file: BinaryIO) -> bytes | None:
    place = file.tell()
    file.seek(0)
    head = file.read(14 + _V5)
    profile = None
    if len(head) == 14 + _V5 and int.from_bytes(head[14:18], "little") >= _V5:
        if head[70:74] == _LINKED:
            raise UnsupportedKindError(tr("a BMP picture whose colour profile is another file"))
        start, size = struct.unpack_from("<II", head, 14 + 112)
        if head[70:74] == _EMBEDDED and 0 < size <= 1 << 24:
            file.seek(14 + start)
            profile = file.read(size)
    file.seek(place)
    return profile
