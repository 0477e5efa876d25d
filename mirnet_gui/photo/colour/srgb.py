"""Pixels as screens and printed sheets take them: 8 bits, sRGB."""

from __future__ import annotations

import io
import logging
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

from mirnet_gui.photo.photo import Pixels

Bytes = npt.NDArray[np.uint8]

_log = logging.getLogger(__name__)


def profile_name(profile: bytes | None) -> str:
    """What the ICC profile calls itself; "sRGB" without one, "" when it cannot be read."""
    if profile is None:
        return "sRGB"
    try:
        return ImageCms.getProfileDescription(_opened(profile)).strip()
    except (ImageCms.PyCMSError, OSError) as error:
        _log.warning("A colour profile could not be read: %s", error)
        return ""


def is_srgb(profile: bytes | None) -> bool:
    """Whether the ICC profile is that of sRGB, as none at all is."""
    return profile is None or profile_name(profile).startswith("sRGB")


def to_srgb(pixels: Bytes, profile: bytes | None) -> Bytes:
    """(H, W, 3) from the space of ``profile`` to sRGB; as they are when that is not possible."""
    if profile is None or is_srgb(profile):
        return pixels
    try:
        converted = ImageCms.profileToProfile(
            Image.fromarray(pixels), _opened(profile), ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, OSError) as error:
        _log.warning("Shown without its colour profile: %s", error)
        return pixels
    return pixels if converted is None else np.ascontiguousarray(converted, dtype=np.uint8)


def to_bytes(pixels: Pixels) -> Bytes:
    """The same values as uint8, contiguous; float is clipped to [0, 1] first."""
    if pixels.dtype == np.uint8:
        return np.ascontiguousarray(pixels, dtype=np.uint8)
    if pixels.dtype == np.uint16:
        return _scaled(pixels, 1 / 257)
    return _scaled(np.clip(pixels, 0.0, 1.0), 255.0)


def _scaled(values: npt.NDArray[Any], factor: float) -> Bytes:
    return np.asarray(cv2.convertScaleAbs(values, alpha=factor), dtype=np.uint8)


def _opened(profile: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(profile))
