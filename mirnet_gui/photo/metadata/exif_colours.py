"""What EXIF says of colours: cameras set to Adobe RGB tell it there, and put no profile beside it.

DCF 2.0 (JEITA CP-3461) is the source: interoperability R03 is the optional space, R98 is sRGB.
"""

from __future__ import annotations

import struct
from typing import Final

import pyvips

from mirnet_gui.photo.colour.icc import Chromaticities, rgb_profile
from mirnet_gui.photo.colour.numbers import ADOBE_LIGHTS, profile_of_lights, with_declared_profile
from mirnet_gui.photo.containers.ifd import (
    EXIF,
    INTEROPERABILITY,
    ByteLayout,
    DamagedStructureError,
    Directory,
)
from mirnet_gui.photo.metadata.exif import parse

_COLOUR_SPACE, _INDEX, _GAMMA = 0xA001, 0x0001, 0xA500
_WHITE, _PRIMARIES = 0x013E, 0x013F
_SRGB, _ADOBE, _UNCALIBRATED = 1, 2, 0xFFFF
_OPTIONAL: Final = b"R03"
_RATIONAL: Final = 5
ADOBE_GAMMA: Final = 2.19921875


def with_exif_colours(image: pyvips.Image, block: bytes | None) -> pyvips.Image:
    """``image`` with the profile of what its EXIF ``block`` says, where it has none.

    For JPEG and TIFF, whose own structures know no other way to tell it.
    """
    if image.interpretation in ("cmyk", "lab", "labs") or not block:
        return image
    return with_declared_profile(image, _profile(block))


def saying_srgb(block: bytes) -> bytes:
    """A bare block that does not say Adobe RGB, for a picture that is in sRGB."""
    try:
        layout, root = parse(block)
    except DamagedStructureError:
        return block
    if not _is_adobe(layout, root):
        return block
    patched = bytearray(block)
    inner = root.children[EXIF]
    for entry in inner.every(_COLOUR_SPACE):
        if entry.kind == 3:
            struct.pack_into(layout.order + "H", patched, entry.start, _SRGB)
    for entry in inner.children.get(INTEROPERABILITY, Directory()).every(_INDEX):
        patched[entry.start : entry.start + 3] = b"R98"
    return bytes(patched)


def _profile(block: bytes) -> bytes | None:
    try:
        layout, root = parse(block)
    except DamagedStructureError:
        return None
    if _is_adobe(layout, root):
        return rgb_profile("Compatible with Adobe RGB (1998)", ADOBE_LIGHTS, (0, (ADOBE_GAMMA,)))
    inner = root.children.get(EXIF, Directory())
    space = inner.entries.get(_COLOUR_SPACE)
    if space is not None and space.integer(layout) != _UNCALIBRATED:
        return None
    white, lights = _rationals(root, _WHITE, layout), _rationals(root, _PRIMARIES, layout)
    if len(white) != 2 or len(lights) != 6:
        return None
    red, green, blue = zip(lights[::2], lights[1::2], strict=True)
    chromaticities: Chromaticities = (red, green, blue, (white[0], white[1]))
    gamma = _rationals(inner, _GAMMA, layout)
    return profile_of_lights(chromaticities, gamma[0] if gamma and gamma[0] > 0 else None)


def _is_adobe(layout: ByteLayout, root: Directory) -> bool:
    inner = root.children.get(EXIF)
    space = inner.entries.get(_COLOUR_SPACE) if inner else None
    number = space.integer(layout) if space else None
    if inner is None or number in (None, _SRGB):
        return False
    index = inner.children.get(INTEROPERABILITY, Directory()).entries.get(_INDEX)
    return number == _ADOBE or (index is not None and index.value.startswith(_OPTIONAL))


def _rationals(directory: Directory, tag: int, layout: ByteLayout) -> tuple[float, ...]:
    entry = directory.entries.get(tag)
    if entry is None or entry.kind != _RATIONAL:
        return ()
    numbers = struct.unpack(f"{layout.order}{2 * entry.count}I", entry.value)
    parts = zip(numbers[::2], numbers[1::2], strict=True)
    return tuple(above / below if below else 0.0 for above, below in parts)
