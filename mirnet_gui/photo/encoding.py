"""What a written file shall be: the one record that window, batches and command line fill in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, Literal, cast, get_args

from mirnet_gui.photo.formats import LABELS, WRITTEN, Format
from mirnet_gui.photo.metadata.groups import Group, in_order
from mirnet_gui.photo.metadata.stripping import stripped
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.sizes import limited
from mirnet_gui.photo.values import at_depth

Depth = Literal[8, 10, 12, 16]

DEPTHS: Final[tuple[Depth, ...]] = get_args(Depth)


@dataclass(frozen=True, slots=True)
class Encoding:
    """``format`` and ``depth`` (bits a channel) are those of the photograph where they are None.

    Where a format does not have that ``depth``, the next one counts that it has, at most its
    deepest. ``quality`` (1 to 100) counts for formats that have one. The ``longest`` side has at
    most so many pixels; nothing is ever enlarged. ``strip`` is what of its metadata is left out.

    Raises ValueError for what is none of these.
    """

    format: Format | None = None
    depth: Depth | None = None
    quality: int = 92
    longest: int | None = None
    strip: tuple[Group, ...] = ()

    def __post_init__(self) -> None:
        if (
            self.format not in {None, *LABELS}
            or self.depth not in {None, *DEPTHS}
            or self.quality not in range(1, 101)
            or not (self.longest is None or (type(self.longest) is int and self.longest > 0))
            or in_order(self.strip) != self.strip
        ):
            raise ValueError(self)

    def to_dict(self) -> dict[str, Any]:
        """What JSON can hold; :meth:`from_dict` is the way back."""
        return {
            "format": self.format,
            "depth": self.depth,
            "quality": self.quality,
            "longest": self.longest,
            "strip": list(self.strip),
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Encoding:
        """Raises TypeError or ValueError for what :meth:`to_dict` did not make."""
        return cls(**(kept | {"strip": tuple(kept.get("strip", ()))}))

    def as_format(self, target: Format) -> Encoding:
        """The same in the format ``target``."""
        return replace(self, format=target)

    @property
    def works_deeper(self) -> bool:
        """Whether more than 8 bits are asked for, which a method should have already."""
        return self.depth is not None and self.depth > 8

    @property
    def has_losses(self) -> bool:
        """Whether its format keeps only what an eye sees, at a quality that can be chosen."""
        return self.format is not None and WRITTEN[self.format].has_quality


def deepened(photo: Photo, encoding: Encoding) -> Photo:
    """``photo`` with as many bits as a result with more of them can be made of."""
    is_deeper = encoding.works_deeper and photo.pixels.dtype == "uint8"
    return at_depth(photo, 16) if is_deeper else photo


def prepared(photo: Photo, encoding: Encoding) -> Photo:
    """The photograph that is written: of that depth and size, and with what may be told of it."""
    smaller = limited(photo, encoding.longest) if encoding.longest else photo
    if encoding.depth is not None:
        smaller = at_depth(smaller, 16 if encoding.works_deeper else 8)
    metadata = stripped(smaller.metadata, encoding.strip)
    return replace(smaller, metadata=metadata)


def bits_written(photo: Photo, target: Format, depth: Depth | None) -> int:
    """How many bits a channel a ``target`` file of ``photo`` has."""
    wanted = photo.bit_depth if depth is None else cast(int, depth)
    depths = WRITTEN[target].depths
    return next((each for each in depths if each >= wanted), depths[-1])
