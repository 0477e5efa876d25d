"""Metadata without some groups of it, in every block that may tell of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from mirnet_gui.photo.metadata import exif_groups, iptc, photoshop, png_texts, xmp_groups
from mirnet_gui.photo.metadata.groups import Group
from mirnet_gui.photo.photo import Metadata

_WORD = re.compile(rb"[0-9a-z]+")
_OF_CAMERAS: Final = frozenset(
    {b"digital", b"camera", b"dsc", b"corporation", b"ascii", b"unicode"}
)


def stripped(metadata: Metadata, unwanted: Collection[Group]) -> Metadata:
    """``metadata`` without what tells of the groups ``unwanted``.

    What is not understood goes with each group, for nobody knows what it tells. What a picture
    needs to be shown rightly stays: size, orientation, resolution, meaning of colours; and so does
    what this program has written about its own work.
    """
    groups = frozenset(unwanted)
    if not groups:
        return metadata
    tells = _CameraTexts(metadata if groups & {"camera", "all"} else Metadata())
    block, packet, records = metadata.exif, metadata.xmp, metadata.iptc
    return replace(
        metadata,
        exif=exif_groups.without(block, groups, tells) if block else None,
        xmp=_without(packet, groups, tells) if packet else None,
        iptc=iptc.without(records, groups, tells) if records else None,
        texts=png_texts.without(metadata.texts, groups, tells),
        comments=()
        if groups & {"words", "all"}
        else tuple(each for each in metadata.comments if not tells(each)),
        resources=photoshop.without(metadata.resources or b"", groups),
    )


def _without(packet: bytes, groups: frozenset[Group], tells: _CameraTexts) -> bytes | None:
    try:
        return xmp_groups.without(packet, groups, tells)
    except ValueError:
        return None


class _CameraTexts:
    """Whether a text is one that the camera wrote as a caption: OLYMPUS DIGITAL CAMERA."""

    def __init__(self, metadata: Metadata) -> None:
        names = exif_groups.camera_names(metadata.exif) if metadata.exif else ()
        self._names = frozenset(word for name in names for word in _WORD.findall(name.lower()))

    def __call__(self, text: bytes) -> bool:
        """For a text in any encoding that begins as ASCII does."""
        words = frozenset(_WORD.findall(text[:200].replace(b"\0", b"").lower()))
        return bool(words & self._names) and words <= self._names | _OF_CAMERAS
