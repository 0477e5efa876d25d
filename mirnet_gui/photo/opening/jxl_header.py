"""The beginning of a JPEG XL codestream (ISO/IEC 18181-1, clause "Image header").

libjxl's binding for Python gives the pixels and nothing else: not the depth, not the colours.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from mirnet_gui.language import tr
from mirnet_gui.photo.colour.numbers import ColourNumbers
from mirnet_gui.photo.decoded import DamagedPictureError, UnsupportedKindError

_SIGNATURE: Final = b"\xff\x0a"
_RATIOS: Final = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
_ALPHA: Final = 0
_RGB, _GREY = 0, 1
_D65: Final = 1
_LIGHTS: Final = {1: 1, 9: 9, 11: 12}
_CURVES: Final = (1, 8, 13, 16, 18)
"""BT.709, linear, sRGB, PQ and HLG, by the numbers of H.273."""
SRGB: Final = ColourNumbers(1, 13)
_LONGEST: Final = 4096

# A field of variable length: two bits choose one of four (bits to read, what is added to them).
_Choice = tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]
_SIDE: Final[_Choice] = ((9, 1), (13, 1), (18, 1), (30, 1))
_ENUM: Final[_Choice] = ((0, 0), (0, 1), (4, 2), (6, 18))
_WHOLE_BITS: Final[_Choice] = ((0, 8), (0, 10), (0, 12), (6, 1))
_FLOAT_BITS: Final[_Choice] = ((0, 32), (0, 16), (0, 24), (6, 1))
_EXTRA_CHANNELS: Final[_Choice] = ((0, 0), (0, 1), (4, 2), (12, 1))
_SHIFT: Final[_Choice] = ((0, 0), (0, 3), (0, 4), (3, 1))
_NAME: Final[_Choice] = ((0, 0), (4, 0), (5, 16), (10, 48))


@dataclass(frozen=True, slots=True)
class JxlHeader:
    """``width`` x ``height`` as they lie in the file; ``turn`` is EXIF's number of orientation.

    ``bits`` per channel, whole numbers or floats.
    """

    width: int
    height: int
    turn: int = 1
    bits: int = 8
    is_float: bool = False
    has_alpha: bool = False
    is_grey: bool = False
    colours: ColourNumbers = SRGB


def read_jxl_header(codestream: bytes) -> JxlHeader:
    """Read it from the first bytes of a codestream.

    Raises :class:`DamagedPictureError`, or :class:`UnsupportedKindError` for animations, for
    channels other than colour and alpha, and for colours that no numbers tell.
    """
    if not codestream.startswith(_SIGNATURE):
        raise DamagedPictureError("no codestream")
    bits = _Bits(codestream[2:_LONGEST])
    width, height = _size(bits)
    if bits.read(1):
        return JxlHeader(width, height)
    turn = 1
    if bits.read(1):
        turn = bits.read(3) + 1
        if bits.read(1):
            _size(bits)
        if bits.read(1):
            raise UnsupportedKindError(tr("a JPEG XL picture with a preview in it"))
        if bits.read(1):
            raise UnsupportedKindError(tr("an animated JPEG XL picture"))
    is_float, depth = _depth(bits)
    bits.read(1)
    has_alpha = _has_alpha(bits)
    bits.read(1)
    is_grey, colours = _colours(bits)
    return JxlHeader(width, height, turn, depth, is_float, has_alpha, is_grey, colours)


class _Bits:
    """Bits as JPEG XL packs them: the lowest of a byte first."""

    def __init__(self, content: bytes) -> None:
        self._value = int.from_bytes(content, "little")
        self._left = 8 * len(content)

    def read(self, count: int) -> int:
        """The next ``count`` bits as a number."""
        if count > self._left:
            raise DamagedPictureError("the header is cut short")
        found = self._value & ((1 << count) - 1)
        self._value >>= count
        self._left -= count
        return found

    def choose(self, choice: _Choice) -> int:
        """The next field of variable length."""
        count, added = choice[self.read(2)]
        return self.read(count) + added


def _size(bits: _Bits) -> tuple[int, int]:
    is_small = bits.read(1)

    def side() -> int:
        return (bits.read(5) + 1) * 8 if is_small else bits.choose(_SIDE)

    height = side()
    ratio = bits.read(3)
    if not ratio:
        return side(), height
    across, down = _RATIOS[ratio - 1]
    return height * across // down, height


def _depth(bits: _Bits) -> tuple[bool, int]:
    if not bits.read(1):
        return False, bits.choose(_WHOLE_BITS)
    depth = bits.choose(_FLOAT_BITS)
    bits.read(4)
    return True, depth


def _has_alpha(bits: _Bits) -> bool:
    count = bits.choose(_EXTRA_CHANNELS)
    if count > 1:
        raise UnsupportedKindError(
            tr("a JPEG XL picture with {count} channels beside its colours", count=count)
        )
    if not count:
        return False
    if bits.read(1):
        return True
    kind = bits.choose(_ENUM)
    _depth(bits)
    bits.choose(_SHIFT)
    bits.read(8 * bits.choose(_NAME))
    if kind != _ALPHA:
        raise UnsupportedKindError(
            tr("a JPEG XL picture with a channel other than colours and alpha")
        )
    if bits.read(1):
        raise UnsupportedKindError(tr("a JPEG XL picture whose colours are multiplied by alpha"))
    return True


def _colours(bits: _Bits) -> tuple[bool, ColourNumbers]:
    if bits.read(1):
        return False, SRGB
    if bits.read(1):
        raise UnsupportedKindError(tr("a JPEG XL picture with a colour profile of its own"))
    space = bits.choose(_ENUM)
    unknown = UnsupportedKindError(
        tr("a JPEG XL picture of colours that it declares in a rare way")
    )
    if space not in (_RGB, _GREY) or bits.choose(_ENUM) != _D65:
        raise unknown
    lights = bits.choose(_ENUM) if space == _RGB else 1
    if lights not in _LIGHTS or bits.read(1):
        raise unknown
    curve = bits.choose(_ENUM)
    if curve not in _CURVES:
        raise unknown
    return space == _GREY, ColourNumbers(_LIGHTS[lights], curve)


def codestream_of(boxes: list[tuple[bytes, bytes]]) -> bytes:
    """The codestream among the boxes of a container, whole or in parts in their order."""
    whole = b"".join(content for name, content in boxes if name == b"jxlc")
    if whole:
        return whole
    parts = [content for name, content in boxes if name == b"jxlp" and len(content) >= 4]
    ordered = sorted(parts, key=lambda part: struct.unpack_from(">I", part)[0] & 0x7FFFFFFF)
    return b"".join(part[4:] for part in ordered)
