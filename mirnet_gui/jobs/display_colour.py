"""The photograph's own RGB space, by name and turned into the screen's sRGB."""

from __future__ import annotations

import io
import logging

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

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


def to_srgb(pixels: npt.NDArray[np.uint8], profile: bytes | None) -> npt.NDArray[np.uint8]:
    """(H, W, 3) from the space of ``profile`` to sRGB; as they are when that is not possible."""
    if profile is None or profile_name(profile).startswith("sRGB"):
        return pixels
    try:
        converted = ImageCms.profileToProfile(
            Image.fromarray(pixels), _opened(profile), ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, OSError) as error:
        _log.warning("Shown without its colour profile: %s", error)
        return pixels
    return pixels if converted is None else np.ascontiguousarray(converted, dtype=np.uint8)


def _opened(profile: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(profile))
