"""From the colours of one RGB space to those of another."""

from __future__ import annotations

import logging
from typing import Final

import numpy as np
import pyvips

from mirnet_gui.photo.colour.icc import SRGB_LIGHTS, colour_space, rgb_profile
from mirnet_gui.photo.colour.srgb import is_srgb
from mirnet_gui.photo.photo import Photo, Pixels

_PROFILE: Final = "icc-profile-data"
_FINEST: Final = 65535
_SRGB: Final = rgb_profile("sRGB", SRGB_LIGHTS)

_log = logging.getLogger(__name__)


def in_space(photo: Photo, profile: bytes | None) -> Pixels:
    """The pixels of ``photo`` (H, W, 3) in the RGB space of ``profile`` (None: sRGB), same dtype.

    They are the very same where both spaces are alike, and where one of them cannot be used, which
    is logged. Floats are clipped to [0, 1].
    """
    if _are_alike(photo.profile, profile):
        return photo.pixels
    pixels = photo.pixels
    is_float = pixels.dtype == np.float32
    depth = 8 if pixels.dtype == np.uint8 else 16
    levels = np.rint(pixels.clip(0.0, 1.0) * _FINEST).astype(np.uint16) if is_float else pixels
    image = pyvips.Image.new_from_array(np.ascontiguousarray(levels))
    image = image.copy(interpretation="srgb" if depth == 8 else "rgb16")
    try:
        # By XYZ, since tables to Lab are coarse.
        options = {"pcs": "xyz", "intent": "relative"}
        seen = _with(image, photo.profile).icc_import(embedded=True, **options)
        found: Pixels = _with(seen, profile).icc_export(depth=depth, **options).numpy()
    except pyvips.Error as error:
        _log.warning("Colours of %s are taken as they are: %s", photo.path, error)
        return pixels
    return (found / np.float32(_FINEST)).astype(np.float32) if is_float else found


def _are_alike(one: bytes | None, other: bytes | None) -> bool:
    if one == other or (is_srgb(one) and is_srgb(other)):
        return True
    # The profile of a grey photograph is that of one channel.
    return any(each is not None and colour_space(each) != b"RGB " for each in (one, other))


def _with(image: pyvips.Image, profile: bytes | None) -> pyvips.Image:
    copy = image.copy()
    copy.set_type(pyvips.GValue.blob_type, _PROFILE, profile or _SRGB)
    return copy
