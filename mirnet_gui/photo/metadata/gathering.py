"""What a file says about its picture, gathered into :class:`Metadata`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyvips

from mirnet_gui.language import mark
from mirnet_gui.photo.metadata import exif, photoshop, xmp
from mirnet_gui.photo.photo import Metadata

PROFILE: Final = mark("The colour profile")
_MILLIMETRES_PER_INCH: Final = 25.4
_BLANK: Final = b"\0 \t\r\n"
_log = logging.getLogger(__name__)


def gather(image: pyvips.Image, path: Path, read: Callable[[], Metadata]) -> Metadata:
    """What ``read`` gives for ``image``, which was opened from ``path``, made upright.

    What is too damaged to be read is named as missing: the picture is worth more than that.
    Raises OSError.
    """
    try:
        raw = read()
    except (OSError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever strange bytes do to its readers
        _log.info("Metadata of %s cannot be read", path, exc_info=error)
        raw = Metadata(missing=("metadata",))
    return _upright(raw, image)


def _upright(raw: Metadata, image: pyvips.Image) -> Metadata:
    turned = orientation_of(image)
    sides = (image.width, image.height)
    resolution = _resolution(image)
    if turned >= 5:
        sides = sides[::-1]
        resolution = resolution[::-1] if resolution else None
    block = exif.upright(raw.exif, *sides) if raw.exif else None
    missing = raw.missing + (("EXIF",) if raw.exif and block is None else ())
    packet = None
    if raw.xmp and xmp.is_markup(raw.xmp):
        packet = xmp.carried(raw.xmp, is_turned=turned != 1)
    elif raw.xmp and raw.xmp.strip(_BLANK):
        missing += ("XMP",)
    resources, lacks_places = photoshop.kept(raw.resources or b"", is_changed=turned != 1)
    left_out = (*raw.left_out, *(packet.gone if packet else ()))
    if lacks_places:
        left_out += (photoshop.PLACES,)
    return replace(
        raw,
        exif=block,
        xmp=packet.packet if packet else None,
        resolution=resolution,
        resources=resources,
        missing=missing,
        left_out=tuple(dict.fromkeys(left_out)),
    )


def orientation_of(image: pyvips.Image) -> int:
    """How the picture lies in its file: 1 (upright) to 8, as EXIF numbers them."""
    value = image.get("orientation") if image.get_typeof("orientation") else 1
    return value if 1 <= value <= 8 else 1


def metadata_of(image: pyvips.Image) -> Metadata:
    """What is attached to an image, as it lies in its file."""
    iptc = _block(image, "iptc-data")
    if iptc and not iptc.startswith(b"\x1c"):
        iptc = photoshop.iptc_of(iptc)
    exif_block = _block(image, "exif-data")
    if exif_block:
        exif_block = exif.without_prefix(exif_block)
    return Metadata(exif=exif_block, xmp=_block(image, "xmp-data"), iptc=iptc)


def _block(image: pyvips.Image, name: str) -> bytes | None:
    return bytes(image.get(name)) or None if image.get_typeof(name) else None


def _resolution(image: pyvips.Image) -> tuple[float, float] | None:
    # One pixel per millimetre is what libvips says when the file says nothing.
    if image.xres == image.yres == 1.0 or image.xres <= 0 or image.yres <= 0:
        return None
    return image.xres * _MILLIMETRES_PER_INCH, image.yres * _MILLIMETRES_PER_INCH
