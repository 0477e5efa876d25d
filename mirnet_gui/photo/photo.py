"""A picture and all that it carries."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mirnet_gui.photo import formats

Pixels = npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | npt.NDArray[np.float32]
"""(H, W, 3) RGB: uint8 in 0..255, uint16 in 0..65535 or float32 nominally in [0, 1]."""


def peak_of(dtype: np.dtype[Any]) -> float:
    """The value of white in pixels of ``dtype``: 255, 65535 or, for floats, 1."""
    return float(np.iinfo(dtype).max) if np.issubdtype(dtype, np.integer) else 1.0


Format = formats.Format
Kind = formats.Kind

TextChunk = tuple[bytes, bytes]
"""A textual chunk of a PNG as it stands in the file: its name (b"tEXt", ...), its content."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says about the picture, as raw blocks; None where it says nothing.

    ``exif`` is a bare TIFF structure (without the name that JPEG puts in front) whose orientation
    is already reset to 1 and whose thumbnail, of the unenhanced picture, is gone; ``xmp`` an XML
    packet; ``iptc`` IPTC-IIM records. ``resolution`` is in pixels per inch, across and down the
    upright picture. ``texts`` are what a PNG says in words of its own, ``comments`` what a JPEG
    does. ``resources`` are Photoshop's, but for IPTC. ``missing`` names what is in
    the file but could not be read, ``left_out`` what could but is not carried.
    """

    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    resolution: tuple[float, float] | None = None
    texts: tuple[TextChunk, ...] = ()
    comments: tuple[bytes, ...] = ()
    resources: bytes | None = None
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """How a file encodes colours: its ICC ``profile`` (RGB or grey), and ``bits`` a channel."""

    profile: bytes
    bits: int


@dataclass(frozen=True, slots=True)
class Photo:
    """One photograph, upright.

    ``pixels`` are encoded with the tone curve of sRGB in the RGB space of the file, which
    ``profile`` (ICC) describes; no profile means sRGB. Where the file encodes them otherwise,
    ``stored`` says how, and they have more bits than there
    (:mod:`mirnet_gui.photo.colour.working_space`); else they are the file's own numbers.
    ``alpha`` is (H, W) of the same dtype, or None. ``grey`` says that the file had one channel, so
    that a result can be written as one. ``format`` is the one in which a result keeps most of it:
    that of the file, if it is one that is written. ``kind`` is the file's. ``warnings`` are
    sentences about what of the file is not as it should be in the picture. ``lossless`` says that a
    WebP was compressed without loss, as its result will be.
    """

    pixels: Pixels
    alpha: Pixels | None = None
    profile: bytes | None = None
    metadata: Metadata = field(default_factory=Metadata)
    grey: bool = False
    format: Format = "png"
    path: Path | None = None
    kind: Kind | None = None
    warnings: tuple[str, ...] = ()
    stored: Stored | None = None
    lossless: bool = False

    @property
    def height(self) -> int:
        """Number of rows."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Number of columns."""
        return int(self.pixels.shape[1])

    @property
    def bit_depth(self) -> int:
        """Bits per channel in the file and in its result: 8, 16 or 32 (float)."""
        return self.stored.bits if self.stored else int(self.pixels.dtype.itemsize) * 8

    @property
    def own_profile(self) -> bytes | None:
        """The profile that the file has, and its result will have; None means sRGB."""
        return self.stored.profile if self.stored else self.profile
