"""What a decoder hands to the reader: pixels at the file's depth and all that goes with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from mirnet_gui.errors import PhotoTooLarge, UnreadablePhoto
from mirnet_gui.language import mark, tr
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.photo import Metadata, Pixels

MAX_PIXELS = 300_000_000
"""Pictures of more pixels are refused: 900 MB as 8-bit RGB, and far beyond any camera."""


class UnsupportedKindError(ValueError):
    """The file is of a kind that cannot be read here; the text names it ("a JPEG of 12 bits")."""


class DamagedPictureError(ValueError):
    """The picture is damaged or cut short."""


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a picture without its pixels; sides as they lie in the file."""

    width: int
    height: int
    bit_depth: int = 8
    has_alpha: bool = False
    xmp: bytes | None = None


@dataclass(frozen=True, slots=True)
class Decoded:
    """An upright picture; see :class:`mirnet_gui.photo.photo.Photo` for what the fields mean."""

    pixels: Pixels
    alpha: Pixels | None = None
    profile: bytes | None = None
    metadata: Metadata = field(default_factory=Metadata)
    grey: bool = False
    warnings: tuple[str, ...] = ()
    lossless: bool = False


def check_size(path: Path, width: int, height: int) -> None:
    """Raise :class:`PhotoTooLarge` for more than :data:`MAX_PIXELS`."""
    if width * height > MAX_PIXELS:
        sentence = tr(
            "{path} has {megapixels:,.0f} megapixels.",
            path=quoted(path),
            megapixels=width * height / 1e6,
        )
        hint = tr(
            "At most {most:.0f} can be opened: reduce or crop it first.",
            most=MAX_PIXELS / 1e6,
        )
        raise PhotoTooLarge(path, sentence, hint)


def check_single(path: Path, pictures: int, what: str = mark("pictures")) -> None:
    """Raise :class:`UnreadablePhoto` for a file of several, of which all but one would be lost."""
    if pictures > 1:
        sentence = tr(
            "{path} holds {pictures} {what}, and only one can be enhanced at a time.",
            path=quoted(path),
            pictures=pictures,
            what=tr(what),
        )
        raise UnreadablePhoto(path, sentence, tr("Save them as single files first."))
