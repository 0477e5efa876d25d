"""What of a photograph a format cannot hold."""

from __future__ import annotations

from mirnet_gui.language import mark
from mirnet_gui.photo.colour.srgb import is_srgb
from mirnet_gui.photo.formats import WRITTEN, Format
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.writers import writer_of


def losses(photo: Photo, target: Format, depth: int | None = None) -> tuple[str, ...]:
    """What of ``photo`` a ``target`` file cannot hold, in words: "alpha", "16 bit", "IPTC", ...

    ``depth`` is in bits, where others than those of the photograph are wanted.
    """
    metadata, holds = photo.metadata, WRITTEN[target]
    bits = depth or photo.bit_depth
    missing = {
        mark("alpha"): photo.alpha is not None and not holds.alpha,
        f"{bits} bit": bits > holds.deepest,
        mark("colours beyond sRGB"): not holds.profile and not is_srgb(photo.profile),
        "IPTC": bool(metadata.iptc) and not holds.iptc,
        mark("texts"): bool(metadata.texts) and not holds.texts,
        mark("comment"): bool(metadata.comments) and not holds.comments,
        mark("Photoshop resources"): bool(metadata.resources) and not holds.resources,
    }
    lost = (name for name, is_missing in missing.items() if is_missing)
    return (*lost, *writer_of(target).lost(metadata))
